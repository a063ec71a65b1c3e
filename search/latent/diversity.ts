type Vector = ArrayLike<number>

/** Cosine of the angle between two vectors; a product of lengths below 1e-8 counts as that. */
export function cosine(a: Vector, b: Vector): number {
  let [product, squareA, squareB] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!
    squareA += a[i]! ** 2
    squareB += b[i]! ** 2
  }
  return product / Math.max(Math.sqrt(squareA) * Math.sqrt(squareB), 1e-8)
}

/**
 * What a reward is multiplied with to reward being different: sigmoid(-gamma * largest cosine with what was found
 * before), 1 if nothing was (POMP, section 4.1).
 */
export function diversityMultiplier(candidate: Vector, found: readonly Vector[], gamma = 1): number {
  if (found.length === 0) return 1
  const closest = Math.max(...found.map((vector) => cosine(candidate, vector)))
  return 1 / (1 + Math.exp(gamma * closest))
}
