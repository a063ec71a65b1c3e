import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Search, type SearchOption, searches } from '@cairn/search'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCairn } from '../kit/cairn-process.ts'
import { page } from '../kit/page.ts'
import { long } from '../laws/plans.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cairn-docs-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('the index lists every search', () => {
  const listed = page('searches/README.md').rows('Searches')
  expect(listed.flatMap(({ search }) => search?.match(/^\[(.*)\]\(\1\.md\)$/)?.[1] ?? [])).toEqual(
    searches.map(({ name }) => name),
  )
})

/** Searches in an embedding, whose numbers differ in the last bits between processors: their results may differ too. */
const inLatentSpace = ['cem', 'cem-diversity', 'cebs', 'latent-hc']

describe.each(searches)('the card of $name', (search: Search) => {
  const card = page(`searches/${search.name}.md`)

  test('begins with its name and summary', () => {
    expect(card.text.startsWith(`# ${search.name}\n\n_${search.summary}_\n`)).toBe(true)
  })

  test('has every option with its default, what it takes and what it is about', () => {
    expect(card.rows('Options').filter(({ option }) => option)).toEqual(
      Object.entries(search.options).map(([option, declared]) => ({
        option,
        default: String(declared.default),
        takes: takes(declared),
        about: declared.about,
      })),
    )
  })

  if (inLatentSpace.includes(search.name)) return

  test('tells results that come out the same', async () => {
    const results = card.rows('Results').map(({ command = '', charged, 'fresh return': fresh }) => ({
      command,
      charged: Number(charged?.replaceAll(',', '')),
      fresh: Number(fresh),
    }))
    expect(results.length).toBeGreaterThan(2)
    const tried = long ? results : [results[0]!, results.at(-1)!]
    for (const { command, charged, fresh } of tried) {
      const [cairn, ...args] = command.split(' ')
      expect(cairn).toBe('cairn')
      const done = await runCairn([...args, '--runs', root, '--workers', '1'])
      expect([command, done.search, done.charged, done.freshReturn]).toEqual([command, search.name, charged, fresh])
    }
  })
})

function takes(option: SearchOption): string {
  if (option.kind === 'choice') return option.of.join(', ')
  if (option.kind === 'boolean') return 'true or false'
  if (option.kind === 'text') return 'a text'
  return `${option.kind === 'integer' ? 'a whole number' : 'a number'} from ${option.min} to ${option.max}`
}
