import { expect, test } from 'vitest'
import { count, integer, list, Mismatch, settings, text, toggle } from './flags.ts'

test('counts may be written the way people write them', () => {
  expect(['100000', '1e6', '100k', '1M', '1_000', '0.1k', '1.5M', '2G'].map(count)).toEqual([
    100_000, 1_000_000, 100_000, 1_000_000, 1_000, 100, 1_500_000, 2_000_000_000,
  ])
  expect(['', 'k', '1kk', '0x10', 'ten', '1,000', 'Infinity', '__1'].map(count)).toEqual(Array(8).fill(undefined))
})

test('a whole number is checked against its range, from text and from YAML alike', () => {
  const flag = integer('', { min: 1, max: 10, default: 3 })
  expect([flag.read('7'), flag.read(7), flag.fallback]).toEqual([7, 7, 3])
  for (const wrong of ['0', '11', '1.5', 'x', '', 1.5, true, null, [1]]) {
    expect(() => flag.read(wrong)).toThrow('expected a whole number from 1 to 10')
  }
})

test('settings are name=value on the command line and a mapping in a file', () => {
  const flag = settings('')
  expect(flag.read(['a=1', 'b= x=y '])).toEqual({ a: '1', b: 'x=y' })
  expect(flag.read({ a: 1, b: true, c: 'x' })).toEqual({ a: 1, b: true, c: 'x' })
  for (const wrong of [['a'], ['=1'], { a: [1] }, { a: null }, 3, null])
    expect(() => flag.read(wrong)).toThrow(Mismatch)
})

test('texts, lists and switches refuse what they are not', () => {
  expect(text('', { pattern: /^[a-z]+$/, expected: 'letters' }).read('abc')).toBe('abc')
  expect(() => text('', { pattern: /^[a-z]+$/, expected: 'letters' }).read('a1')).toThrow('expected letters')
  expect(() => text('').read(3)).toThrow(Mismatch)
  expect(list('', {}).read('one')).toEqual(['one'])
  expect(list('', {}).read(['one', 'two'])).toEqual(['one', 'two'])
  expect(() => list('', {}).read([1])).toThrow(Mismatch)
  expect(() => toggle('').read('yes')).toThrow('expected true or false')
})
