import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCairn } from '../kit/cairn-process.ts'
import { runsFolder } from '../laws/in-process.ts'

const example = fileURLToPath(new URL('../../docs/examples/line-domain.mjs', import.meta.url))

test('the example of a domain of your own is searched and solved', async () => {
  using runs = runsFolder()
  const done = await runCairn(['search', 'line/lamp', '--domain', example, '--budget', '20000', '--runs', runs.path])
  expect(done).toMatchObject({ task: 'line/lamp', solved: true, bestReturn: 1, freshReturn: 1 })
})
