import type { Flag } from './flags.ts'
import type { Shell } from './shell.ts'

/** A word on the command line that is known by its place. */
export interface Positional {
  readonly about: string
  readonly presence: 'required' | 'optional' | 'many'
}

export const required = (about: string) => ({ about, presence: 'required' }) as const
export const optional = (about: string) => ({ about, presence: 'optional' }) as const
/** One or more. */
export const many = (about: string) => ({ about, presence: 'many' }) as const

/** One command of `cairn`: what it takes, then what it does. Help and docs/cli.md are made from this. */
export interface Command {
  /** One word, or two: a group and what is done in it. */
  readonly name: string
  /** One line. */
  readonly summary: string
  /** Paragraphs shown under the flags in the help. */
  readonly notes?: string
  /** More for the help that has to be loaded first. */
  readonly more?: () => Promise<string>
  /** Command lines without the leading `cairn`, each with what it does. */
  readonly examples?: readonly (readonly [line: string, about: string])[]
  readonly args: Readonly<Record<string, Positional>>
  readonly flags: Readonly<Record<string, Flag<unknown>>>
  /** Resolves to the exit code; 0 when it resolves to nothing. */
  run(input: Input, shell: Shell): Promise<number | undefined>
}

/** What was given, read and checked. */
export interface Input {
  readonly args: Readonly<Record<string, unknown>>
  /** Every flag, defaults filled in. */
  readonly flags: Readonly<Record<string, unknown>>
  /** Only the flags that were given. */
  readonly given: Readonly<Record<string, unknown>>
}

type ArgValue<P> = P extends { presence: 'required' }
  ? string
  : P extends { presence: 'many' }
    ? string[]
    : string | undefined
type ArgValues<A> = { readonly [K in keyof A]: ArgValue<A[K]> }
type FlagValue<F> = F extends { fallback: infer D } & Flag<infer T>
  ? T | D
  : F extends Flag<infer T>
    ? T | undefined
    : never
export type FlagValues<F> = { readonly [K in keyof F]: FlagValue<F[K]> }
export type GivenFlags<F> = { readonly [K in keyof F]?: F[K] extends Flag<infer T> ? T : never }

interface Declaration<A, F> extends Omit<Command, 'args' | 'flags' | 'run'> {
  readonly args: A
  readonly flags: F
  run(
    input: { readonly args: ArgValues<A>; readonly flags: FlagValues<F>; readonly given: GivenFlags<F> },
    shell: Shell,
  ): Promise<number | undefined> | Promise<void>
}

/** Declares a command: the types of `args` and `flags` in `run` follow from the declaration. */
export function command<
  const A extends Readonly<Record<string, Positional>>,
  const F extends Readonly<Record<string, Flag<unknown>>>,
>(declaration: Declaration<A, F>): Command {
  return declaration as unknown as Command
}
