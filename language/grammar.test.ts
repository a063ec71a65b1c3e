import { expect, test } from 'vitest'
import { type Alternative, BadLanguage, choice, type Definition, language, numberOf, rule } from './grammar.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'

const limits = { height: 3, run: 4, tokens: 20 }
const walk = rule('walk', 'walk', { weight: 3 })
const turn = rule('turn')

function make(rules: Record<string, readonly Alternative[]>, more: Partial<Definition> = {}) {
  return language('test', { start: 'stmt', limits, rules, ...more })
}

test('productions are numbered, and tokens listed, in order of first appearance', () => {
  const made = make({
    stmt: [rule('loop', 'DO <count> TIMES <stmt> END', { nests: true }), choice(1, 'action', [walk, turn])],
    count: [rule('two', '2'), rule('three', '3')],
    other: [turn, rule('wait')],
  })
  expect(made.productions.map(({ name }) => name)).toEqual(['loop', 'walk', 'turn', 'two', 'three', 'wait'])
  expect(made.tokens).toEqual(['DO', 'TIMES', 'END', 'walk', 'turn', '2', '3', 'wait'])
  expect(numberOf(made, 'two')).toBe(3)
  expect(() => numberOf(made, 'four')).toThrow('language test has no production four')
  expect(made.productions[0]!.slots).toEqual(['count', 'stmt'])
})

test('a chain may have tokens in between, and is recognised where a second statement follows', () => {
  const simple = [walk, turn]
  const made = make({ stmt: [rule('then', '<simple> ; <stmt>', { chains: true }), ...simple], simple })
  expect([...parse(made, 'walk')]).toEqual([1])
  expect([...parse(made, 'walk ; turn ; walk')]).toEqual([0, 1, 0, 2, 1])
  expect(() => parse(made, 'walk ;')).toThrow('token 2, end of the text: expected one of walk turn')
  expect(() => parse(made, 'walk turn')).toThrow('token 1, "turn": expected one of ; the end of the text')
})

test('productions may begin alike', () => {
  const made = make({
    stmt: [
      rule('if', 'IF <test> { <stmt> }'),
      rule('ifelse', 'IF <test> { <stmt> } ELSE { <stmt> }'),
      rule('turn twice', 'turn twice'),
      turn,
    ],
    test: [rule('clear')],
  })
  for (const text of ['IF clear { turn }', 'IF clear { IF clear { turn } } ELSE { turn twice }', 'turn']) {
    expect(print(made, parse(made, text))).toBe(text)
  }
})

test('the hash is that of the whole table', () => {
  const hash = (weight: number, more: Partial<Definition> = {}) =>
    make({ stmt: [rule('a', 'a', { weight }), turn] }, more).hash
  expect(hash(1)).toMatch(/^[0-9a-f]{16}$/)
  expect(hash(1)).toBe(hash(1))
  expect(hash(2)).not.toBe(hash(1))
  expect(hash(1, { limits: { ...limits, run: 5 } })).not.toBe(hash(1))
  expect(hash(1, { vocabularies: { model: ['a'] } })).not.toBe(hash(1))
})

const simple = [walk, turn]
test.each<[string, Record<string, readonly Alternative[]>, Partial<Definition>, string]>([
  ['a start without rules', { other: [turn] }, {}, 'start names no non-terminal: stmt'],
  ['a slot without rules', { stmt: [rule('do', 'do <it>'), turn] }, {}, 'do has a slot without rules: it'],
  ['an empty template', { stmt: [rule('nothing', '')] }, {}, 'nothing has an empty template'],
  [
    'one name for two things',
    { stmt: [turn, rule('do', 'do <other>')], other: [rule('turn', 'TURN')] },
    {},
    'turn is defined in two ways',
  ],
  ['one production twice', { stmt: [turn, walk, turn] }, {}, 'stmt lists turn twice'],
  ['a negative weight', { stmt: [rule('turn', 'turn', { weight: -1 })] }, {}, 'weight of turn: -1'],
  [
    'two productions with one text',
    { stmt: [rule('a', 'go'), rule('b', 'go')] },
    {},
    'stmt: b is written like another',
  ],
  [
    'a text with two readings',
    { stmt: [rule('if', 'IF <stmt>'), rule('ifelse', 'IF <stmt> ELSE <stmt>'), turn] },
    {},
    'stmt: two ways to read ELSE',
  ],
  [
    'two chains in a row',
    {
      stmt: [rule('pair', '<list> <list>'), turn],
      list: [rule('row', '<simple> <list>', { chains: true }), ...simple],
      simple,
    },
    {},
    'stmt: two ways to read',
  ],
  [
    'a chain of three',
    { stmt: [rule('row', '<simple> <simple> <stmt>', { chains: true }), ...simple], simple },
    {},
    'row must be <first> <rest>',
  ],
  [
    'a chain that some statements cannot begin',
    { stmt: [rule('row', '<simple> <stmt>', { chains: true }), turn], simple: [walk] },
    {},
    'turn cannot be the first of a chain',
  ],
  [
    'a slot that only nests',
    { stmt: [rule('loop', 'DO <body>'), turn], body: [rule('in', 'IN <stmt>', { nests: true })] },
    {},
    'body needs an alternative',
  ],
  [
    'a non-terminal that begins with itself',
    { stmt: [rule('more', '<stmt> !'), turn] },
    {},
    'stmt: begins with itself',
  ],
  ['a program without an end', { stmt: [rule('more', 'MORE <stmt>')] }, {}, 'stmt: no program has an end'],
  [
    'an unknown token in a vocabulary',
    { stmt: [turn] },
    { vocabularies: { model: ['walk'] } },
    'vocabulary model: walk is listed twice or is no token',
  ],
])('%s is no language', (_, rules, more, message) => {
  expect(() => make(rules, more)).toThrow(BadLanguage)
  expect(() => make(rules, more)).toThrow(message)
})
