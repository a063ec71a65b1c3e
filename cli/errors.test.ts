import { expect, test } from 'vitest'
import { BadUsage, explain, Unknown } from './errors.ts'

const plain = {}

test('an error with a code is its message, and ends with the code of its kind', () => {
  expect(explain(new BadUsage('--seed', 'x', 'a whole number'), plain)).toEqual({
    message: '--seed: expected a whole number, got "x"',
    exit: 2,
  })
  expect(explain(new Unknown('run', 'a', 'ab', 'look'), plain)).toEqual({
    message: 'no run is called "a"; did you mean "ab"? (look)',
    exit: 2,
  })
  for (const [code, exit] of [
    ['E_RUN_BUSY', 3],
    ['E_LEASE_TAKEN', 3],
    ['E_BAD_JOURNAL', 4],
    ['E_REPLAY_MISMATCH', 4],
    ['EACCES', 1],
  ]) {
    expect(explain(Object.assign(new Error('words'), { code }), plain)).toEqual({ message: 'words', exit })
  }
})

test('an error nobody expected is one line, with its stack only when asked for', () => {
  const { message, exit } = explain(new TypeError('x is not a function'), plain)
  expect([message, exit]).toEqual(['unexpected: x is not a function (CAIRN_DEBUG=1 shows where)', 1])
  expect(explain(new TypeError('x'), { CAIRN_DEBUG: '1' }).message).toContain('errors.test.ts')
  expect(explain('thrown text', plain).message).toContain('thrown text')
})
