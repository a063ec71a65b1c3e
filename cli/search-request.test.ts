import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlagValues, GivenFlags } from './command.ts'
import { planFlags, workFlags } from './search-flags.ts'
import { gatherRequest } from './search-request.ts'

const all = { ...planFlags, ...workFlags }
const defaults = Object.fromEntries(Object.entries(all).map(([name, flag]) => [name, flag.fallback])) as FlagValues<
  typeof all
>

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What comes of a configuration file and the flags given. */
async function gathered(yaml: string | undefined, given: GivenFlags<typeof all> = {}, task?: string) {
  if (yaml !== undefined) await writeFile(join(folder, 'plan.yaml'), yaml)
  const config = yaml === undefined ? undefined : 'plan.yaml'
  return gatherRequest({ task, config, flags: { ...defaults, ...given }, given, folder })
}

test('flags win over the file, the file over the defaults, name by name in mappings', async () => {
  const yaml = `
task: karel/harvester
search: random
seed: 3
budget: 1e5
fresh-episodes: 7
set: { neighbours: 32, space: old }
option: { height: 12 }
workers: 1
`
  const { request, origin } = await gathered(yaml, { seed: 9, set: { neighbours: '64' } })
  expect(request).toMatchObject({
    task: 'karel/harvester',
    search: 'random',
    seed: 9,
    budget: 100_000,
    episodes: 16,
    'fresh-episodes': 7,
    set: { neighbours: '64', space: 'old' },
    option: { height: 12 },
    workers: 1,
    'metrics-host': '127.0.0.1',
  })
  expect(origin('set', 'neighbours')).toBeUndefined()
  expect(origin('set', 'space')).toBe(join(folder, 'plan.yaml'))
})

test('the task of the command line wins, and one of the two is needed', async () => {
  expect((await gathered('task: karel/maze', {}, 'karel/topoff')).request.task).toBe('karel/topoff')
  await expect(gathered('seed: 1')).rejects.toThrow('task: expected a task')
})

test('paths in a file start from its folder', async () => {
  const { request } = await gathered('task: a/b\nruns: mine\ndomain: [./domain.mjs, some-package]')
  expect([request.runs, request.domain]).toEqual([join(folder, 'mine'), [join(folder, 'domain.mjs'), 'some-package']])
})

test('a wrong value names the file, the field, the value and what was expected', async () => {
  const file = join(folder, 'plan.yaml')
  await expect(gathered('task: a/b\nseed: minus one')).rejects.toThrow(
    `${file}: seed: expected a whole number from 0 to 4294967295, got "minus one"`,
  )
  await expect(gathered('task: a/b\nset: [1]')).rejects.toThrow(`${file}: set: expected name=value, got 1`)
  await expect(gathered('task: a/b\nbudgte: 5')).rejects.toThrow(
    `${file}: budgte: expected a known name (did you mean "budget"?), got 5`,
  )
  await expect(gathered('just text')).rejects.toThrow(
    `${file}: configuration: expected a mapping of flag names to values`,
  )
  await expect(gathered('a: [1')).rejects.toThrow(`${file}: configuration: expected YAML`)
  await expect(
    gatherRequest({ task: 'a/b', config: 'none.yaml', flags: defaults, given: {}, folder }),
  ).rejects.toMatchObject({
    code: 'E_USAGE',
  })
})

test('an empty file changes nothing', async () => {
  expect((await gathered('', {}, 'a/b')).request).toMatchObject({ task: 'a/b', seed: 0, budget: 100_000 })
})
