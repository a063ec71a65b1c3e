import { afterEach, expect, test, vi } from 'vitest'
import { onInterrupt } from './interrupt.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('the first signal asks, a later one insists, the same one passed on by npm does not', () => {
  vi.useFakeTimers()
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as typeof process.exit)
  const asked: string[] = []
  using interrupt = onInterrupt((signal) => asked.push(signal))
  expect([interrupt.signal.aborted, interrupt.exitCode]).toEqual([false, undefined])
  process.emit('SIGINT', 'SIGINT')
  process.emit('SIGINT', 'SIGINT')
  expect([interrupt.signal.aborted, interrupt.exitCode, asked]).toEqual([true, 130, ['SIGINT']])
  expect(exit).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  process.emit('SIGTERM', 'SIGTERM')
  expect(exit).toHaveBeenCalledExactlyOnceWith(130)
})

test('SIGTERM ends with 143, and afterwards signals are no longer listened to', () => {
  const before = process.listenerCount('SIGTERM')
  {
    using interrupt = onInterrupt()
    process.emit('SIGTERM', 'SIGTERM')
    expect(interrupt.exitCode).toBe(143)
  }
  expect(process.listenerCount('SIGTERM')).toBe(before)
})
