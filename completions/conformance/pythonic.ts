import { findDomain, type Suite } from '@cairn/domains'
import { convertAsReference } from '../compat.ts'
import { pythonForms } from '../python-forms.ts'

/** An answer, and what the converter of LLM-GS makes of it. */
export interface PythonicRecord {
  /** Name of the domain whose language is converted to. */
  readonly domain: string
  readonly response: string
  readonly python_path: RecordedPath
  readonly dsl_path: RecordedPath
}

interface RecordedPath {
  readonly status: 'ok' | 'convert_error' | 'parse_error'
  /** The DSL text before it is parsed; absent when there is none. */
  readonly converted?: string
  /** Canonical text; present when it is a program. */
  readonly dsl?: string
}

/** Answers through the compatibility converter: status, text before parsing and canonical text of both paths. */
export const pythonicSuite: Suite = {
  name: 'pythonic',
  summary: "language models' answers, as LLM-GS converts them",
  check: (record) => misshapen(record) ?? difference(record as PythonicRecord),
}

function difference({ domain, response, python_path, dsl_path }: PythonicRecord): string | undefined {
  const language = findDomain(domain)?.language
  const forms = language === undefined ? undefined : pythonForms(language)
  if (language === undefined || forms === undefined) return `domain: ${JSON.stringify(domain)} has no Python here`
  const { python, dsl } = convertAsReference(response, language, forms)
  return unlike('python_path', python_path, python) ?? unlike('dsl_path', dsl_path, dsl)
}

function unlike(path: string, recorded: RecordedPath, found: RecordedPath): string | undefined {
  const field = (['status', 'converted', 'dsl'] as const).find((name) => recorded[name] !== found[name])
  if (field === undefined) return undefined
  return `${path}.${field}: expected ${recorded[field] ?? 'none'}, found ${found[field] ?? 'none'}`
}

function misshapen(record: unknown): string | undefined {
  const { domain, response, python_path, dsl_path } = (record ?? {}) as Partial<Record<keyof PythonicRecord, unknown>>
  const wrong = (field: string, expected: string) => `not a record of pythonic: ${field}: expected ${expected}`
  if (typeof domain !== 'string') return wrong('domain', 'a string')
  if (typeof response !== 'string') return wrong('response', 'a string')
  if (!hasStatus(python_path)) return wrong('python_path.status', 'a string')
  return hasStatus(dsl_path) ? undefined : wrong('dsl_path.status', 'a string')
}

function hasStatus(path: unknown): boolean {
  return typeof (path as Partial<RecordedPath> | null | undefined)?.status === 'string'
}
