import { readFileSync } from 'node:fs'
import { parse, print, printIndented, TokenMask, type Vocabulary, vocabulary } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { karel } from './language.ts'

describe('the vocabularies of the published models', () => {
  test.each([
    ['leaps', 50, 'DEF run m( m) move turnRight turnLeft pickMarker putMarker r( r) R=0', 'not w( w) WHILE'],
    ['hprl', 34, 'DEF run m( m) move turnRight turnLeft pickMarker putMarker r( r) R=2', 'not w( w) WHILE'],
    ['prog-policies', 50, 'DEF run m( m) WHILE c( c) w( w) IF i( i) IFELSE ELSE e( e) REPEAT', 'R=16 R=17 R=18 R=19'],
  ])('%s has %i tokens, then the pad', (name, tokens, begins, ends) => {
    const order = vocabulary(karel, name)
    expect(order.tokens).toHaveLength(tokens)
    expect(order.pad).toBe(tokens)
    expect(order.tokens.join(' ').startsWith(begins)).toBe(true)
    expect(order.tokens.join(' ').endsWith(ends)).toBe(true)
    const program = parse(karel, 'DEF run m( REPEAT R=4 r( move r) m)')
    expect(order.decode(order.encode(program))).toBe(print(karel, program))
  })

  test('the mask agrees with the syntax checker of prog_policies on recorded prefixes', () => {
    const recorded: {
      readonly tokens: string[]
      readonly cases: { readonly prefix_ids: number[]; readonly allowed_strict: number[] }[]
    } = JSON.parse(readFileSync(new URL('../../test/golden/neural/syntax_mask.json', import.meta.url), 'utf8'))
    const leaps = vocabulary(karel, 'leaps')
    expect([...leaps.tokens, '<pad>']).toEqual(recorded.tokens)
    expect(recorded.cases).toHaveLength(33)
    for (const { prefix_ids, allowed_strict } of recorded.cases) {
      const mask = new TokenMask(leaps)
      for (const id of prefix_ids) expect(mask.push(id)).toBe(true)
      expect([...mask.allowed()].flatMap((open, id) => (open ? [id] : []))).toEqual(allowed_strict)
    }
  })

  test('within HPRL a program repeats 2 to 5 times', () => {
    const hprl = vocabulary(karel, 'hprl')
    expect(() => hprl.encode(parse(karel, 'DEF run m( REPEAT R=6 r( move r) m)'))).toThrow(
      'vocabulary hprl has no R=6 (position 4)',
    )
  })
})

describe('the number of programs per length', () => {
  // From 5 tokens, the shortest, to 14. Of 9 tokens: 5^5 rows of actions and 20 * 5 loops.
  const inLeaps = [5, 25, 125, 625, 3_225, 17_125, 93_175, 516_375, 2_900_125, 16_450_675]

  test('in the tokens of LEAPS', () => {
    expect(countPrograms(new Set(vocabulary(karel, 'leaps').tokens), 14).slice(5)).toEqual(inLeaps)
  })

  test('with and, or, True and False, which only the parser takes', () => {
    expect(countPrograms(new Set(karel.tokens), 14).slice(5)).toEqual([
      5, 25, 125, 625, 3_225, 17_125, 93_195, 516_675, 2_903_125, 16_475_695,
    ])
  })

  test('every text that the mask lets through is a program of its own, and there are no others', () => {
    const leaps = vocabulary(karel, 'leaps')
    const programs = enumerate(leaps, 9)
    const distinct = new Set(programs.map((text) => print(karel, parse(karel, text))))
    expect(distinct.size).toBe(programs.length)
    expect(programs.length).toBe(4_005)
  })
})

test('the language is the one whose bytes are in journals', () => {
  expect(karel.productions.map(({ name }) => name).join(' ')).toBe(
    'program while repeat sequence if ifelse move turnLeft turnRight putMarker pickMarker frontIsClear leftIsClear ' +
      'rightIsClear markersPresent noMarkersPresent not and or True False ' +
      Array.from({ length: 20 }, (_, n) => `R=${n}`).join(' '),
  )
})

test('an indented program shows one statement per line', () => {
  const text =
    'DEF run m( WHILE c( not c( markersPresent c) c) w( IFELSE c( frontIsClear c) i( move i) ELSE e( turnLeft move e) w) pickMarker m)'
  expect(printIndented(karel, parse(karel, text))).toBe(`DEF run m(
  WHILE c( not c( markersPresent c) c) w(
    IFELSE c( frontIsClear c) i(
      move
    i) ELSE e(
      turnLeft
      move
    e)
  w)
  pickMarker
m)`)
})

/** Programs of 0, 1, 2, ... tokens, counted from the table alone. */
function countPrograms(usable: ReadonlySet<string>, most: number): number[] {
  const counts = new Map(karel.nonTerminals.map(({ name }) => [name, Array.from({ length: most + 1 }, () => 0)]))
  const templates = karel.productions.filter(({ pieces }) => pieces.every((p) => 'slot' in p || usable.has(p.token)))
  for (let length = 1; length <= most; length++) {
    // A production that is nothing but slots takes no token itself, but each of its slots takes at least one.
    for (const { name, index } of karel.nonTerminals) {
      const own = templates.filter(({ number }) => karel.tables.admits[index * 256 + number])
      counts.get(name)![length] = own.reduce((total, { pieces }) => total + ways(pieces, length), 0)
    }
  }
  return counts.get(karel.start)!

  function ways(pieces: (typeof templates)[number]['pieces'], length: number): number {
    const [piece, ...rest] = pieces
    if (piece === undefined) return length === 0 ? 1 : 0
    if ('token' in piece) return length >= 1 ? ways(rest, length - 1) : 0
    let total = 0
    for (let first = 1; first <= length - rest.length; first++) {
      total += counts.get(piece.slot)![first]! * ways(rest, length - first)
    }
    return total
  }
}

/** Every text within that many tokens that the mask lets through. */
function enumerate(order: Vocabulary, tokens: number): string[] {
  const texts: string[] = []
  const go = (mask: TokenMask, written: number[]) => {
    for (const [index, open] of mask.allowed().entries()) {
      if (!open) continue
      if (index === order.pad) {
        texts.push(order.decode(written))
        continue
      }
      const next = mask.clone()
      next.push(index)
      go(next, [...written, index])
    }
  }
  go(new TokenMask(order, { tokens }), [])
  return texts
}
