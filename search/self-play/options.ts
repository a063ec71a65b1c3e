import type { MixedNeighbourhoodOptions } from '@cairn/language'
import type { SearchOption } from '../context.ts'
import { type OptionClimbOptions, optionClimbDefaults, optionClimbOptions } from '../innatecoder.ts'
import { noPrograms } from '../starts.ts'

/** What every learner is told. */
export type SelfPlayOptions = Omit<OptionClimbOptions, 'mixing' | 'space'> & {
  /** How a best response is searched for: hill climbing or simulated annealing. */
  response: 'hc' | 'sa'
  /** Evaluations that a best response may be charged, of one opponent each; 0: no limit. */
  'response-evaluations': number
  /** Seconds after which a best response is taken as it is; 0: no limit. */
  'response-seconds': number
  /** Source of the programs that are cut into a library. */
  programs: string
  /** How an option gets into a program. */
  move: NonNullable<MixedNeighbourhoodOptions['move']>
  /** The first program of the learner: the empty one, or the best of the given ones against that. */
  start: 'empty' | 'programs'
  /** New opponents lose what has no effect in their matches. */
  clear: boolean
  /** What matches cost in which a program fails. */
  invalid: 'free' | 'charged'
  /** T0 of simulated annealing. */
  temperature: number
  /** Its cooling: T = T0 / (1 + alpha * i). */
  alpha: number
  /** Its acceptance: exp(beta * (new - current) / T). */
  beta: number
}

export const selfPlayDefaults = {
  response: 'hc',
  'response-evaluations': 2000,
  'response-seconds': 0,
  programs: noPrograms,
  neighbours: 1000,
  epsilon: optionClimbDefaults.epsilon,
  filter: optionClimbDefaults.filter,
  states: optionClimbDefaults.states,
  size: optionClimbDefaults.size,
  duplicates: optionClimbDefaults.duplicates,
  growth: true,
  without: optionClimbDefaults.without,
  move: 'intended',
  start: 'empty',
  clear: true,
  invalid: 'free',
  temperature: 2000,
  alpha: 0.9,
  beta: 0.5,
} satisfies SelfPlayOptions

const { epsilon, filter, states, size, duplicates, without } = optionClimbOptions

export const selfPlayOptions = {
  response: {
    kind: 'choice',
    default: selfPlayDefaults.response,
    of: ['hc', 'sa'],
    about:
      'how best responses are searched for: hc (hill climbing, the default of 2L and LISS) or sa (simulated annealing)',
  },
  neighbours: {
    kind: 'integer',
    default: selfPlayDefaults.neighbours,
    min: 1,
    max: 1_000_000,
    about: 'k: neighbours of a round of hill climbing (2L, LISS: 1000)',
  },
  'response-evaluations': {
    kind: 'integer',
    default: selfPlayDefaults['response-evaluations'],
    min: 0,
    max: 1_000_000_000,
    about:
      'evaluations (pairs of matches) that one best response may be charged, never less than one for each opponent if it is to find any; 0: no limit',
  },
  'response-seconds': {
    kind: 'number',
    default: selfPlayDefaults['response-seconds'],
    min: 0,
    max: 1e9,
    about:
      'seconds for one best response (2L 2000, LISS 100 to 400); NOT reproducible, no two runs are alike; 0: no limit',
  },
  temperature: {
    kind: 'number',
    default: selfPlayDefaults.temperature,
    min: 1e-9,
    max: 1e9,
    about: 'T0 of sa (2L and bilevel search: 2000; an older setting 1000; paper of bilevel search 100)',
  },
  alpha: {
    kind: 'number',
    default: selfPlayDefaults.alpha,
    min: 0,
    max: 1e6,
    about: 'cooling of sa: T = T0 / (1 + alpha i) (0.9 everywhere)',
  },
  beta: {
    kind: 'number',
    default: selfPlayDefaults.beta,
    min: 0,
    max: 1e9,
    about:
      'acceptance of sa: exp(beta (new - current) / T) (code 0.5; an older setting 15; paper of bilevel search 200)',
  },
  programs: {
    kind: 'text',
    default: selfPlayDefaults.programs,
    about:
      'what is cut into a library: none (neighbours by syntax alone), completions (InnateCoder), run:NAME (LISS), file:PATH, library:FILE, joined by commas',
  },
  epsilon,
  filter,
  states,
  size,
  duplicates,
  growth: {
    kind: 'boolean',
    default: selfPlayDefaults.growth,
    about: 'subtrees of every best response that is taken in join the library, if there is one (LISS)',
  },
  without,
  move: {
    kind: 'choice',
    default: selfPlayDefaults.move,
    of: ['intended', 'liss'],
    about:
      'how an option gets in: intended (in place of a node of its kind, paper) or liss (as its code: often a whole program instead)',
  },
  start: {
    kind: 'choice',
    default: selfPlayDefaults.start,
    of: ['empty', 'programs'],
    about: 'the first program: empty, or the best of the given ones against it (LS-LLM)',
  },
  clear: {
    kind: 'boolean',
    default: selfPlayDefaults.clear,
    about: 'new opponents lose what has no effect in their matches, as in 2L and LISS',
  },
  invalid: {
    kind: 'choice',
    default: selfPlayDefaults.invalid,
    of: ['free', 'charged'],
    about: 'matches in which a program fails: free (2L), or charged like others (LISS with ibr and fp)',
  },
} as const satisfies Record<string, SearchOption>

/** What learners with an archive are told besides. */
export type ArchiveOptions = SelfPlayOptions & {
  /** What the matches of a new program against the archive cost. */
  archive: 'free' | 'charged'
}

export const archiveDefaults = { ...selfPlayDefaults, archive: 'free' } satisfies ArchiveOptions

export const archiveOptions = {
  ...selfPlayOptions,
  archive: {
    kind: 'choice',
    default: archiveDefaults.archive,
    of: ['free', 'charged'],
    about: 'matches of a new program against the archive: free (the released code does not count them) or charged',
  },
} as const satisfies Record<string, SearchOption>
