export type { Drawing, Trim } from './drawing.ts'
export { BadFrame, fillFrame, type ProgramFrame, parseFrame } from './frame.ts'
export {
  type Alternative,
  BadLanguage,
  type Choice,
  choice,
  type Definition,
  type Language,
  type Limits,
  language,
  type NonTerminal,
  numberOf,
  type Piece,
  type Production,
  type Rule,
  type RuleOptions,
  rule,
} from './grammar.ts'
export { type Hash64, hashBytes, hex } from './hash.ts'
export { type Lexeme, type Lexis, words } from './lexis.ts'
export { keyOf, Library, type LibraryOption } from './library.ts'
export { type MixedNeighbourhood, type MixedNeighbourhoodOptions, mixedNeighbourhood } from './mixed-neighbourhood.ts'
export { neighbour, neighbourhood, neighbours } from './mutate.ts'
export { type Mixture, type NeighbourOptions, neighbourDefaults } from './mutation.ts'
export { normals } from './normals.ts'
export { numpyRng, SingleStream, searchSpaceRng } from './numpy-rng.ts'
export { ParseError, parse } from './parse.ts'
export { print, printIndented } from './print.ts'
export {
  admits,
  BadProgram,
  checkProgram,
  endOf,
  type Measure,
  measure,
  type Node,
  nodes,
  type Program,
  replace,
  subtree,
  withinLimits,
} from './program.ts'
export { type Rng, seededRng } from './rng.ts'
export { drawProgram, NothingWithinLimits, type SampleOptions, sampleDefaults, sampleProgram } from './sample.ts'
export { kindOf, type Subtree, subtrees } from './subtrees.ts'
export { OutsideVocabulary, TokenMask, type TokenMaskOptions, Vocabulary, vocabulary } from './vocabulary.ts'
