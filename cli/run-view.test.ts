import type { RunEvent } from '@cairn/coordinator'
import { expect, test } from 'vitest'
import { jsonView, liveView, plainView } from './run-view.ts'
import { outputTo } from './test/recorded-output.ts'

const run = 'r'
const started: RunEvent = {
  event: 'started',
  run,
  task: 'karel/maze',
  search: 'hill-climb',
  seed: 0,
  budget: 1000,
  episodes: 16,
  charged: 0,
  resumed: false,
}
const best: RunEvent = { event: 'best', run, charged: 12, bestReturn: 0.5, program: 'DEF run m( move m)' }
const progress = {
  event: 'progress',
  run,
  bestReturn: 0.5,
  charged: 250,
  executed: 300,
  rate: 1234.5,
  workers: 1,
  threads: 2,
  seconds: 1,
  secondsLeft: 61,
} as const
const waiting: RunEvent = { event: 'waiting', run, reason: 'no workers on nats://x' }

test('--json prints the events as they are, and nothing else', () => {
  const out = outputTo()
  const err = outputTo()
  const view = jsonView(out, err)
  view.say('words')
  for (const event of [started, best, progress]) view.show(event)
  view.end()
  expect(err.text()).toBe('words\n')
  expect(
    out
      .text()
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text)),
  ).toEqual([started, best, progress])
})

test('a terminal gets one line that is redrawn, and news above it', () => {
  const err = outputTo({ live: true, columns: 120 })
  const view = liveView(err)
  for (const event of [started, progress, best]) view.show(event)
  view.end()
  const line = 'best 0.5000 · 250 of 1,000 charged (25 %) · 1:01 left · 1,235/s · 300 executed · 1 worker, 2 threads'
  const news = '  0.5000 after        12  DEF run m( move m)'
  expect(err.text()).toBe(`\r\x1b[2K${line}\r\x1b[2K${news}\n${line}\r\x1b[2K`)
})

test('a champion is news, with its number', () => {
  const err = outputTo()
  const view = plainView(err)
  const champion = { event: 'champion', run, number: 3, charged: 1234, program: 'u.idle()' } as const
  view.show({ ...champion, score: 0.75 })
  view.show({ ...champion, score: null })
  expect(err.text().trimEnd().split('\n')).toEqual([
    '  0.7500 after     1,234  champion 3: u.idle()',
    '  poison after     1,234  champion 3: u.idle()',
  ])
})

test('while a search plays against itself the line says how far that is', () => {
  const err = outputTo({ live: true, columns: 120 })
  const view = liveView(err)
  const selfPlay = { archive: 9, opponents: 3, responses: 14, inResponse: 200 }
  for (const event of [started, { ...progress, champions: 7, selfPlay }]) view.show(event)
  expect(err.text()).toMatch(/champion 7: .* · response 14 against 3 opponents · /)
})

test('while a library is built the line says how far that is', () => {
  const err = outputTo({ live: true, columns: 120 })
  const view = liveView(err)
  for (const event of [started, { ...progress, behaviours: { known: 1200, of: 8618 } }]) view.show(event)
  expect(err.text()).toContain('building the library: 1,200 of 8,618 subtrees run · 250 of 1,000 charged')
})

test('on a narrow terminal the least important parts of the line go first', () => {
  const err = outputTo({ live: true, columns: 60 })
  const view = liveView(err)
  view.show(started)
  view.show(progress)
  expect(err.text()).toBe('\r\x1b[2Kbest 0.5000 · 250 of 1,000 charged (25 %) · 1:01 left')
})

test('waiting for workers is said until there are some', () => {
  const err = outputTo({ live: true })
  const view = liveView(err)
  for (const event of [started, waiting, { ...progress, workers: 0, threads: 0 }]) view.show(event)
  expect(err.text().split('\r\x1b[2K').at(-1)).toBe('no workers on nats://x')
  view.show(progress)
  expect(err.text().split('\r\x1b[2K').at(-1)).toContain('best 0.5000')
})

test('a pipe gets news as they come and progress every 10 s', () => {
  let now = 0
  const err = outputTo()
  const view = plainView(err, '; start one', () => now)
  view.show(started)
  for (now = 0; now <= 25_000; now += 1000) view.show(progress)
  view.show(waiting)
  view.show(waiting)
  view.show(best)
  const lines = err.text().trimEnd().split('\n')
  expect(lines.length).toBe(4)
  expect(lines.slice(2)).toEqual(['no workers on nats://x; start one', '  0.5000 after        12  DEF run m( move m)'])
})
