import { describe, expect, test } from 'vitest'
import { golden } from '../test/kit/golden.ts'
import { suites, verifySuite } from './verify.ts'

test('the recorded search space is drawn exactly, in both languages', () => {
  const suite = verifySuite('search-space')
  const records = golden<{ domain: string }>('minigrid/search_space')
  const differences = records.map((record) => [record.domain, suite.check(record)])
  expect(differences.filter(([domain]) => domain === 'karel')).toEqual(Array(60).fill(['karel', undefined]))
  expect(differences.filter(([domain]) => domain === 'minigrid')).toEqual(Array(60).fill(['minigrid', undefined]))
})

describe.each(suites.map(({ name, check }) => ({ name, check })))('$name', ({ name, check }) => {
  test.each([[undefined], [null], [1], ['text'], [[]], [{}], [{ tokens: 1 }]])(
    'says what is wrong with %j',
    (record) => {
      expect(check(record)).toMatch(`not a record of ${name}: `)
    },
  )
})

test('a program that cannot be read is a difference', () => {
  const [record] = golden<object>('karel/tasks_llm_gs')
  expect(verifySuite('karel-tasks').check({ ...record, tokens: 'DEF run m( dance m)' })).toMatch(
    /^the record cannot be played: .*dance/,
  )
  expect(verifySuite('karel-tasks').check({ ...record, task: 'Juggling' })).toMatch(/^task: "Juggling" is none of /)
  expect(verifySuite('karel-tasks').check({ ...record, max_calls: 0 })).toMatch(/max-calls: expected an integer/)
})

test('a misspelt suite names the nearest', () => {
  expect(() => verifySuite('karel-task')).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_SUITE', nearest: 'karel-tasks' }),
  )
})
