import { readFileSync } from 'node:fs'
import { type Language, type Program, parse, print } from '@cairn/language'
import type { BuiltLibrary, KnownOption, LibraryOptions } from '@cairn/search'
import { z } from 'zod'
import { BadUsage } from '../errors.ts'

/** Version of the file's format, in its first line. */
export const libraryFormat = 'cairn-library/1'

const whole = z.number().int().min(0)

/** The first line: where the options come from, how they were chosen, and what was counted on the way. */
const headSchema = z.strictObject({
  record: z.literal('head'),
  format: z.literal(libraryFormat),
  domain: z.string(),
  /** Of the domain's rules: two libraries of one hash can be compared by what their options do. */
  hash: z.string(),
  /** Sources as they were named, and what they held; answers where a model gave some. */
  from: z.array(z.strictObject({ source: z.string(), answers: whole.nullable(), programs: whole })),
  filter: z.enum(['vector', 'sequential', 'none']),
  /** Sampled states in which behaviour was compared; 0 without a filter. */
  states: whole,
  /** Most options asked for; 0: all. */
  size: whole,
  /** Of what was chosen randomly. */
  seed: whole,
  programs: whole,
  distinctPrograms: whole,
  keptPrograms: whole,
  kinds: z.array(
    z.strictObject({
      kind: z.string(),
      subtrees: whole,
      texts: whole,
      /** Null where the domain cannot tell, or nobody asked. */
      behaviours: whole.nullable(),
      kept: whole,
    }),
  ),
})

/** Every other line: an option. */
const optionSchema = z.strictObject({
  record: z.literal('option'),
  kind: z.string(),
  text: z.string(),
  /** How often the text occurs in the programs. */
  occurrences: whole,
  /** Equal for options of one kind that do the same in all states; null where nobody asked. */
  behaviour: z.number().nullable(),
})

export type LibraryHead = z.infer<typeof headSchema>

export interface LibraryFile {
  readonly head: LibraryHead
  readonly options: readonly KnownOption[]
}

/** What a head says that the library itself does not. */
export type LibraryOrigin = Pick<LibraryHead, 'domain' | 'hash' | 'from' | 'seed'> &
  Pick<LibraryOptions, 'filter' | 'size'>

export function headOf(
  { counts }: BuiltLibrary,
  { domain, hash, from, filter, size, seed }: LibraryOrigin,
): LibraryHead {
  const { programs, distinctPrograms, keptPrograms, states, kinds } = counts
  return {
    ...{ record: 'head', format: libraryFormat, domain, hash, from, filter, states, size, seed },
    ...{ programs, distinctPrograms, keptPrograms },
    kinds: kinds.map((counted) => ({ ...counted, behaviours: counted.behaviours ?? null })),
  }
}

/** The file's content: one JSON object per line. */
export function printLibrary(language: Language, { head, options }: LibraryFile): string {
  const rows = options.map(({ kind, program, occurrences, behaviour }) => ({
    ...{ record: 'option', kind, text: print(language, program), occurrences, behaviour: behaviour ?? null },
  }))
  return `${[head, ...rows].map((row) => JSON.stringify(row)).join('\n')}\n`
}

/**
 * A library and the language it is in, which `languageOf` finds by the name of a domain.
 *
 * @param file its path, as messages name it
 * @throws BadUsage naming the line and the field
 */
export function readLibrary(
  path: string,
  file: string,
  languageOf: (domain: string) => Language,
): LibraryFile & { readonly language: Language } {
  const [first = '', ...rest] = textOf(path, file).split('\n')
  const head = record(headSchema, first, `${file}:1`)
  const language = languageOf(head.domain)
  const options = rest.flatMap((line, i) => {
    if (line.trim() === '') return []
    const where = `${file}:${i + 2}`
    const { kind, text, occurrences, behaviour } = record(optionSchema, line, where)
    return [{ kind, program: optionOf(language, kind, text, where), occurrences, behaviour: behaviour ?? undefined }]
  })
  return { head, options, language }
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new BadUsage('library', file, `a file that can be read (${cause instanceof Error ? cause.message : cause})`)
  }
}

function record<T>(schema: z.ZodType<T>, line: string, where: string): T {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new BadUsage('record', line.slice(0, 40), 'JSON', where)
  }
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const given = issue!.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
  throw new BadUsage(
    issue!.path.join('.') || 'record',
    given,
    issue!.message.replace(/^Invalid input: expected /, ''),
    where,
  )
}

function optionOf(language: Language, kind: string, text: string, where: string): Program {
  if (!language.nonTerminals.some(({ name }) => name === kind)) {
    const names = language.nonTerminals.map(({ name }) => name)
    throw new BadUsage('kind', kind, `one of ${names.join(', ')}`, where)
  }
  try {
    return parse(language, text, kind)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new BadUsage('text', text, `a ${kind} of ${language.name} (${why})`, where)
  }
}

/** Where a library comes from, in words. */
export function originText({ from }: LibraryHead): string {
  return from.map(({ source }) => source).join(', ')
}
