import { drawProgram, neighbour } from '@cairn/language'
import type { Search, SearchContext } from './context.ts'
import { inForks } from './forks.ts'

export type SimulatedAnnealingOptions = {
  /** T0: temperature at the start of a cooling. */
  temperature: number
  /** Cooling: T = T0 / (1 + alpha * i). */
  alpha: number
  /** Acceptance: exp(beta * (new - current) / T). */
  beta: number
  /** Most nodes of a neighbour, the program node and sequences not counted. */
  size: number
  /** What the score of the current program is after a cooling has gone back to the best one. */
  reheat: 'stale' | 'best'
  /** Coolings side by side, each on its own share of the budget. 1 is the published algorithm. */
  chains: number
}

export const simulatedAnnealingDefaults = {
  temperature: 100,
  alpha: 0.9,
  beta: 200,
  size: 20,
  reheat: 'stale', // the reference goes back to the best program but keeps the old score
  chains: 1,
} satisfies SimulatedAnnealingOptions

/**
 * Simulated annealing over programs with repeated coolings, of 110 proposals each at the published constants.
 *
 * Source: prog_policies, `SimulatedAnnealing` (old search package). One difference: there the very first program is
 * scored without being counted, here every score is charged.
 */
export const simulatedAnnealing: Search<SimulatedAnnealingOptions> = {
  name: 'simulated-annealing',
  summary: 'simulated annealing over programs, reheated when cold (prog_policies)',
  options: {
    temperature: {
      kind: 'number',
      default: simulatedAnnealingDefaults.temperature,
      min: 2, // a cooling that begins at 1 would propose nothing, and go on for ever
      max: 1e9,
      about: 'T0: temperature of a fresh cooling',
    },
    alpha: {
      kind: 'number',
      default: simulatedAnnealingDefaults.alpha,
      min: 1e-6,
      max: 1e6,
      about: 'cooling: T = T0 / (1 + alpha i)',
    },
    beta: {
      kind: 'number',
      default: simulatedAnnealingDefaults.beta,
      min: 0,
      max: 1e9,
      about: 'acceptance: exp(beta (new - current) / T)',
    },
    size: {
      kind: 'integer',
      default: simulatedAnnealingDefaults.size,
      min: 2,
      max: 10_000,
      about: 'most nodes of a neighbour; of no effect on MicroRTS',
    },
    reheat: {
      kind: 'choice',
      default: simulatedAnnealingDefaults.reheat,
      of: ['stale', 'best'],
      about: 'score taken along when a cooling goes back to the best program: stale (the reference) or best',
    },
    chains: {
      kind: 'integer',
      default: simulatedAnnealingDefaults.chains,
      min: 1,
      max: 1024,
      about: 'coolings side by side',
    },
  },
  run: (search, options) => inForks(search, 'chain', options.chains, (fork) => anneal(fork, options)),
}

async function anneal(search: SearchContext, options: SimulatedAnnealingOptions): Promise<void> {
  const { temperature, alpha, beta, size, reheat } = options
  const { language, rng } = search
  const fresh = () => search.score(drawProgram(language, rng, { filter: false }))

  let here = await fresh()
  let best = here
  for (;;) {
    // One cooling: proposals as long as T > 1.
    for (let i = 0; temperature / (1 + alpha * i) > 1; i++) {
      const proposal = await search.score(
        neighbour(language, here.program, rng, { variant: 'old', size, drawing: language.drawing }),
      )
      if (proposal.score > best.score) best = proposal
      // The reference draws whether or not the proposal is better.
      const accepted =
        rng.uniform() < Math.exp((beta * (proposal.score - here.score)) / (temperature / (1 + alpha * i)))
      if (accepted) here = proposal
    }
    if (best.score > 0) here = { program: best.program, score: reheat === 'best' ? best.score : here.score }
    else here = await fresh()
    if (here.score > best.score) best = here
  }
}
