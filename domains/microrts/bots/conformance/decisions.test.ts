import { expect, test } from 'vitest'
import { golden } from '../../../../test/kit/golden.ts'
import { checkDecisionsRecord, type DecisionsRecord } from './decisions.ts'

// Every record of the suite is checked beside the engine (conformance/snapshots.test.ts).
const [record] = golden<DecisionsRecord>('microrts/conformance/snapshots')

test('a decision that a bot does not make is noticed, and a bot that there is not', () => {
  expect(checkDecisionsRecord(record)).toBeUndefined()
  expect(checkDecisionsRecord({ ...record, bots: { WorkerRush: [[[6, 0, 10]], []] } })).toBe(
    'bots.WorkerRush[1]: expected [], found [[7,4,1,3],[9,1,1],[10,1,3]]',
  )
  expect(() => checkDecisionsRecord({ ...record, bots: { WorkerRash: [[], []] } })).toThrow(
    'no bot is called "WorkerRash"; did you mean WorkerRush?',
  )
})
