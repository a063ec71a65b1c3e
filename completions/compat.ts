import { type Language, ParseError } from '@cairn/language'
import { ConversionError } from './dsl/conversion-error.ts'
import { parseAsReference } from './dsl/reference-parser.ts'
import { repairDsl } from './dsl/repair.ts'
import { misfit } from './misfit.ts'
import { convertPython } from './python/compat.ts'
import { type PythonForms, pythonForms } from './python-forms.ts'
import type { Paths, PathVerdict } from './verdict.ts'

/** What LLM-GS makes of one way from an answer to a program. */
export type Conversion =
  | { readonly status: 'convert_error'; readonly reason: string }
  | { readonly status: 'parse_error'; readonly reason: string; readonly converted: string }
  | { readonly status: 'ok'; readonly converted: string; readonly dsl: string }

/** Both ways, as LLM-GS always goes both. */
export function convertAsReference(answer: string, language: Language, forms: PythonForms): Conversions {
  const by = (transform: typeof convertPython) => conversion(() => transform(answer, forms), language, forms)
  return { python: by(convertPython), dsl: by(repairDsl) }
}

export interface Conversions {
  readonly python: Conversion
  readonly dsl: Conversion
}

export function judgeAsReference(answer: string, language: Language): Paths {
  const forms = pythonForms(language)
  if (forms === undefined) {
    const reason = `LLM-GS converts to languages like that of Karel, and the language ${language.name} is of another kind`
    return { python: { ok: false, reason }, dsl: { ok: false, reason } }
  }
  const { python, dsl } = convertAsReference(answer, language, forms)
  return { python: verdictOf(python), dsl: verdictOf(dsl) }
}

function conversion(transform: () => string, language: Language, forms: PythonForms): Conversion {
  let converted: string | undefined
  try {
    converted = transform()
    return { status: 'ok', converted, dsl: parseAsReference(converted, language, forms) }
  } catch (error) {
    if (error instanceof ConversionError) return { status: 'convert_error', reason: error.message }
    if (error instanceof ParseError) return { status: 'parse_error', reason: misfit(error), converted: converted! }
    throw error
  }
}

function verdictOf(conversion: Conversion): PathVerdict {
  return conversion.status === 'ok' ? { ok: true, text: conversion.dsl } : { ok: false, reason: conversion.reason }
}
