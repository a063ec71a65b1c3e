import { parse, type Rng, seededRng, type Vocabulary, vocabulary } from '@cairn/language'
import { karel } from '../language.ts'
import { drawText } from './draw-program.ts'
import type { ProgramDataSettings } from './settings.ts'
import { Trials } from './trial.ts'
import { drawStart, type TrialStart } from './trial-world.ts'
import { usefulTokens } from './useful.ts'

/** A start state and what the program did from there: the states in between follow from the actions. */
export interface Demonstration {
  readonly start: TrialStart
  /** Action indices, one byte each. */
  readonly actions: Uint8Array
}

/** A program of a data set. */
export interface DataProgram {
  /** Indices of the vocabulary, `DEF run m(` and `m)` included, without a pad. */
  readonly tokens: Uint8Array
  readonly demonstrations: readonly Demonstration[]
}

/** Why a program that was drawn is not in the data set, in the order in which it is looked at. */
export const rejections = ['duplicate', 'long', 'useless', 'failing', 'few', 'still'] as const
export type Rejection = (typeof rejections)[number]

/** In words. */
export const rejectionTexts: Readonly<Record<Rejection, string>> = {
  duplicate: 'in the data set already',
  long: 'too many tokens',
  useless: 'repeats or undoes itself',
  failing: 'failed in every trial',
  few: 'too few demonstrations',
  still: 'no demonstration with motion',
}

/** What became of one draw. */
export interface Candidate {
  readonly outcome: DataProgram | Exclude<Rejection, 'duplicate'>
  readonly text: string
  /** Trials by how they ended. */
  readonly completed: number
  readonly crashed: number
  readonly spent: number
}

/** Draws candidates by number: each depends on the settings and its number alone, whoever draws it and in what order. */
export class Candidates {
  readonly settings: ProgramDataSettings
  readonly vocabulary: Vocabulary
  readonly #root: Rng
  readonly #trials: Trials

  constructor(settings: ProgramDataSettings) {
    this.settings = settings
    this.vocabulary = vocabulary(karel, settings.vocabulary)
    this.#root = seededRng(settings.seed).stream('program-data')
    this.#trials = new Trials(settings)
  }

  /** @param known whether a text is in the data set already, if that is known: then it is not tried */
  draw(number: number, known: (text: string) => boolean = () => false): Candidate | 'duplicate' {
    const rng = this.#root.stream(String(number))
    const text = drawText(rng, this.settings.vocabulary)
    if (known(text)) return 'duplicate'
    const tokens = Uint8Array.from(this.vocabulary.encodeText(text))
    const untried = { text, completed: 0, crashed: 0, spent: 0 }
    if (tokens.length > this.settings.maxTokens) return { outcome: 'long', ...untried }
    if (this.settings.onlyUseful && !usefulTokens(text.split(' '))) return { outcome: 'useless', ...untried }
    return this.#tried(text, tokens, rng)
  }

  /** Source: LEAPS, the loop of `generator` with `cover_all_branches_in_demos`. */
  #tried(text: string, tokens: Uint8Array, rng: Rng): Candidate {
    const { demonstrations: wanted, minStates, maxStates, longestStates, onlyUseful } = this.settings
    const ends = { completed: 0, crashed: 0, spent: 0 }
    const found: Demonstration[] = []
    const trials = this.#trials
    trials.begin(parse(karel, text))
    let covered = 0
    let longest = 0
    for (let trial = 0; trial < this.settings.trials && found.length < wanted; trial++) {
      const start = drawStart(rng, this.settings)
      const end = trials.run(start)
      ends[end]++
      if (end !== 'completed') continue
      const states = trials.length + 1
      if (states > maxStates || (onlyUseful && trials.cameBack)) continue
      const { coverage } = trials
      if (coverage === undefined) {
        if (states < minStates) continue
      } else {
        const rose = coverage > covered
        if (!rose && coverage < 1) continue
        if (states < minStates && !rose && rng.uniform() >= 0.5) continue
        covered = coverage
      }
      longest = Math.max(longest, states)
      found.push({ start, actions: trials.actions })
    }
    const judged = (outcome: Candidate['outcome']) => ({ outcome, text, ...ends })
    if (ends.completed === 0) return judged('failing')
    if (found.length < wanted) return judged('few')
    if (longest < longestStates) return judged('still')
    return judged({ tokens, demonstrations: found })
  }
}
