import { choice, language, rule } from '@cairn/language'

const action = choice(0.2, 'action', [
  rule('left', 'left', { weight: 0.15 }),
  rule('right', 'right', { weight: 0.15 }),
  rule('forward', 'forward', { weight: 0.5 }),
  rule('pickup', 'pickup', { weight: 0.08 }),
  rule('drop', 'drop', { weight: 0.08 }),
  rule('toggle', 'toggle', { weight: 0.04 }),
])

/** A perception that takes an argument: one production for each that is drawn, and for each that is only read. */
const asked = (name: string, weight: number, drawn: readonly string[], read: readonly string[]) => {
  const one = (value: string, share: number) => rule(`${name} ${value}`, `${name} h( ${value} h)`, { weight: share })
  return choice(weight, name, [...drawn.map((value) => one(value, 1)), ...read.map((value) => one(value, 0))])
}

const perception = choice(0.5, 'perception', [
  rule('front_is_clear', 'front_is_clear', { weight: 0.125 }),
  asked('front_object_type', 0.5, ['lava', 'door', 'ball', 'box'], ['wall', 'floor', 'key', 'goal']),
  asked('front_object_color', 0.25, ['red', 'blue'], ['green', 'purple', 'yellow', 'grey']),
  rule('is_carrying_object', 'is_carrying_object', { weight: 0.125 }),
])

const sequence = rule('sequence', '<simple> <stmt>', { weight: 0.5, chains: true })
const not = rule('not', 'not c( <plainCond> c)', { weight: 0.5 })

// The order of the alternatives is part of the language: a seeded draw depends on it.
const loops = [
  rule('while', 'WHILE c( <cond> c) w( <stmt> w)', { weight: 0.15, nests: true }),
  rule('repeat', 'REPEAT <count> r( <stmt> r)', { weight: 0.03, nests: true }),
]
const branches = [
  rule('if', 'IF c( <cond> c) i( <stmt> i)', { weight: 0.08, nests: true }),
  rule('ifelse', 'IFELSE c( <plainCond> c) i( <stmt> i) ELSE e( <stmt> e)', { weight: 0.04, nests: true }),
]

// The parser of LLM-GS takes these too; its generator never writes them.
const parsedOnly = [
  rule('and', 'and c( <cond> c) c( <cond> c)', { weight: 0 }),
  rule('or', 'or c( <cond> c) c( <cond> c)', { weight: 0 }),
  rule('True', 'True', { weight: 0 }),
  rule('False', 'False', { weight: 0 }),
]

/**
 * The Minigrid language of LLM-GS (ICLR 2025). Its parser takes any word as the argument of a perception and any number
 * as a count; here the arguments are the kinds and colours that the world knows, the counts those that its generator
 * writes.
 */
export const minigrid = language('minigrid', {
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
        Array.from({ length: 20 }, (_, n) => rule(`R=${n}`)),
      ),
    ],
  },
})
