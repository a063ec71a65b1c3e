import { numpyRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { chooseAsReference } from './reference-choice.ts'

const both = { python: { ok: true, text: 'p' }, dsl: { ok: true, text: 'd' } }
const python = { python: { ok: true, text: 'p' }, dsl: { ok: false, reason: 'no' } }
const neither = { python: { ok: false, reason: 'no' }, dsl: { ok: false, reason: 'no' } }
const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value)

test('of two candidates one is drawn, after 32 bits for the request', () => {
  // numpy.random.RandomState(0): 2357136044, 2546248239, 3071714933, 3626093760, 2588848963
  const rng = numpyRng(0)
  expect(times(5, 0).map(() => rng.next32())).toEqual([2357136044, 2546248239, 3071714933, 3626093760, 2588848963])
  expect(chooseAsReference(times(4, both), 0)).toEqual(['d', 'd', 'p', 'd'])
})

test('an answer with one candidate or none draws nothing', () => {
  expect(chooseAsReference([python, neither, both, python, both, both, both], 0)).toEqual(
    ['p', undefined, 'd', 'p', 'd', 'p', 'd'], //
  )
})

test('every request draws 32 bits more, and half as many again as are missing are asked for', () => {
  // 48 with 30 accepted, then 3 for the 2 that are missing.
  const verdicts = [...times(30, python), ...times(18, neither), ...times(3, both), both]
  const rng = numpyRng(7)
  rng.next32()
  rng.next32()
  const drawn = times(4, 0).map(() => (rng.next32() & 1 ? 'd' : 'p'))
  expect(chooseAsReference(verdicts, 7).slice(48)).toEqual(drawn)
})

test('the seed decides, and both candidates come up', () => {
  const drawn = chooseAsReference(times(200, both), 3)
  expect(chooseAsReference(times(200, both), 3)).toEqual(drawn)
  expect(chooseAsReference(times(200, both), 4)).not.toEqual(drawn)
  expect(new Set(drawn)).toEqual(new Set(['p', 'd']))
})
