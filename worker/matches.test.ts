import { type Program, sampleProgram, seededRng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { matchSchema, wireLimits, wireSchema } from '@cairn/proto/queue'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gameValues, toyGame } from '../test/kit/toy-game.ts'
import { evaluateBatch } from './evaluate.ts'

const game = toyGame({ values: gameValues, bestReturn: 1 })
const rng = seededRng(2)
const drawn = () => sampleProgram(game.task.language, rng)
const [a, b, c] = [drawn(), drawn(), drawn()] as const
const programs = [drawn(), drawn(), drawn(), drawn()]

function batch(fields: cairn.v1.Batch.$Properties = {}, opponents: readonly Program[] = [a, b, c]): Uint8Array {
  return cairn.v1.Batch.encode({
    ...{ schema: matchSchema, run: 'trial', id: 'batch', epoch: 1 },
    task: { name: 'toy/ups', options: '{}', domainHash: game.domain.hash },
    ...{ programs: Buffer.concat(programs), lengths: programs.map(({ length }) => length) },
    ...{ opponents: Buffer.concat(opponents), opponentLengths: opponents.map(({ length }) => length) },
    ...{ firstEpisode: 0, episodes: 2 * opponents.length, wantReturns: true },
    ...fields,
  }).finish()
}

const evaluate = (bytes: Uint8Array) => cairn.v1.Result.decode(game.evaluate(bytes))

describe('a batch of matches', () => {
  test('plays each program against each opponent, from both sides', () => {
    const { returns, scores, schema, usages } = evaluate(batch())
    const expected = programs.map((program) =>
      [a, b, c].flatMap((opponent) => [0, 1].map((side) => game.play(program, opponent, side))),
    )
    expect(returns).toEqual(expected.flat())
    expect(scores).toEqual(expected.map((of) => of.reduce((sum, value) => sum + value, 0) / 6))
    expect(schema).toBe(wireSchema)
    expect(usages).toHaveLength(0)
  })

  test('may begin at any match, and be of a part of them', () => {
    const { returns } = evaluate(batch({ firstEpisode: 3, episodes: 2 }))
    expect(returns.slice(0, 2)).toEqual([game.play(programs[0]!, b, 1), game.play(programs[0]!, c, 0)])
  })

  test('is pruned and stopped like any other', () => {
    const { statuses, episodes, returns } = evaluate(batch({ threshold: 0.2, stopAtFirst: true }))
    const { STATUS_SCORED: scored, STATUS_SKIPPED: skipped } = cairn.v1.Status
    const first = statuses.indexOf(scored)
    expect(statuses.slice(first + 1).every((status) => status === skipped)).toBe(true)
    for (const [i, run] of episodes.entries()) {
      expect(returns.slice(6 * i, 6 * i + 6).map(Number.isNaN)).toEqual([0, 1, 2, 3, 4, 5].map((match) => match >= run))
    }
  })

  test('tells what of the programs had an effect in any of them', () => {
    const { usages } = evaluate(batch({ wantUsage: true, wantReturns: false }))
    let at = 0
    for (const program of programs) {
      const usage = usages.subarray(at, at + program.length)
      expect(game.task.language.trim!(program, usage)).toEqual(game.trimmed(program, [a, b, c]))
      at += program.length
    }
    expect(usages).toHaveLength(at)
    const alone = evaluate(batch({ wantUsage: true, opponents: new Uint8Array(), opponentLengths: [], episodes: 2 }))
    expect(alone.usages).toHaveLength(at)
  })

  const refused: [kind: string, what: string, fields: cairn.v1.Batch.$Properties][] = [
    ['schema', 'opponents in a batch of the version before', { schema: wireSchema }],
    ['schema', 'usages in a batch of the version before', { schema: wireSchema, ...none(), wantUsage: true }],
    ['schema', 'this version without need', none()],
    ['schema', 'a later version', { schema: matchSchema + 1 }],
    ['opponents', 'bytes without lengths', { opponentLengths: [] }],
    ['opponents', 'lengths without bytes', { opponents: new Uint8Array() }],
    ['opponents', 'bytes left over', { opponentLengths: [a.length, b.length] }],
    ['opponents', 'an absurd length', { opponentLengths: [a.length, 4294967295] }],
    ['opponents', 'too many', { opponentLengths: new Array(wireLimits.opponentsPerBatch + 1).fill(0) }],
    ['opponents', 'one that is no program', { opponents: Uint8Array.of(99), opponentLengths: [1], episodes: 2 }],
    ['opponents', 'one that is empty', { opponents: new Uint8Array(), opponentLengths: [0], episodes: 2 }],
    ['episodes', 'more matches than there are opponents for', { episodes: 7 }],
    ['episodes', 'matches behind the last', { firstEpisode: 6, episodes: 1 }],
    ['usage', 'usages of programs that may be pruned', { wantUsage: true, threshold: 0.5 }],
  ]
  test.each(refused)('that cannot be used is refused (%s): %s', (kind, _, fields) => {
    const { failure, returns } = evaluate(batch(fields))
    expect(failure).toMatchObject({ refused: true, reason: expect.stringMatching(new RegExp(`^${kind}: `)) })
    expect(returns).toEqual([])
  })

  test('is refused for a task that is not played against opponents', () => {
    const { against: _, ...task } = game.task
    const lonely = { ...game.domain, task: () => task }
    const { failure } = cairn.v1.Result.decode(evaluateBatch(batch(), { domainNamed: () => lonely }))
    expect(failure).toMatchObject({ refused: true, reason: 'opponents: toy/ups is not played against any' })
  })

  test('of any bytes at all is answered, refused or malformed, and nothing else', () => {
    const whole = batch({ wantUsage: true })
    const flipped = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(flipped, ([at, mask]) => {
        const bytes = Uint8Array.from(whole)
        bytes[at]! ^= mask
        try {
          expect(evaluate(bytes)).toMatchObject({ schema: wireSchema })
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_MALFORMED_BATCH' })
        }
      }),
      { numRuns: 1000 },
    )
  })
})

test('a task that leaves no usage is named as a failure of its program', () => {
  const { prepare } = game.task
  const silent = {
    ...game.task,
    prepare: (program: Program) => ({ episode: (at: number) => prepare(program).episode(at) }),
  }
  const domain = { ...game.domain, task: () => ({ ...silent, against: () => silent }) }
  const { failure } = cairn.v1.Result.decode(evaluateBatch(batch({ wantUsage: true }), { domainNamed: () => domain }))
  expect(failure).toMatchObject({ suspect: 0, reason: expect.stringContaining('episode 0 left no usage') })
})

function none(): cairn.v1.Batch.$Properties {
  return { opponents: new Uint8Array(), opponentLengths: [], episodes: 2 }
}
