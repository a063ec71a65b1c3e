import type { Language } from './grammar.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { type Program, slotsOf } from './program.ts'
import { kindOf } from './subtrees.ts'

/** A program with one slot, which makes a whole program of every subtree of a kind. */
export interface ProgramFrame {
  readonly kind: string
  readonly before: Program
  readonly after: Program
}

/** A text that is no program with one slot for subtrees of that kind. */
export class BadFrame extends Error {
  readonly code = 'E_BAD_FRAME'
  readonly kind: string
  readonly text: string
  constructor(kind: string, text: string, why: string, options?: ErrorOptions) {
    super(`the frame "${text}" for <${kind}>: ${why}`, options)
    this.kind = kind
    this.text = text
  }
}

/**
 * Reads a frame such as `DEF run m( <stmt> m)`, whose slot is the kind of its subtrees.
 *
 * @throws BadFrame
 */
export function parseFrame(language: Language, kind: string, text: string): ProgramFrame {
  const parts = text.split(`<${kind}>`)
  if (parts.length !== 2) throw new BadFrame(kind, text, `expected <${kind}> once, found it ${parts.length - 1} times`)
  const standIns = shortestTwo(language).get(kind)
  if (standIns === undefined) throw new BadFrame(kind, text, `${language.name} has no non-terminal of that name`)

  const filled = standIns.map((subtree) => {
    try {
      return parse(language, parts.join(` ${print(language, subtree)} `))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new BadFrame(kind, text, `no program with a subtree in its slot: ${why}`, { cause })
    }
  })
  const at = slotIn(filled, standIns)
  const [program, subtree] = [filled[0]!, standIns[0]!]
  const slot = slotsOf(language, program)[at]!
  for (const { number, name } of language.productions) {
    if (kindOf(language, number) !== kind || language.tables.admits[slot * 256 + number] === 1) continue
    const asked = language.nonTerminals[slot]!.name
    throw new BadFrame(kind, text, `its slot takes a ${asked}, and "${name}" is none`)
  }
  return { kind, before: program.slice(0, at), after: program.slice(at + subtree.length) }
}

/** The frame with a subtree of its kind in the slot. */
export function fillFrame({ before, after }: ProgramFrame, subtree: Program): Program {
  const program = new Uint8Array(before.length + subtree.length + after.length)
  program.set(before)
  program.set(subtree, before.length)
  program.set(after, before.length + subtree.length)
  return program
}

/**
 * Where two programs that differ in one subtree have it. There is one such place: no subtree begins with another, so
 * the programs part where the subtrees do, which is inside the slot.
 */
function slotIn([a, b]: readonly Program[], [inA, inB]: readonly Program[]): number {
  for (let at = 0; ; at++) {
    const isHere = startsWith(a!.subarray(at), inA!)
    if (!isHere) continue
    if (b === undefined || startsWith(b.subarray(at), inB!)) return at
  }
}

function startsWith(program: Program, beginning: Program): boolean {
  return beginning.every((production, i) => program[i] === production)
}

/** The two shortest subtrees of each non-terminal; one, where there is but one. */
function shortestTwo(language: Language): ReadonlyMap<string, readonly Program[]> {
  const { admits } = language.tables
  const known = new Map<string, readonly Program[]>(language.nonTerminals.map(({ name }) => [name, []]))
  for (let changed = true; changed; ) {
    changed = false
    for (const { index, name } of language.nonTerminals) {
      const fitting = language.productions.filter(({ number }) => admits[index * 256 + number] === 1)
      const found = fitting.flatMap(({ number, slots }) =>
        variants(slots.map((slot) => known.get(slot)!)).map((children) => Uint8Array.of(number, ...children)),
      )
      const two = found.sort((x, y) => x.length - y.length).slice(0, 2)
      if (sizes(two) === sizes(known.get(name)!)) continue
      known.set(name, two)
      changed = true
    }
  }
  return known
}

/** The children one after another: the shortest of each, and with one of them the second shortest instead. */
function variants(children: readonly (readonly Program[])[]): number[][] {
  if (children.some(({ length }) => length === 0)) return []
  const shortest = children.map(([first]) => first!)
  const others = children.flatMap(([, second], i) => (second === undefined ? [] : [shortest.with(i, second)]))
  return [shortest, ...others].map((programs) => programs.flatMap((program) => [...program]))
}

function sizes(programs: readonly Program[]): string {
  return programs.map(({ length }) => length).join()
}
