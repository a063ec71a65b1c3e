import { choice, type Language, type Lexis, language, rule } from '@cairn/language'

// Tables of languages that no domain brings yet: they show that the operations on programs are written for any table.

const minigridAction = choice(0.2, 'action', [
  rule('left', 'left', { weight: 0.15 }),
  rule('right', 'right', { weight: 0.15 }),
  rule('forward', 'forward', { weight: 0.5 }),
  rule('pickup', 'pickup', { weight: 0.08 }),
  rule('drop', 'drop', { weight: 0.08 }),
  rule('toggle', 'toggle', { weight: 0.04 }),
])

const about = (percept: string, weight: number, values: readonly string[]) =>
  choice(
    weight,
    percept,
    values.map((value) => rule(`${percept} ${value}`, `${percept} h( ${value} h)`)),
  )

const percept = choice(0.5, 'percept', [
  rule('front_is_clear', 'front_is_clear', { weight: 0.125 }),
  about('front_object_type', 0.5, ['lava', 'door', 'ball', 'box']),
  about('front_object_color', 0.25, ['red', 'blue']),
  rule('is_carrying_object', 'is_carrying_object', { weight: 0.125 }),
])

const not = rule('not', 'not c( <plainCond> c)', { weight: 0.5 })
const minigridLoops = [
  rule('while', 'WHILE c( <cond> c) w( <stmt> w)', { weight: 0.15, nests: true }),
  rule('repeat', 'REPEAT <count> r( <stmt> r)', { weight: 0.03, nests: true }),
]
const minigridBranches = [
  rule('if', 'IF c( <cond> c) i( <stmt> i)', { weight: 0.08, nests: true }),
  rule('ifelse', 'IFELSE c( <plainCond> c) i( <stmt> i) ELSE e( <stmt> e)', { weight: 0.04, nests: true }),
]

/** The Minigrid language of LLM-GS. */
export const minigrid: Language = language('minigrid', {
  start: 'program',
  limits: { height: 4, run: 6, tokens: 45 },
  rules: {
    program: [rule('program', 'DEF run m( <stmt> m)', { nests: true })],
    stmt: [
      ...minigridLoops,
      rule('sequence', '<simple> <stmt>', { weight: 0.5, chains: true }),
      ...minigridBranches,
      minigridAction,
    ],
    simple: [...minigridLoops, ...minigridBranches, minigridAction],
    cond: [percept, not],
    plainCond: [percept, { ...not, weight: 0 }],
    count: [
      choice(
        1,
        'constant',
        Array.from({ length: 20 }, (_, n) => rule(`R=${n}`)),
      ),
    ],
  },
})

const punctuation = new Set('(){},')

const lexis: Lexis = {
  split: (text) => Array.from(text.matchAll(/[\w.]+|[(){},]/g), (match) => ({ text: match[0], offset: match.index })),
  join: (tokens) => {
    let text = ''
    for (const [i, token] of tokens.entries()) {
      const before = tokens[i - 1] ?? '('
      const opened = before === '(' || before === ',' || (before === '{' && tokens[i - 2] !== 'else')
      const spaced = token === '{' ? before !== ')' : !opened && !punctuation.has(token)
      text += spaced ? ` ${token}` : token
    }
    return text
  },
}

/**
 * MicroLanguage of 2L and LISS, in short: its own way of writing, productions that begin alike, and sequences that may
 * lean either way.
 */
export const microLanguage: Language = language('microlanguage', {
  start: 'S',
  limits: { height: 4, run: 8, tokens: 150 },
  lexis,
  rules: {
    S: [
      rule('command', '<C>', { weight: 4 }),
      rule('sequence', '<S> <S>', { weight: 3, chains: true }),
      rule('for', 'for ( Unit u ) { <S> }', { nests: true }),
      rule('if', 'if ( <B> ) then { <S> }', { nests: true }),
      rule('ifelse', 'if ( <B> ) then { <S> } else { <S> }', { nests: true }),
      rule('empty', 'e'),
    ],
    C: [
      rule('train', 'u.train ( <T> , <D> , <N> )'),
      rule('build', 'u.build ( <T> , <D> , <N> )'),
      rule('harvest', 'u.harvest ( <N> )'),
      rule('attack', 'u.attack ( <OP> )'),
      rule('idle', 'u.idle ( )'),
    ],
    B: [
      rule('HasNumberOfUnits', 'HasNumberOfUnits ( <T> , <N> )'),
      rule('is', 'u.is ( <T> )'),
      rule('isBuilder', 'u.isBuilder ( )'),
    ],
    T: ['Base', 'Barracks', 'Worker', 'Ranged', 'Light', 'Heavy'].map((name) => rule(name)),
    D: ['Right', 'Left', 'Up', 'Down', 'EnemyDir'].map((name) => rule(name)),
    N: ['100', '50', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '15', '20', '10', '25'].map((name) =>
      rule(name),
    ),
    OP: ['Strongest', 'Weakest', 'Closest', 'Farthest'].map((name) => rule(name)),
  },
})
