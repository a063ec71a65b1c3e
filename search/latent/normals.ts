import type { Rng } from '@cairn/language'

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

/** A vector around another one: centre + sigma * N(0, I). */
export function around(centre: Float64Array, sigma: number, rng: Rng): Float64Array {
  return normals(rng, centre.length).map((value, d) => centre[d]! + sigma * value)
}
