import { choice, language, rule } from '@cairn/language'

const action = choice(0.2, 'action', [
  rule('move', 'move', { weight: 0.5 }),
  rule('turnLeft', 'turnLeft', { weight: 0.15 }),
  rule('turnRight', 'turnRight', { weight: 0.15 }),
  rule('putMarker', 'putMarker', { weight: 0.1 }),
  rule('pickMarker', 'pickMarker', { weight: 0.1 }),
])

const perception = choice(0.9, 'perception', [
  rule('frontIsClear', 'frontIsClear', { weight: 0.5 }),
  rule('leftIsClear', 'leftIsClear', { weight: 0.15 }),
  rule('rightIsClear', 'rightIsClear', { weight: 0.15 }),
  rule('markersPresent', 'markersPresent', { weight: 0.1 }),
  rule('noMarkersPresent', 'noMarkersPresent', { weight: 0.1 }),
])

const sequence = rule('sequence', '<simple> <stmt>', { weight: 0.5, chains: true })
const not = rule('not', 'not c( <plainCond> c)', { weight: 0.1 })

// The order of the alternatives is part of the language: a seeded draw depends on it.
const loops = [
  rule('while', 'WHILE c( <cond> c) w( <stmt> w)', { weight: 0.15, nests: true }),
  rule('repeat', 'REPEAT <count> r( <stmt> r)', { weight: 0.03, nests: true }),
]
const branches = [
  rule('if', 'IF c( <cond> c) i( <stmt> i)', { weight: 0.08, nests: true }),
  rule('ifelse', 'IFELSE c( <plainCond> c) i( <stmt> i) ELSE e( <stmt> e)', { weight: 0.04, nests: true }),
]

// The parser of prog_policies takes these too; its generator never writes them.
const parsedOnly = [
  rule('and', 'and c( <cond> c) c( <cond> c)', { weight: 0 }),
  rule('or', 'or c( <cond> c) c( <cond> c)', { weight: 0 }),
  rule('True', 'True', { weight: 0 }),
  rule('False', 'False', { weight: 0 }),
]

const counts = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `R=${from + i}`)

const leaps = (...constants: string[]) => [
  ...['DEF', 'run', 'm(', 'm)', 'move', 'turnRight', 'turnLeft', 'pickMarker', 'putMarker', 'r(', 'r)'],
  ...constants,
  ...['REPEAT', 'c(', 'c)', 'i(', 'i)', 'e(', 'e)', 'IF', 'IFELSE', 'ELSE'],
  ...['frontIsClear', 'leftIsClear', 'rightIsClear', 'markersPresent', 'noMarkersPresent', 'not', 'w(', 'w)', 'WHILE'],
]

/**
 * The Karel language as prog_policies ("Reclaiming the Source of Programmatic Policies", ICLR 2024) defines it, with
 * the probabilities of LEAPS (NeurIPS 2021), which it shares.
 */
export const karel = language('karel', {
  start: 'program',
  limits: { height: 4, run: 6, tokens: 45 },
  rules: {
    program: [rule('program', 'DEF run m( <stmt> m)', { nests: true })],
    stmt: [...loops, sequence, ...branches, action],
    /** A statement that is not a sequence: sequences lean to the right. */
    simple: [...loops, ...branches, action],
    cond: [perception, not, ...parsedOnly],
    /** Where `not` is read but not drawn: inside `not`, and as the condition of IFELSE. */
    plainCond: [perception, { ...not, weight: 0 }, ...parsedOnly],
    count: [
      choice(
        1,
        'constant',
        counts(0, 19).map((name) => rule(name)),
      ),
    ],
  },
  vocabularies: {
    leaps: leaps(...counts(0, 19)),
    /** HPRL repeats 2 to 5 times. */
    hprl: leaps(...counts(2, 5)),
    'prog-policies': [
      ...['DEF', 'run', 'm(', 'm)', 'WHILE', 'c(', 'c)', 'w(', 'w)', 'IF', 'i(', 'i)', 'IFELSE', 'ELSE', 'e(', 'e)'],
      ...['REPEAT', 'r(', 'r)', 'not', 'move', 'turnLeft', 'turnRight', 'pickMarker', 'putMarker'],
      ...['frontIsClear', 'leftIsClear', 'rightIsClear', 'markersPresent', 'noMarkersPresent'],
      ...counts(0, 19),
    ],
  },
})
