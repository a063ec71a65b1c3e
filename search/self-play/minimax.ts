import { solve } from 'yalps'

/** No strategy was found: the solver went round in circles. */
export class UnsolvedGame extends Error {
  readonly code = 'E_UNSOLVED_GAME'
  readonly payoff: readonly (readonly number[])[]
  constructor(payoff: UnsolvedGame['payoff'], status: string) {
    super(`a matrix game of ${payoff.length} rows was not solved: ${status}`)
    this.payoff = payoff
  }
}

/**
 * The mixed strategy of the row player that is best against the worst that the column player can do: probabilities that
 * sum to 1. By linear programming, as in the double oracle of LocalLearner: with the payoffs shifted to be positive, the
 * least sum of x such that no column gives less than 1. Of several such strategies always the same.
 *
 * @param payoff of the row player, by row and column; at least one of each
 * @throws UnsolvedGame
 */
export function minimaxStrategy(payoff: readonly (readonly number[])[]): number[] {
  const least = payoff.reduce((min, row) => row.reduce((a, b) => Math.min(a, b), min), Number.POSITIVE_INFINITY)
  const shift = 1 - least
  const { status, variables } = solve({
    direction: 'minimize',
    objective: 'sum',
    constraints: payoff[0]!.map((_, column) => [`${column}`, { min: 1 }] as const),
    variables: payoff.map((row, index) => [
      index,
      [['sum', 1] as const, ...row.map((value, column) => [`${column}`, value + shift] as const)],
    ]),
  })
  if (status !== 'optimal') throw new UnsolvedGame(payoff, status)
  const weights = payoff.map(() => 0)
  for (const [row, weight] of variables) weights[row] = weight
  const sum = weights.reduce((total, weight) => total + weight)
  return weights.map((weight) => weight / sum)
}
