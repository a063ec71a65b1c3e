import type { Rng } from './rng.ts'

/** Standard normal numbers, two from each pair of draws (Box and Muller). */
export function normals(rng: Rng, count: number): Float64Array {
  const values = new Float64Array(count)
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()))
    const angle = 2 * Math.PI * rng.uniform()
    values[i] = radius * Math.cos(angle)
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle)
  }
  return values
}
