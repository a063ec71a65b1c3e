import { checkProgram, hashBytes, type Language, type Program } from '@cairn/language'
import { wireLimits } from '@cairn/proto/queue'
import type { Matching } from '@cairn/search'
import { type AnswerValue, decodeNumbers, encodeNumbers, QuestionHash } from './answers.ts'
import { wireBytes } from './wire.ts'

/** On what terms programs are matched; see `Arena`. */
export interface MatchesAsk extends Matching {
  readonly kind: 'play' | 'first-to-beat'
  /** The score to beat; Infinity where all are played. */
  readonly threshold: number
  /** The matches of every charged program are told of. */
  readonly every: boolean
}

/** What was found out. */
export interface MatchesFound {
  /** Programs charged. */
  readonly programs: number
  /**
   * What the matches of some programs returned, program after program: of every charged one where all are told of,
   * otherwise of the winner, if there is one.
   */
  readonly returns: Float64Array
}

const charges: Readonly<Record<Matching['charge'], number>> = { each: 1, valid: 2, none: 3 }

/** Most opponents of a batch, and most bytes of them; a longer list is played part by part. */
const mostOpponents = 1024
const mostOpponentBytes = wireLimits.messageBytes / 4

/** The first of them, one or more, that go into one batch. */
export function opponentsThatFit(opponents: readonly Program[]): readonly Program[] {
  let bytes = 0
  const end = opponents.findIndex((opponent, i) => {
    bytes += wireBytes([opponent])
    return i > 0 && (i >= mostOpponents || bytes > mostOpponentBytes)
  })
  return end < 0 ? opponents : opponents.slice(0, end)
}

/** @throws RangeError, BadProgram */
export function checkMatches(
  language: Language,
  { threshold, opponents }: Pick<MatchesAsk, 'threshold' | 'opponents'>,
) {
  if (Number.isNaN(threshold)) throw new RangeError('score: expected a number to beat, got NaN')
  if (opponents.length === 0) throw new RangeError('opponents: expected one or more, got 0')
  for (const opponent of opponents) checkProgram(language, opponent)
}

/** To be completed by the charged programs. */
export function matchesHash({ kind, threshold, opponents, charge, every }: MatchesAsk): QuestionHash {
  const hash = new QuestionHash(kind, threshold)
  hash.add({ low: opponents.length, high: 2 * charges[charge] + Number(every) })
  for (const opponent of opponents) hash.add(hashBytes(opponent))
  return hash
}

/** What a program's matches cost, given what they returned. */
export function priceOf(returns: Float64Array, charge: Matching['charge']): number {
  if (charge === 'none') return 0
  const pairs = returns.length / 2
  if (charge === 'each') return pairs
  let valid = 0
  for (let pair = 0; pair < pairs; pair++) if (returns[2 * pair]! + returns[2 * pair + 1]! >= 0) valid++
  return valid
}

/**
 * The sum over the opponents, in order, of half of what the two matches returned. A match that was not played counts as
 * `unplayed`: rounding is monotone, so with the best return there is, that gives a bound of the score.
 */
export function scoreOf(returns: Float64Array, unplayed = Number.NaN): number {
  let score = 0
  for (let at = 0; at < returns.length; at += 2) {
    const first = returns[at]!
    const second = returns[at + 1]!
    score += ((Number.isNaN(first) ? unplayed : first) + (Number.isNaN(second) ? unplayed : second)) / 2
  }
  return score
}

/** As the journal keeps it: how many programs were charged, then the returns. */
export function encodeFound({ programs, returns }: MatchesFound): AnswerValue {
  const numbers = new Float64Array(1 + returns.length)
  numbers[0] = programs
  numbers.set(returns, 1)
  return encodeNumbers(numbers)
}

export function decodeFound(answer: AnswerValue): MatchesFound {
  const numbers = decodeNumbers(answer)
  return { programs: numbers[0]!, returns: numbers.subarray(1) }
}
