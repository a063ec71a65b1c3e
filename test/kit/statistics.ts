/** Whether two samples of counts over the same classes may come from one distribution, at significance `alpha`. */
export function sameDistribution(a: readonly number[], b: readonly number[], alpha: number): boolean {
  const [totalA, totalB] = [sum(a), sum(b)]
  let statistic = 0
  let classes = 0
  for (const [i, seenA] of a.entries()) {
    const seen = seenA + b[i]!
    if (seen === 0) continue
    classes++
    const expectedA = (seen * totalA) / (totalA + totalB)
    const expectedB = seen - expectedA
    statistic += (seenA - expectedA) ** 2 / expectedA + (b[i]! - expectedB) ** 2 / expectedB
  }
  return statistic <= chiSquareQuantile(classes - 1, alpha)
}

/** Whether counts may come from these probabilities, at significance `alpha`. */
export function followsDistribution(counts: readonly number[], shares: readonly number[], alpha: number): boolean {
  const total = sum(counts)
  const all = sum(shares)
  const statistic = sum(
    counts.map((seen, i) => (seen - (total * shares[i]!) / all) ** 2 / ((total * shares[i]!) / all)),
  )
  return statistic <= chiSquareQuantile(counts.length - 1, alpha)
}

/** The value that a standard normal variable is away from 0 by at least with probability `alpha`. */
export function normalQuantile(alpha: number): number {
  let [low, high] = [0, 40]
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (2 * upperTail(middle) > alpha) low = middle
    else high = middle
  }
  return high
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

export function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1))
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Wilson and Hilferty 1931: within a percent for the degrees of freedom and levels used in tests. */
function chiSquareQuantile(degrees: number, alpha: number): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + normalQuantile(2 * alpha) * Math.sqrt(spread)) ** 3
}

/** P(Z > z): a power series near the middle, a continued fraction in the tail. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z > 3) {
    let fraction = z
    for (let k = 40; k > 0; k--) fraction = z + k / fraction
    return density / fraction
  }
  let term = z
  let series = z
  for (let k = 1; k < 100; k++) {
    term *= (z * z) / (2 * k + 1)
    series += term
  }
  return 0.5 - density * series
}
