import { type Language, print } from '@cairn/language'
import type { LibraryFile } from './library-file.ts'

export interface Overlap {
  readonly onlyA: number
  readonly both: number
  readonly onlyB: number
}

/** An option as text. */
export interface OptionText {
  readonly kind: string
  readonly text: string
}

export interface Comparison {
  /** Whether what the options do could be compared. */
  readonly comparable: boolean
  readonly kinds: readonly {
    readonly kind: string
    readonly texts: Overlap
    /** undefined where one of the libraries does not know. */
    readonly behaviours: Overlap | undefined
  }[]
  /** Options that the other library has neither as text nor, where that is known, by behaviour; in their order. */
  readonly onlyA: readonly OptionText[]
  readonly onlyB: readonly OptionText[]
}

interface Known extends OptionText {
  readonly behaviour: number | undefined
}

/** @param kind only options of this kind */
export function compareLibraries(
  a: LibraryFile & { readonly language: Language },
  b: LibraryFile,
  kind?: string,
): Comparison {
  const comparable = a.head.hash === b.head.hash && a.head.states === b.head.states
  const known = ({ options }: LibraryFile): Known[] =>
    options
      .filter((option) => kind === undefined || option.kind === kind)
      .map((option) => ({ ...option, text: print(a.language, option.program) }))
  const [allA, allB] = [known(a), known(b)]
  const kinds = [...new Set([...allA, ...allB].map((option) => option.kind))]
  return {
    comparable,
    kinds: kinds.map((name) => {
      const [inA, inB] = [ofKind(allA, name), ofKind(allB, name)]
      const told = comparable && [...inA, ...inB].every(({ behaviour }) => behaviour !== undefined)
      return {
        kind: name,
        texts: overlap(inA, inB, ({ text }) => text),
        behaviours: told ? overlap(inA, inB, ({ behaviour }) => behaviour) : undefined,
      }
    }),
    onlyA: lacking(allA, allB, comparable),
    onlyB: lacking(allB, allA, comparable),
  }
}

function ofKind(options: readonly Known[], kind: string): Known[] {
  return options.filter((option) => option.kind === kind)
}

function overlap<K>(a: readonly Known[], b: readonly Known[], of: (option: Known) => K): Overlap {
  const [inA, inB] = [new Set(a.map(of)), new Set(b.map(of))]
  const both = [...inA].filter((key) => inB.has(key)).length
  return { onlyA: inA.size - both, both, onlyB: inB.size - both }
}

function lacking(options: readonly Known[], others: readonly Known[], comparable: boolean): OptionText[] {
  const texts = new Set(others.map(({ text }) => text))
  const behaviours = new Set(
    others.flatMap(({ kind, behaviour }) => (behaviour === undefined ? [] : [`${kind} ${behaviour}`])),
  )
  return options
    .filter(({ kind, text, behaviour }) => {
      if (texts.has(text)) return false
      return !comparable || behaviour === undefined || !behaviours.has(`${kind} ${behaviour}`)
    })
    .map(({ kind, text }) => ({ kind, text }))
}
