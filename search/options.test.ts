import { describe, expect, test } from 'vitest'
import { BadSearchOption, completeOptions, type Search, searches } from './index.ts'

const search: Search = {
  name: 'made-up',
  summary: 'for these tests',
  options: {
    count: { kind: 'integer', default: 4, min: 1, max: 10, about: 'a whole number' },
    rate: { kind: 'number', default: 0.5, min: 0, max: 1, about: 'a number' },
    mode: { kind: 'choice', default: 'fast', of: ['fast', 'slow'], about: 'a word' },
  },
  async run() {},
}

describe('the options of a search', () => {
  test('are completed with defaults, in the order of their declaration', () => {
    expect(completeOptions(search, {})).toEqual({ count: 4, rate: 0.5, mode: 'fast' })
    expect(Object.keys(completeOptions(search, { mode: 'slow', count: 2 }))).toEqual(['count', 'rate', 'mode'])
  })

  test('may be text, as a command line gives them', () => {
    expect(completeOptions(search, { count: '7', rate: '1e-2', mode: 'slow' })).toEqual({
      count: 7,
      rate: 0.01,
      mode: 'slow',
    })
  })

  test.each([
    ['count', 0, 'a whole number from 1 to 10'],
    ['count', 11, 'a whole number from 1 to 10'],
    ['count', 2.5, 'a whole number from 1 to 10'],
    ['count', '', 'a whole number from 1 to 10'],
    ['count', 'many', 'a whole number from 1 to 10'],
    ['count', null, 'a whole number from 1 to 10'],
    ['count', undefined, 'a whole number from 1 to 10'],
    ['count', true, 'a whole number from 1 to 10'],
    ['rate', Number.NaN, 'a number from 0 to 1'],
    ['rate', '-0.1', 'a number from 0 to 1'],
    ['mode', 'Fast', 'one of fast, slow'],
    ['mode', 0, 'one of fast, slow'],
    ['speed', 1, 'one of count, rate, mode'],
    ['toString', 1, 'one of count, rate, mode'],
  ])('are refused by name: %s = %j', (name, value, expected) => {
    let refused: unknown
    try {
      completeOptions(search, { [name]: value })
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(BadSearchOption)
    expect(refused).toMatchObject({ code: 'E_BAD_SEARCH_OPTION', field: `made-up.${name}`, value, expected })
  })
})

describe('every search', () => {
  test('has a name of its own that can be typed', () => {
    const names = searches.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  test.each(searches)('$name accepts its own defaults and says what each option is', (each) => {
    const defaults = completeOptions(each, {})
    expect(completeOptions(each, defaults)).toEqual(defaults)
    for (const { about } of Object.values(each.options)) expect(about.length).toBeGreaterThan(5)
  })
})
