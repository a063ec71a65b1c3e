import type { Domain } from '@cairn/domains'
import { BadProgram, fillFrame, hashBytes, kindOf, type Program, type ProgramFrame, parseFrame } from '@cairn/language'
import { wireLimits } from '@cairn/proto/queue'
import { NoProbe } from '@cairn/search'
import { QuestionHash } from './answers.ts'

/** What is asked of subtrees, see `SearchContext.behaviours`. */
export interface BehaviourAsk {
  readonly states: number
  readonly each?: boolean
}

/** At most so many subtrees, and so many states, where every state is to have its number. */
export const mostEach = { subtrees: 1000, states: 1000 } as const

/** A question about behaviours that is too large, or makes no sense. */
export class BadQuestion extends Error {
  readonly code = 'E_BAD_QUESTION'
  readonly field: string
  readonly value: number
  readonly expected: string
  constructor(field: string, value: number, expected: string) {
    super(`behaviours: ${field}: expected ${expected}, got ${value}`)
    this.field = field
    this.value = value
    this.expected = expected
  }
}

/** @throws BadQuestion */
export function checkAsk(subtrees: number, { states, each = false }: BehaviourAsk): void {
  const most = each ? mostEach.states : wireLimits.episodesPerBatch
  const when = each ? ' where each state has its number' : ''
  if (!Number.isInteger(states) || states < 1 || states > most) {
    throw new BadQuestion('states', states, `a whole number from 1 to ${most}${when}`)
  }
  if (each && subtrees > mostEach.subtrees) {
    throw new BadQuestion('subtrees', subtrees, `at most ${mostEach.subtrees}${when}`)
  }
}

export function behavioursHash(subtrees: readonly Program[], { states, each = false }: BehaviourAsk): QuestionHash {
  const hash = new QuestionHash('behaviours', each ? -states : states)
  for (const subtree of subtrees) hash.add(hashBytes(subtree))
  return hash
}

/** Makes whole programs of subtrees by the frames of a domain's probe. */
export class ProbeFrames {
  readonly #domain: Domain
  readonly #byKind: ReadonlyMap<string, ProgramFrame>
  /** By first production; `null`: its kind has no frame. */
  readonly #known = new Map<number, ProgramFrame | null>()

  /** @throws BadFrame */
  constructor(domain: Domain) {
    const { probe, language } = domain
    this.#domain = domain
    this.#byKind = new Map(
      Object.entries(probe?.frames ?? {}).map(([kind, text]) => [kind, parseFrame(language, kind, text)]),
    )
  }

  /** @throws NoProbe, BadProgram if it is empty */
  frameOf(subtree: Program): ProgramFrame {
    const first = subtree[0]
    if (first === undefined) throw new BadProgram(this.#domain.language, 0, 'bytes are missing')
    let frame = this.#known.get(first)
    if (frame === undefined) {
      frame = this.#byKind.get(kindOf(this.#domain.language, first)) ?? null
      this.#known.set(first, frame)
    }
    if (frame !== null) return frame
    const { name, language } = this.#domain
    throw new NoProbe(name, kindOf(language, first), [...this.#byKind.keys()])
  }

  /** @throws NoProbe */
  fill(subtree: Program): Program {
    return fillFrame(this.frameOf(subtree), subtree)
  }
}
