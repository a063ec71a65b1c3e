import { type Language, print } from '@cairn/language'
import type { KnownOption } from '@cairn/search'
import { BadUsage } from '../errors.ts'
import type { LibraryFile } from './library-file.ts'

/**
 * An option by its number, or by its canonical text.
 *
 * @throws BadUsage
 */
export function findOption(
  { options, language }: LibraryFile & { readonly language: Language },
  named: string,
): KnownOption & { readonly number: number } {
  const number = /^\d+$/.test(named)
    ? Number(named)
    : options.findIndex(({ program }) => print(language, program) === named.trim())
  const option = options[number]
  if (option !== undefined) return { ...option, number }
  const last = options.length - 1
  throw new BadUsage('option', named, last < 0 ? 'a library with options' : `0 to ${last}, or the text of one of them`)
}
