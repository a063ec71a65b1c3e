import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { domainContract, loadDomain } from '@cairn/domains'
import { afterAll, describe, expect, test } from 'vitest'
import { runCairn, startCairn } from '../kit/cairn-process.ts'

const module = fileURLToPath(new URL('../../docs/examples/line-domain.mjs', import.meta.url))
const root = await mkdtemp(join(tmpdir(), 'cairn-docs-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const domain = await loadDomain(module)

describe('the domain of the example', () => {
  const programs = [
    'GO ( WHILE lampIsRight ( right ) WHILE lampIsLeft ( left ) )',
    'GO ( left left right )',
    'GO ( WHILE lampIsLeft ( WHILE lampIsLeft ( left ) right left ) )',
  ]
  const endless = 'GO ( WHILE lampIsRight ( left ) WHILE lampIsLeft ( right ) )'
  for (const { name, check } of domainContract(domain, { programs, endless })) test(name, check)

  test('can be searched by naming its module, and its best program stands on the lamp everywhere', async () => {
    const done = await runCairn(['search', 'line/lamp', '--domain', module, '--runs', root])
    expect(done).toMatchObject({ solved: true, bestReturn: 1, freshReturn: 1 })
  })

  test('has prompts that name its words, and options that are told apart by what they do', async () => {
    await using prompt = startCairn(['complete', 'line/lamp', '--domain', module, '--style', 'dsl', '--dry-run'])
    expect(await prompt.exit).toBe(0)
    expect(prompt.stdout()).toContain('- lampIsRight: whether the lamp is to the right of the robot')
    expect(prompt.stdout()).toContain('<where> ::= lampIsLeft | lampIsRight')

    const library = join(root, 'library.jsonl')
    const build = ['options', 'build', 'line/lamp', '--domain', module, '--from', 'random:50', '--output', library]
    await using options = startCairn([...build, '--json'])
    expect(await options.exit).toBe(0)
    const { kinds } = JSON.parse(options.stdout())
    expect(kinds.find(({ kind }: { kind: string }) => kind === 'where')).toMatchObject({ texts: 2, behaviours: 2 })

    const search = ['search', 'line/lamp', '--domain', module, '--runs', root, '--search', 'liss-r']
    expect(await runCairn([...search, '--set', 'samples=50'])).toMatchObject({ solved: true })
  })
})
