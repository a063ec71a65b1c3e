import { normals, type Rng } from '@cairn/language'

/** A vector around another one: centre + sigma * N(0, I). */
export function around(centre: Float64Array, sigma: number, rng: Rng): Float64Array {
  return normals(rng, centre.length).map((value, d) => centre[d]! + sigma * value)
}
