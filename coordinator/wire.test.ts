import { type Program, sampleProgram, seededRng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gameValues, toyGame } from '../test/kit/toy-game.ts'
import { type BatchHeader, type BatchQuestion, columnsFit, decodeResult, encodeBatch, fingerprint } from './wire.ts'

const game = toyGame({ values: gameValues, bestReturn: 1 })
const header: BatchHeader = {
  ...{ run: 'trial', epoch: 1, task: { name: 'toy/ups', options: '{}', domainHash: game.domain.hash } },
}
const rng = seededRng(1)
const drawn = () => sampleProgram(game.task.language, rng)
const opponents: readonly Program[] = [drawn(), drawn()]
const programs: readonly Program[] = [drawn(), drawn(), drawn(), drawn()]
const plain = { firstEpisode: 0, episodes: 4, threshold: undefined }
const questions = {
  scores: plain,
  returns: { ...plain, opponents, wantReturns: true },
  pruned: { ...plain, opponents, wantReturns: true, threshold: 0.5 },
  usages: { ...plain, opponents, wantUsage: true },
} satisfies Readonly<Record<string, BatchQuestion>>

function answer(question: BatchQuestion): cairn.v1.Result {
  return decodeResult(game.evaluate(encodeBatch(header, 'id', question, programs)), header) as cairn.v1.Result
}

test('only batches of matches and usages are of the version that old workers refuse; others are as they were', () => {
  const batches = Object.entries(questions).map(([name, question]) => {
    const batch = cairn.v1.Batch.decode(encodeBatch(header, 'id', question, programs))
    return `${name} ${batch.schema} ${batch.opponentLengths.length}`
  })
  expect(batches).toEqual(['scores 2 0', 'returns 3 2', 'pruned 3 2', 'usages 3 2'])
  const lengths = programs.map(({ length }) => length)
  const batch = { schema: 2, ...header, id: 'id', programs: Buffer.concat(programs), lengths, firstEpisode: 0 }
  expect(encodeBatch(header, 'id', { ...plain, threshold: 0.5 }, programs)).toEqual(
    cairn.v1.Batch.encode({ ...batch, episodes: 4, threshold: 0.5, stopAtFirst: true }).finish(),
  )
})

test.each(Object.entries(questions))('an honest answer fits its question (%s)', (_, question) => {
  const result = answer(question)
  expect(result.failure).toBeNull()
  expect(columnsFit(result, question, programs)).toBe(true)
  expect(fingerprint(result)).toBe(fingerprint(answer(question)))
})

test('an answer with other columns than were asked for fits no question', () => {
  const { scores, returns, usages } = questions
  for (const [asked, given] of [
    ...[
      [scores, returns],
      [scores, usages],
      [returns, scores],
    ],
    ...[
      [returns, usages],
      [usages, returns],
      [usages, scores],
    ],
  ] as const) {
    expect(columnsFit(answer(given), asked, programs)).toBe(false)
  }
})

test('returns and usages that are cut short, too long or not what they can be are rejected', () => {
  const damages: Readonly<Record<string, (result: cairn.v1.Result) => void>> = {
    'a return less': ({ returns }) => returns.pop(),
    'a return more': ({ returns }) => returns.push(0),
    'no returns': (result) => (result.returns = []),
    'a return that is missing': ({ returns }) => (returns[1] = Number.NaN),
    'a return that is infinite': ({ returns }) => (returns[2] = Number.NEGATIVE_INFINITY),
    'returns of another score': ({ returns }) => (returns[0]! += 0.5),
    'a score of other returns': ({ scores }) => (scores[0]! += 0.25),
    'usages that nobody asked for': (result) => (result.usages = Uint8Array.of(1)),
    'fewer episodes than returns': ({ episodes }) => (episodes[0] = 3),
  }
  for (const [what, damage] of Object.entries(damages)) {
    const result = answer(questions.returns)
    damage(result)
    expect(columnsFit(result, questions.returns, programs), what).toBe(false)
  }
  const usages = answer(questions.usages)
  for (const length of [0, usages.usages.length - 1, usages.usages.length + 1]) {
    usages.usages = new Uint8Array(length)
    expect(columnsFit(usages, questions.usages, programs)).toBe(false)
  }
})

test('a match that was pruned has no return, and one that was not has one', () => {
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.nat(3),
      fc.constantFrom(0, 1, Number.NaN, Number.POSITIVE_INFINITY),
      (i, match, value) => {
        const result = answer(questions.pruned)
        const at = 4 * i + match
        if (Object.is(result.returns[at], value)) return
        const played = match < result.episodes[i]!
        result.returns[at] = value
        const isPruned = result.statuses[i] === cairn.v1.Status.STATUS_PRUNED
        const harmless = isPruned && played && Number.isFinite(value)
        expect(columnsFit(result, questions.pruned, programs)).toBe(harmless)
      },
    ),
  )
})

test('the fingerprint tells returns and usages apart', () => {
  const [first, second] = [answer(questions.returns), answer(questions.returns)]
  second.returns[5] = -second.returns[5]! + 0.125
  expect(fingerprint(second)).not.toBe(fingerprint(first))
  const [used, other] = [answer(questions.usages), answer(questions.usages)]
  other.usages = other.usages.map((flags, at) => (at === 0 ? flags ^ 1 : flags))
  expect(fingerprint(other)).not.toBe(fingerprint(used))
})
