import { type Language, type Lexis, language, rule } from '@cairn/language'

export { minigrid } from '../../domains/minigrid/language.ts'

// A table of a language that no domain brings yet: it shows that the operations on programs are written for any table.

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
