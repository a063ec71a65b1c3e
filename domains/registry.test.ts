import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { karel } from './karel/index.ts'
import {
  BadDomain,
  domainOf,
  findDomain,
  listTasks,
  loadDomain,
  openTask,
  registerDomain,
  taskCard,
} from './registry.ts'
import type { Domain } from './task.ts'
import { canonicalOptions, parseOptions } from './task-spec.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-domains-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the domain karel has eighteen standard tasks, the five of Karel-Long, six of LEAPS and ten of HPRL', () => {
  const names = karel.tasks.map(({ name }) => name)
  expect(names).toHaveLength(39)
  expect(names).toContain('karel/stair-climber-sparse')
  expect(names).toContain('karel/inf-harvester')
  expect(findDomain('karel')).toBe(karel)
  expect(listTasks()).toEqual(expect.arrayContaining([...karel.tasks]))
})

test.each(['karel/stair-climber-sparse', 'karel/StairClimberSparse', 'Karel/stair_climber_sparse'])(
  '%s is a name of the sparse staircase',
  (name) => {
    expect(openTask(name).spec.name).toBe('karel/stair-climber-sparse')
    expect(taskCard(name).name).toBe('karel/stair-climber-sparse')
    expect(domainOf(name)).toBe(karel)
  },
)

test.each([
  ['karel/harvster', 'karel/harvester'],
  ['harvester', 'karel/harvester'],
  ['maze', 'karel/maze'],
  ['karl/top-off', 'karel/top-off'],
  ['minecraft/village-of-the-lost', undefined],
])('%s is unknown; the nearest is %s', (name, nearest) => {
  expect(() => openTask(name)).toThrow(expect.objectContaining({ code: 'E_UNKNOWN_TASK', task: name, nearest }))
})

test('a task opens from its name and options, and from its spec', () => {
  const { spec } = openTask('karel/maze', { height: 12, width: '14' })
  expect(spec.options).toMatchObject({ height: 12, width: 14, crashable: false, 'max-calls': 10_000 })
  expect(openTask(spec).spec).toEqual(spec)
})

test.each([
  ['karel/stair-climber', { height: 8 }, 'height', 'at least the width, 12: the stairs need the room'],
  [
    'karel/snake',
    { height: 3, width: 25 },
    'width',
    'at least 26 when the height is 3: the snake and its food need room',
  ],
  [
    'karel/maze',
    { 'max-calls': 1_000_000 },
    'max-calls',
    'at most 264917 in a world of this size, so that rounding hides no solution',
  ],
])('%s with %o is refused: the options do not fit together', (name, options, field, expected) => {
  expect(() => openTask(name, options)).toThrow(expect.objectContaining({ code: 'E_BAD_TASK', field, expected }))
})

test('the canonical text of options has its keys sorted and reads back', () => {
  const { spec } = openTask('karel/wall-avoider', { 'start-offset': 1 })
  const text = canonicalOptions(spec)
  expect(text).toBe('{"crashable":false,"height":8,"max-calls":10000,"start-offset":1,"turn-on-block":true,"width":5}')
  expect(parseOptions(spec.name, text)).toEqual(spec.options)
})

test.each(['', '[]', 'null', '{"a":', '{"a":{}}', '{"a":null}'])('%j is no text of options', (text) => {
  expect(() => parseOptions('karel/maze', text)).toThrow(expect.objectContaining({ code: 'E_BAD_TASK' }))
})

test('a domain of your own is registered under its name; another of the same name is refused', () => {
  const mine: Domain = { ...karel, name: 'mine', tasks: [{ name: 'mine/dig', summary: 'dig', options: {} }] }
  registerDomain(mine)
  registerDomain(mine)
  expect(domainOf('mine/Dig')).toBe(mine)
  expect(() => registerDomain({ ...mine, hash: 'another' })).toThrow(BadDomain)
})

test('a module that exports a domain is loaded by its path', async () => {
  const path = join(folder, 'theirs.mjs')
  writeFileSync(
    path,
    `export const domain = { name: 'theirs', language: {}, hash: '1', tasks: [{ name: 'theirs/a', summary: '', options: {} }], task() {} }`,
  )
  expect((await loadDomain(path)).name).toBe('theirs')
  expect(taskCard('theirs/a').name).toBe('theirs/a')
})

test.each([
  ['export default 1', 'no domain is exported, as default or as `domain`'],
  ['export default { name: "Bad Name" }', 'name: expected [a-z][a-z0-9-]*'],
  [
    'export default { name: "x", language: {}, hash: "1", tasks: [{ name: "y/a" }], task() {} }',
    'tasks: expected names that begin with x/, got y/a',
  ],
])('a module that says %j is refused', async (source, problem) => {
  const path = join(mkdtempSync(join(folder, 'bad-')), 'domain.mjs')
  writeFileSync(path, source)
  await expect(loadDomain(path)).rejects.toMatchObject({ code: 'E_BAD_DOMAIN', domain: path, problem })
})

test('a module that is not there is refused', async () => {
  await expect(loadDomain('./no-such-domain.mjs')).rejects.toMatchObject({ code: 'E_BAD_DOMAIN' })
  await expect(loadDomain('no-such-package')).rejects.toMatchObject({ code: 'E_BAD_DOMAIN' })
})
