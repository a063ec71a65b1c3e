import type { Domain, Task } from '@cairn/domains'
import { checkProgram, choice, hashBytes, language, type Program, rule } from '@cairn/language'

/** Programs of words; the more of them are `up`, the better, and sixteen solve it. */
export const toyLanguage = language('toy', {
  start: 'program',
  limits: { height: 3, run: 20, tokens: 60 },
  rules: {
    program: [rule('program', 'DO <words>', { nests: true })],
    words: [
      rule('more', '<word> <words>', { weight: 0.8, chains: true }),
      choice(0.2, 'word', [
        rule('up', 'up', { weight: 0.3 }),
        rule('left', 'left', { weight: 0.4 }),
        rule('right', 'right', { weight: 0.3 }),
      ]),
    ],
    word: [
      rule('up', 'up', { weight: 0.3 }),
      rule('left', 'left', { weight: 0.4 }),
      rule('right', 'right', { weight: 0.3 }),
    ],
  },
})

const up = toyLanguage.productions.find(({ name }) => name === 'up')!.number

/** What one episode returns: mostly the share of `up`, and some noise that depends on program and episode alone. */
export function toyReturn(program: Program, episode: number): number {
  let ups = 0
  for (const production of program) if (production === up) ups++
  if (ups >= 16) return 1
  return (0.9 * ups) / 16 + (0.1 * hashBytes(program, episode).low) / 2 ** 32
}

/** The mean over episodes 0 .. episodes-1, as a worker is to compute it. */
export function toyScore(program: Program, episodes: number): number {
  let sum = 0
  for (let episode = 0; episode < episodes; episode++) sum += toyReturn(program, episode)
  return sum / episodes
}

export const toyTask: Task = {
  spec: { name: 'toy/ups', options: {} },
  language: toyLanguage,
  bestReturn: 1,
  prepare: (program) => ({
    episode: (episode) => ({ return: toyReturn(program, episode), steps: program.length, ended: 'completed' }),
  }),
  *replay() {},
}

/** Cells of the line that the states of the probe begin on. */
const cells = 5
const actions = ['up', 'left', 'right']

/** What a program does on a line, by cell to begin with: a step over its end does not happen, and leaves no trace. */
export function toyTrace(program: Program, state: number): Uint8Array {
  let at = state % cells
  const trace: number[] = []
  for (const production of program) {
    const action = actions.indexOf(toyLanguage.productions[production]!.name)
    const to = at + (action === 1 ? -1 : action === 2 ? 1 : 0)
    if (action < 0 || to < 0 || to >= cells) continue
    at = to
    trace.push(action)
  }
  return Uint8Array.from(trace)
}

export const toyStates: Task = {
  spec: { name: 'toy/states', options: {} },
  language: toyLanguage,
  prepare(program) {
    checkProgram(toyLanguage, program)
    return {
      episode(episode, want) {
        const trace = toyTrace(program, episode)
        const outcome = { return: 0, steps: trace.length, ended: 'completed' } as const
        return want?.trace === true ? { ...outcome, trace } : outcome
      },
    }
  },
  *replay() {},
}

export const toyDomain: Domain = {
  name: 'toy',
  language: toyLanguage,
  hash: 'toy-1',
  tasks: [{ name: 'toy/ups', summary: 'as many ups as possible', options: {} }],
  probe: { task: 'toy/states', frames: { words: 'DO <words>' } },
  task: (name) => (name === 'toy/states' ? toyStates : toyTask),
}
