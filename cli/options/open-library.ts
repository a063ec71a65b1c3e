import { resolve } from 'node:path'
import { loadDomain } from '@cairn/domains'
import type { Language } from '@cairn/language'
import { BadUsage } from '../errors.ts'
import type { Shell } from '../shell.ts'
import { languageOf } from './language-of.ts'
import { type LibraryFile, readLibrary } from './library-file.ts'

/**
 * A library, with the domains it needs loaded.
 *
 * @throws BadUsage, Unknown, BadDomain
 */
export async function openLibrary(
  file: string,
  modules: readonly string[],
  { folder }: Pick<Shell, 'folder'>,
): Promise<LibraryFile & { readonly language: Language }> {
  for (const module of modules) await loadDomain(module)
  return readLibrary(resolve(folder, file), file, languageOf)
}

/** @throws BadUsage unless it is a non-terminal of the language */
export function checkKind({ nonTerminals }: Language, kind: string): void {
  const names = nonTerminals.map(({ name }) => name)
  if (!names.includes(kind)) throw new BadUsage('--kind', kind, `one of ${names.join(', ')}`)
}
