import { expect, test } from 'vitest'
import { ActionLog } from './action-log.ts'

test('what one episode left is not touched by the next ones', () => {
  const log = new ActionLog()
  const kept: { readonly bytes: Uint8Array; readonly expected: Uint8Array }[] = []
  for (let episode = 0; episode < 2000; episode++) {
    const expected = Uint8Array.from({ length: (episode * 37) % 101 }, (_, i) => (episode + i) % 5)
    log.begin()
    for (const action of expected) log.push(action)
    kept.push({ bytes: log.bytes, expected })
  }
  for (const { bytes, expected } of kept) expect(bytes).toEqual(expected)
})

test('an episode may be longer than any chunk', () => {
  const log = new ActionLog()
  log.begin()
  log.push(4)
  log.begin()
  for (let i = 0; i < 300_000; i++) log.push(i % 5)
  expect(log.bytes).toHaveLength(300_000)
  expect(log.bytes.every((action, i) => action === i % 5)).toBe(true)
})
