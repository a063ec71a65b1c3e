import { readFile } from 'node:fs/promises'
import type { GivenFlags } from './command.ts'
import { BadUsage } from './errors.ts'
import { type Flag, Mismatch } from './flags.ts'

/**
 * A configuration file: the same names as the flags (`fresh-episodes: 200`), mappings where a flag takes `name=value`
 * (`set: { neighbours: 32 }`), lists where it may be repeated.
 *
 * @returns only what the file holds, checked by the flags themselves
 * @throws BadUsage naming the file, the field, the value and what was expected
 */
export async function readConfig<F extends Readonly<Record<string, Flag<unknown>>>>(
  file: string,
  flags: F,
): Promise<GivenFlags<F>> {
  const [{ parse, YAMLParseError }, { z }] = await Promise.all([import('yaml'), import('zod')])
  let content: unknown
  try {
    content = parse(await readFile(file, 'utf8')) ?? {}
  } catch (error) {
    if (error instanceof YAMLParseError) throw new BadUsage('configuration', error.message.split('\n')[0], 'YAML', file)
    throw new BadUsage('--config', file, `a file that can be read (${error instanceof Error ? error.message : error})`)
  }

  const fields = Object.entries(flags).map(([name, flag]) => [
    name,
    z
      .unknown()
      .transform((value, check) => {
        try {
          return flag.read(value)
        } catch (error) {
          if (!(error instanceof Mismatch)) throw error
          check.addIssue({ code: 'custom', message: error.expected, params: { part: error.part } })
          return z.NEVER
        }
      })
      .optional(),
  ])
  const result = z.strictObject(Object.fromEntries(fields)).safeParse(content)
  if (result.success) return result.data as GivenFlags<F>

  const [issue] = result.error.issues
  if (issue.code === 'unrecognized_keys') throw await unknownKey(file, issue.keys[0], content, Object.keys(flags))
  if (issue.path.length === 0) throw new BadUsage('configuration', content, 'a mapping of flag names to values', file)
  const field = issue.path.map(String).join('.')
  const part = issue.code === 'custom' ? issue.params?.part : undefined
  throw new BadUsage(field, part ?? (content as Record<string, unknown>)[field], issue.message, file)
}

async function unknownKey(file: string, key: string, content: unknown, known: readonly string[]): Promise<BadUsage> {
  const { nearest } = await import('@cairn/domains')
  const guess = nearest(key, known)
  const expected = guess === undefined ? `one of ${known.join(', ')}` : `a known name (did you mean "${guess}"?)`
  return new BadUsage(key, (content as Record<string, unknown>)[key], expected, file)
}
