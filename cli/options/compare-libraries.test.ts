import { findDomain } from '@cairn/domains'
import { parse } from '@cairn/language'
import { expect, test } from 'vitest'
import { compareLibraries } from './compare-libraries.ts'
import { headOf } from './library-file.ts'

const { language } = findDomain('karel')!

/** Statements by text and behaviour. */
function library(options: readonly (readonly [text: string, behaviour?: number])[], states = 500, hash = 'one') {
  const counts = { programs: 1, distinctPrograms: 1, keptPrograms: 1, states, kinds: [] }
  const known = options.map(([text, behaviour]) => ({
    ...{ kind: 'stmt', program: parse(language, text, 'stmt'), occurrences: 1, behaviour },
  }))
  const origin = {
    domain: 'karel',
    hash,
    from: [{ source: 'completions', answers: 6, programs: 5 }],
    filter: 'vector',
    size: 0,
    seed: 0,
  } as const
  const head = headOf({ options: known, counts }, { ...origin, from: [...origin.from] })
  return { head, options: known, language }
}

const a = library([
  ['move', 1],
  ['turnLeft', 2],
  ['turnLeft turnLeft', 3],
])
const b = library([
  ['move', 1],
  ['turnRight turnRight', 3],
  ['putMarker', 4],
])

test('texts and behaviours are counted apart: different texts may do the same', () => {
  expect(compareLibraries(a, b)).toEqual({
    comparable: true,
    kinds: [
      {
        kind: 'stmt',
        texts: { onlyA: 2, both: 1, onlyB: 2 },
        behaviours: { onlyA: 1, both: 2, onlyB: 1 },
      },
    ],
    onlyA: [{ kind: 'stmt', text: 'turnLeft' }],
    onlyB: [{ kind: 'stmt', text: 'putMarker' }],
  })
})

test.each([
  ['other states', library([['turnRight turnRight', 3]], 300)],
  ['other rules', library([['turnRight turnRight', 3]], 500, 'two')],
])('in %s behaviours say nothing', (_, other) => {
  const { comparable, kinds, onlyB } = compareLibraries(a, other)
  expect(comparable).toBe(false)
  expect(kinds[0]!.behaviours).toBeUndefined()
  expect(onlyB).toEqual([{ kind: 'stmt', text: 'turnRight turnRight' }])
})

test('a library without behaviours is compared by its texts', () => {
  const { kinds, onlyA } = compareLibraries(a, library([['move'], ['turnLeft']]))
  expect(kinds[0]).toEqual({ kind: 'stmt', texts: { onlyA: 1, both: 2, onlyB: 0 }, behaviours: undefined })
  expect(onlyA.map(({ text }) => text)).toEqual(['turnLeft turnLeft'])
})

test('only a kind that is asked for', () => {
  expect(compareLibraries(a, b, 'cond')).toMatchObject({ kinds: [], onlyA: [], onlyB: [] })
})
