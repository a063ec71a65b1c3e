import { expect, test } from 'vitest'
import { outputTo } from '../test/recorded-output.ts'
import { animate, printFrames, thin } from './replay.ts'

const frames = ['a', 'b', 'c'].map((name) => ({ picture: `#${name}#\n###`, caption: `after ${name}` }))

test('leaving frames out keeps the first and the last', () => {
  const all = Array.from({ length: 101 }, (_, at) => at)
  expect(thin(all, 5)).toEqual([0, 25, 50, 75, 100])
  expect(thin(all, 2)).toEqual([0, 100])
  expect(thin(all, 1)).toEqual([100])
  expect(thin([1, 2], 5)).toEqual([1, 2])
})

test('printed frames stand under one another', () => {
  const output = outputTo()
  printFrames(frames.slice(0, 2), output)
  expect(output.text()).toBe('  #a#\n  ###\n  after a\n\n  #b#\n  ###\n  after b\n')
})

test('a picture with inks is coloured by them, letter by letter', () => {
  const output = outputTo({ coloured: true })
  const { red, bgRed, dim, bold, yellow } = output.colors
  printFrames([{ picture: '##|r~~>\n##or', inks: '..rrRR@\n..', caption: 'start' }], output)
  const [first, second] = output.text().split('\n')
  expect(first).toBe(`  ${dim('##')}${red('|r')}${bgRed('~~')}${bold(yellow('>'))}`)
  expect(second).toBe(`  ${dim('##')}or`)
})

test('a picture without inks has its floor, its walls and its agent told apart', () => {
  const output = outputTo({ coloured: true })
  const { dim, bold, yellow } = output.colors
  printFrames([{ picture: '#.3^', caption: '' }], output)
  expect(output.text()).toContain(`  ${dim('#.')}3${bold(yellow('^'))}\n`)
})

test('without colours a picture is its letters', () => {
  const output = outputTo()
  printFrames([{ picture: '|r', inks: 'rr', caption: '' }], output)
  expect(output.text()).toBe('  |r\n  \n')
})

test('an animation draws every frame over the last and gives the cursor back', async () => {
  const output = outputTo({ live: true })
  await animate(frames, 1, output, new AbortController().signal)
  expect(output.text().startsWith('\x1b[?25l')).toBe(true)
  expect(output.text().endsWith('\x1b[?25h')).toBe(true)
  expect(output.text().split('\x1b[3A').length).toBe(3)
})

test('an animation that is stopped jumps to its last frame', async () => {
  const output = outputTo({ live: true })
  await animate(frames, 10_000, output, AbortSignal.abort())
  expect(output.text()).toContain('after c')
  expect(output.text()).not.toContain('after b')
})

test('a picture taller than the terminal is printed, first and last frame', async () => {
  const output = outputTo({ live: true, rows: 3 })
  await animate(frames, 1, output, new AbortController().signal)
  expect(output.text()).not.toContain('\x1b')
  expect(output.text()).toContain('after a')
  expect(output.text()).toContain('after c')
})
