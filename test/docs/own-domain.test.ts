import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { domainContract, loadDomain } from '@cairn/domains'
import { afterAll, describe, expect, test } from 'vitest'
import { runCairn } from '../kit/cairn-process.ts'

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
})
