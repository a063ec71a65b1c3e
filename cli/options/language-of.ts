import { findDomain, listDomains, nearest } from '@cairn/domains'
import type { Language } from '@cairn/language'
import { Unknown } from '../errors.ts'

/**
 * The language of a domain that is registered.
 *
 * @throws Unknown
 */
export function languageOf(name: string): Language {
  const domain = findDomain(name)
  if (domain !== undefined) return domain.language
  const names = listDomains().map((known) => known.name)
  throw new Unknown('domain', name, nearest(name, names), `known are ${names.join(', ')}; --domain loads another`)
}
