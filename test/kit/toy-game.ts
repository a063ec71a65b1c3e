import type { Domain, Task } from '@cairn/domains'
import { checkProgram, hashBytes, type Language, type Program, parse } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { toyLanguage } from './toy.ts'

export interface ToyGameOptions {
  /** What matches return; which of them, program, opponent and side decide. */
  readonly values: readonly number[]
  readonly bestReturn?: number
  /** Another seed is another game. */
  readonly seed?: number
  /** The worker does not survive these programs as opponents. */
  readonly deadly?: readonly Program[]
}

/** A game of toy programs against toy programs, and who evaluates it. */
export interface ToyGame {
  readonly domain: Domain
  readonly task: Task
  /** What the match returns to the program. */
  play(program: Program, opponent: Program, side: number): number
  /** What its matches leave of the program. */
  trimmed(program: Program, opponents: readonly Program[]): Program
  evaluate(batch: Uint8Array): Uint8Array
}

/** As in MicroRTS: a failure, a defeat, a draw, a victory. */
export const gameValues = [-1, 0, 0.5, 1] as const

export function toyGame({ values, bestReturn, seed = 0, deadly = [] }: ToyGameOptions): ToyGame {
  const language: Language = { ...toyLanguage, trim: (_, usage) => ups(usage.reduce((sum, flags) => sum + flags, 0)) }
  const drawn = (program: Program, opponent: Program, side: number) =>
    hashBytes(Uint8Array.of(...program, 255, ...opponent), 2 * seed + side)
  const play = (program: Program, opponent: Program, side: number) =>
    values[drawn(program, opponent, side).low % values.length]!
  const usageOf = (program: Program, opponent: Program, side: number) => {
    const { low, high } = drawn(program, opponent, side)
    return Uint8Array.from(program, (_, at) => ((at % 2 === 0 ? low : high) >>> (at % 29)) & 7)
  }
  const of = (opponentOf: (pair: number) => Program): Task => ({
    spec: { name: 'toy/ups', options: {} },
    language,
    ...(bestReturn === undefined ? {} : { bestReturn }),
    prepare(program) {
      checkProgram(language, program)
      return {
        episode(episode, want) {
          const opponent = opponentOf(Math.floor(episode / 2))
          if (deadly.some((one) => one.join() === opponent.join())) throw new Error('deadly')
          const outcome = { steps: program.length, ended: 'completed' } as const
          const value = play(program, opponent, episode % 2)
          const usage = want?.usage === true ? { usage: usageOf(program, opponent, episode % 2) } : {}
          return { ...outcome, return: value, ...usage }
        },
      }
    },
    *replay() {},
    against(opponents) {
      for (const opponent of opponents) checkProgram(language, opponent)
      return of((pair) => opponents[pair]!)
    },
  })
  const task = of((pair) => ups(pair))
  const domain: Domain = {
    name: 'toy',
    language,
    hash: 'toy-game-1',
    tasks: [{ name: 'toy/ups', summary: 'play', options: {} }],
    task: () => task,
  }
  return {
    domain,
    task,
    play,
    trimmed(program, opponents) {
      const usage = new Uint8Array(program.length)
      for (const opponent of opponents) {
        for (const side of [0, 1]) {
          for (const [at, flags] of usageOf(program, opponent, side).entries()) usage[at]! |= flags
        }
      }
      return language.trim!(program, usage)
    },
    evaluate: (batch) => evaluateBatch(batch, { domainNamed: () => domain }),
  }
}

/** `DO up up up`: at least one. */
export function ups(count: number): Program {
  return parse(toyLanguage, `DO ${Array.from({ length: 1 + (count % 9) }, () => 'up').join(' ')}`)
}
