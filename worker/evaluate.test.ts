import type { Domain } from '@cairn/domains'
import { numberOf, parse } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireLimits, wireSchema } from '@cairn/proto/queue'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessing, hostileBatch, hostileDomain, hostileTask } from '../test/kit/hostile-batches.ts'
import { type EvaluateOptions, evaluateBatch } from './evaluate.ts'
import { TraceHash } from './trace-hash.ts'

const { Status } = cairn.v1
const { STATUS_SCORED: scored, STATUS_PRUNED: pruned, STATUS_SKIPPED: skipped } = Status

const domainNamed = (name: string) => (name === hostileDomain.name ? hostileDomain : undefined)

function evaluate(bytes: Uint8Array, options: EvaluateOptions = {}): cairn.v1.Result {
  return cairn.v1.Result.decode(evaluateBatch(bytes, { domainNamed, ...options }))
}

/** The return of one episode of `guessing(number)`: as the hostile domain defines it. */
function returnOf(number: number, episode: number): number {
  const sum = [...String(number).padStart(3, '0')].reduce((total, digit) => total + Number(digit), 0)
  return 1 - Math.abs(12 + (episode % 4) - sum) / 27
}

function meanOf(number: number, first: number, episodes: number): number {
  let sum = 0
  for (let k = 0; k < episodes; k++) sum += returnOf(number, first + k)
  return sum / episodes
}

describe('a batch', () => {
  test('gives the mean return of each program over its episodes, summed in order', () => {
    const result = evaluate(hostileBatch([guessing(900), guessing(7)], { firstEpisode: 3, episodes: 5 }))
    expect(result).toMatchObject({ schema: wireSchema, run: 'trial', batch: 'batch', epoch: 1 })
    expect(result.scores).toEqual([meanOf(900, 3, 5), meanOf(7, 3, 5)])
    expect(result.statuses).toEqual([scored, scored])
    expect(result.episodes).toEqual([5, 5])
    expect(result.steps).toEqual([15, 15])
    expect(result.returns).toEqual([])
  })

  test('gives every return when they are wanted', () => {
    const result = evaluate(hostileBatch([guessing(1), guessing(2)], { episodes: 3, wantReturns: true }))
    expect(result.returns).toEqual([1, 2].flatMap((number) => [0, 1, 2].map((episode) => returnOf(number, episode))))
  })

  test('is the same bytes every time, but for the time and the name of the worker', () => {
    const bytes = hostileBatch([guessing(123), guessing(456)])
    expect(evaluateBatch(bytes, { domainNamed })).toEqual(evaluateBatch(bytes, { domainNamed }))
    let seconds = 10
    const timed = evaluate(bytes, { clock: () => seconds++, worker: 'worker-1' })
    expect(timed).toMatchObject({ evaluationSeconds: 1, worker: 'worker-1' })
  })

  test('tells which program is running', () => {
    const indices: number[] = []
    evaluate(hostileBatch([guessing(1), guessing(2), guessing(3)]), { onProgram: (index) => indices.push(index) })
    expect(indices).toEqual([0, 1, 2])
  })
})

test('a batch is left before its next program once nobody wants it', () => {
  const begun: number[] = []
  const options = { domainNamed, onProgram: (index: number) => begun.push(index), cancelled: () => begun.length === 2 }
  expect(() => evaluateBatch(hostileBatch([guessing(1), guessing(2), guessing(3)]), options)).toThrow('cancelled')
  expect(begun).toEqual([0, 1])
})

describe('pruning', () => {
  test('stops a program once it cannot beat the threshold, and gives a bound of its mean', () => {
    const result = evaluate(hostileBatch([guessing(0)], { episodes: 8, threshold: 0.9, wantReturns: true }))
    expect(result.statuses).toEqual([pruned])
    expect(result.episodes).toEqual([2])
    expect(result.scores[0]).toBeLessThanOrEqual(0.9)
    expect(result.scores[0]).toBeGreaterThanOrEqual(meanOf(0, 0, 8))
    expect(result.returns.slice(2)).toEqual(new Array(6).fill(Number.NaN))
  })

  test('never changes what is above the threshold, and is right about what is not', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 12 })
    const threshold = fc.oneof(fc.double({ min: 0.3, max: 1.1, noNaN: true }), fc.constantFrom(...meansOfAll()))
    fc.assert(
      fc.property(numbers, threshold, fc.integer({ min: 1, max: 40 }), (programs, threshold, episodes) => {
        const fields = { episodes, firstEpisode: 2 }
        const whole = evaluate(hostileBatch(programs.map(guessing), fields))
        const cut = evaluate(hostileBatch(programs.map(guessing), { ...fields, threshold }))
        for (let i = 0; i < programs.length; i++) {
          if (cut.statuses[i] === pruned) {
            expect(whole.scores[i]).toBeLessThanOrEqual(cut.scores[i]!)
            expect(cut.scores[i]).toBeLessThanOrEqual(threshold)
          } else {
            expect(cut.scores[i]).toBe(whole.scores[i])
          }
        }
      }),
    )
  })

  test('skips what comes after the first program above the threshold, when asked to', () => {
    const programs = [guessing(0), guessing(940), guessing(941), guessing(0)]
    const result = evaluate(hostileBatch(programs, { threshold: 0.9, stopAtFirst: true }))
    expect(result.statuses).toEqual([pruned, scored, skipped, skipped])
    expect(result.scores.slice(2)).toEqual([0, 0])
    expect(result.episodes).toEqual([1, 4, 0, 0])
  })

  test('takes a mean equal to the threshold for no improvement', () => {
    const threshold = meanOf(940, 0, 4)
    const result = evaluate(hostileBatch([guessing(940), guessing(904)], { threshold, stopAtFirst: true }))
    expect(result.statuses).not.toContain(skipped)
  })
})

describe('behaviours', () => {
  const { BEHAVIOUR_WHOLE, BEHAVIOUR_EACH } = cairn.v1.Behaviour
  const programs = [guessing(123), guessing(45), guessing(123)]
  const numberOfTrace = (program: string, times: number) => {
    const trace = parse(hostileDomain.language, program).slice(1)
    const hash = new TraceHash()
    hash.begin()
    for (let i = 0; i < times; i++) hash.add(trace)
    return hash.value()
  }

  test('a number tells the traces of all episodes of a program, beside its score', () => {
    const plain = evaluate(hostileBatch(programs))
    const result = evaluate(hostileBatch(programs, { wantBehaviour: BEHAVIOUR_WHOLE }))
    expect(result.behaviours).toEqual(programs.map((program) => numberOfTrace(program, 4)))
    expect(result.behaviours[0]).toBe(result.behaviours[2])
    expect(plain.behaviours).toEqual([])
    expect({ ...result, behaviours: [] }).toEqual(plain)
  })

  test('or a number for each episode, program after program', () => {
    const result = evaluate(hostileBatch(programs, { wantBehaviour: BEHAVIOUR_EACH, episodes: 3 }))
    expect(result.behaviours).toEqual(programs.flatMap((program) => new Array(3).fill(numberOfTrace(program, 1))))
  })

  test('together with returns', () => {
    const fields = { wantBehaviour: BEHAVIOUR_EACH, wantReturns: true }
    const { behaviours, returns } = evaluate(hostileBatch(programs, fields))
    expect([behaviours.length, returns.length]).toEqual([12, 12])
  })

  test('a domain that leaves no traces is found out', () => {
    const task = hostileDomain.task('hostile/guess')
    const silent: Domain = {
      ...hostileDomain,
      task: () => ({
        ...task,
        prepare: (program) => ({ episode: (episode) => task.prepare(program).episode(episode) }),
      }),
    }
    const batch = hostileBatch(programs, { wantBehaviour: BEHAVIOUR_WHOLE })
    const { failure } = cairn.v1.Result.decode(evaluateBatch(batch, { domainNamed: () => silent }))
    expect(failure).toMatchObject({ suspect: 0, reason: expect.stringContaining('episode 0 left no trace') })
  })
})

describe('a batch that cannot be used', () => {
  const one = [guessing(1)]
  const refused: [kind: string, what: string, fields: cairn.v1.Batch.$Properties][] = [
    ['schema', 'a later version', { schema: wireSchema + 1 }],
    ['schema', 'no version', { schema: 0 }],
    ['domain', 'an unknown domain', { task: { ...hostileTask, name: 'nowhere/guess' } }],
    ['domain', 'no name', { task: { ...hostileTask, name: '' } }],
    ['domain', 'no task', { task: null }],
    ['domain', 'a name that objects have', { task: { ...hostileTask, name: '__proto__/guess' } }],
    ['domain-hash', 'a domain of other rules', { task: { ...hostileTask, domainHash: 'of-another-version' } }],
    ['task', 'an unknown task', { task: { ...hostileTask, name: 'hostile/unknown' } }],
    ['task', 'an unknown option', { task: { ...hostileTask, options: '{"size":8}' } }],
    ['task', 'options that are not JSON', { task: { ...hostileTask, options: '{"size":' } }],
    ['task', 'options that are a list', { task: { ...hostileTask, options: '[1]' } }],
    ['task', 'an option that is no plain value', { task: { ...hostileTask, options: '{"size":{}}' } }],
    ['lengths', 'no programs', { lengths: [] }],
    ['lengths', 'bytes left over', { lengths: [3] }],
    ['lengths', 'bytes missing', { lengths: [5] }],
    ['lengths', 'an absurd length', { lengths: [4, 4294967295] }],
    ['lengths', 'too many programs', { lengths: new Array(wireLimits.programsPerBatch + 1).fill(0) }],
    ['programs', 'a program cut short', { programs: Uint8Array.of(0, 1, 2), lengths: [3] }],
    ['programs', 'a byte that is no production', { programs: Uint8Array.of(0, 1, 2, 255) }],
    ['programs', 'an empty program', { programs: new Uint8Array(), lengths: [0] }],
    ['episodes', 'no episodes', { episodes: 0 }],
    ['episodes', 'too many episodes', { episodes: wireLimits.episodesPerBatch + 1 }],
    ['episodes', 'episodes beyond the last', { firstEpisode: 4294967295, episodes: 2 }],
    ['episodes', 'too many returns', { episodes: wireLimits.returnsPerBatch + 1, wantReturns: true }],
    ['episodes', 'too many behaviours', { episodes: wireLimits.returnsPerBatch + 1, wantBehaviour: 2 }],
    [
      'episodes',
      'too many returns and behaviours together',
      { episodes: wireLimits.returnsPerBatch / 2 + 1, wantBehaviour: 2, wantReturns: true },
    ],
    ['behaviour', 'behaviours of a kind to come', { wantBehaviour: 3 as cairn.v1.Behaviour }],
    ['behaviour', 'behaviours of programs that may be pruned', { wantBehaviour: 1, threshold: 0.5 }],
    ['threshold', 'a threshold that is no number', { threshold: Number.NaN }],
    ['threshold', 'a stop without a threshold', { stopAtFirst: true }],
  ]
  test.each(refused)('is refused (%s): %s', (kind, _, fields) => {
    const { failure, scores, batch } = evaluate(hostileBatch(one, fields))
    expect(failure).toMatchObject({ refused: true, reason: expect.stringMatching(new RegExp(`^${kind}: `)) })
    expect(failure?.suspect).toBeNull()
    expect(scores).toEqual([])
    expect(batch).toBe('batch')
  })

  test('is refused in few words, however much it says', () => {
    const name = 'x'.repeat(100_000)
    const { failure } = evaluate(hostileBatch(one, { task: { ...hostileTask, name } }))
    expect(failure?.reason?.length).toBeLessThanOrEqual(300)
  })

  const malformed: [kind: string, what: string, bytes: Uint8Array][] = [
    ['address', 'nothing', new Uint8Array()],
    ['address', 'no run', hostileBatch(one, { run: '' })],
    ['address', 'a run that is no token', hostileBatch(one, { run: 'a.b' })],
    ['address', 'an id that is no token', hostileBatch(one, { id: 'batch >' })],
    ['undecodable', 'cut short', hostileBatch(one).subarray(0, 20)],
    ['undecodable', 'noise', Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
    ['oversized', 'too large', new Uint8Array(wireLimits.messageBytes + 1)],
  ]
  test.each(malformed)('is malformed when there is nobody to answer (%s): %s', (kind, _, bytes) => {
    expect(() => evaluateBatch(bytes)).toThrow(expect.objectContaining({ code: 'E_MALFORMED_BATCH', kind }))
  })

  test('of any bytes at all is answered, refused or malformed, and nothing else', () => {
    const whole = hostileBatch(one)
    const cut = fc.nat(whole.length).map((length) => whole.subarray(0, length))
    const flipped = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, mask]) => {
      const bytes = Uint8Array.from(whole)
      bytes[at]! ^= mask
      return bytes
    })
    const anything = fc.oneof(fc.uint8Array({ maxLength: 400 }), cut, flipped).filter((bytes) => !isHostile(bytes))
    fc.assert(
      fc.property(anything, (bytes) => {
        try {
          expect(evaluate(bytes)).toMatchObject({ schema: wireSchema })
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_MALFORMED_BATCH' })
        }
      }),
      { numRuns: 2000 },
    )
  })
})

test('a program on which the domain throws is named', () => {
  const { failure } = evaluate(hostileBatch([guessing(1), 'RUN guess-1 throw guess-2', guessing(2)]))
  expect(failure).toMatchObject({ refused: false, suspect: 1, reason: 'program 1: Error: a bug in the domain' })
})

/** Holds an action that would end or stop this very process. */
function isHostile(bytes: Uint8Array): boolean {
  try {
    const { programs } = cairn.v1.Batch.decode(bytes)
    return ['exit', 'spin', 'eat'].some((action) => programs.includes(numberOf(hostileDomain.language, action)))
  } catch {
    return false
  }
}

function meansOfAll(): number[] {
  return [0, 1, 2, 10, 20].flatMap((episodes) => [940, 0, 999].map((number) => meanOf(number, 2, episodes + 1)))
}
