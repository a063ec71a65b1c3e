import { parse, print } from '@cairn/language'
import { microlanguage, serialised } from '../language/language.ts'
import { countNodes, options, rightNested } from '../language/measures.ts'
import { siteName, sitesOf } from '../language/sites.ts'
import type { Difference } from './game-record.ts'

/** A program as the reference writes and counts it. */
export interface MicrolanguageProgramRecord {
  readonly program: string
  readonly serialised: string
  readonly text: string
  readonly nodes: number
  /** Names of the places for mutations, in order. */
  readonly sites: readonly string[]
  /** Distinct options of each kind. */
  readonly uniqueSubtrees: { readonly S: number; readonly C: number; readonly B: number }
}

/** Reads and writes the program of a record in both spellings, and counts. The first difference in words. */
export function checkMicrolanguageProgramRecord(record: MicrolanguageProgramRecord): Difference {
  const program = parse(serialised, record.serialised)
  const distinct = { S: new Set<string>(), C: new Set<string>(), B: new Set<string>() }
  for (const { kind, program: option } of options(program)) distinct[kind].add(print(serialised, option))
  const reread = parse(microlanguage, record.text)
  const pairs: readonly (readonly [what: string, expected: unknown, found: unknown])[] = [
    ['serialised', record.serialised, print(serialised, program)],
    ['text', record.text, print(microlanguage, program)],
    ['text read and printed', record.text, print(microlanguage, reread)],
    ['text read', print(serialised, rightNested(program)), print(serialised, reread)],
    ['nodes', record.nodes, countNodes(program)],
    [
      'sites',
      record.sites.join(),
      sitesOf(program)
        .map((site) => siteName(program, site))
        .join(),
    ],
    ...(['S', 'C', 'B'] as const).map(
      (kind) => [`uniqueSubtrees.${kind}`, record.uniqueSubtrees[kind], distinct[kind].size] as const,
    ),
  ]
  const different = pairs.find(([, expected, found]) => expected !== found)
  if (different === undefined) return undefined
  const [what, expected, found] = different
  return `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`
}
