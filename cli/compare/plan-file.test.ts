import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { readPlanFile } from './plan-file.ts'
import { resolveCampaign } from './resolve.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-plans-'))
const file = join(folder, 'plan.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const whole = {
  name: 'name: tiny',
  tasks: 'tasks: [karel/harvester, karel/four-corners]',
  searches: 'searches: [hill-climb, random]',
  seeds: 'seeds: 2',
}

/** A plan with some of its lines in other words. */
function written(lines: Partial<Record<keyof typeof whole | 'more', string>>): string {
  writeFileSync(file, Object.values({ ...whole, ...lines }).join('\n'))
  return file
}

const campaign = async (lines: Parameters<typeof written>[0] = {}) =>
  resolveCampaign(await readPlanFile(written(lines)))

test('tasks x searches x seeds become runs with names of their own, seeds outermost, everything filled in', async () => {
  const { name, cells } = await campaign()
  expect(name).toBe('tiny')
  expect(cells.map(({ plan }) => plan.run)).toEqual([
    ...['tiny-harvester-hill-climb-0', 'tiny-harvester-random-0'],
    ...['tiny-four-corners-hill-climb-0', 'tiny-four-corners-random-0'],
    ...['tiny-harvester-hill-climb-1', 'tiny-harvester-random-1'],
    ...['tiny-four-corners-hill-climb-1', 'tiny-four-corners-random-1'],
  ])
  const [first] = cells
  expect(first).toMatchObject({ task: 'harvester', search: 'hill-climb', plan: { seed: 0, budget: 1e5, episodes: 16 } })
  expect(first!.plan.search.options).toHaveProperty('neighbours')
})

test('a task has the last word on sizes and options, and set-for the last word on options of a search', async () => {
  const { cells } = await campaign({
    tasks: 'tasks: [{ task: karel/harvester, label: Small, budget: 7, option: { width: 10 } }, karel/four-corners]',
    searches: 'searches: [{ search: hill-climb, set: { neighbours: 9 }, set-for: { Small: { neighbours: 8 } } }]',
    seeds: 'seeds: 1',
    more: 'budget: 2k\nepisodes: 3\noption: { crashable: true, width: 12, height: 10 }',
  })
  const seen = cells.map(({ task, plan: { budget, episodes, search, task: of } }) => [
    ...[task, budget, episodes, search.options.neighbours, of.options.width, of.options.crashable],
  ])
  expect(seen).toEqual([
    ['Small', 7, 3, 8, 10, true],
    ['four-corners', 2_000, 3, 9, 12, true],
  ])
})

test('a grid is a search for every choice of its values, named by them', async () => {
  const { cells } = await campaign({
    tasks: 'tasks: [karel/harvester]',
    searches:
      'searches: [random, { search: hill-climb, label: HC, set: { climbers: 2 }, grid: { neighbours: [8, 9], space: [old, clean] }, set-for: { harvester: { climbers: 3 } } }]',
    seeds: 'seeds: 1',
  })
  const seen = cells.map(({ search, plan: { run, search: of } }) => [
    ...[search, run, of.options.neighbours, of.options.space, of.options.climbers],
  ])
  expect(seen).toEqual([
    ['random', 'tiny-harvester-random-0', undefined, undefined, undefined],
    ['HC 8 old', 'tiny-harvester-hc-8-old-0', 8, 'old', 3],
    ['HC 8 clean', 'tiny-harvester-hc-8-clean-0', 8, 'clean', 3],
    ['HC 9 old', 'tiny-harvester-hc-9-old-0', 9, 'old', 3],
    ['HC 9 clean', 'tiny-harvester-hc-9-clean-0', 9, 'clean', 3],
  ])
})

test.each([
  ['{ search: hill-climb, grid: { neighbours: [] } }', 'searches[1].grid.neighbours: expected one value at least'],
  ['{ search: hill-climb, grid: { neighbours: 8 } }', 'searches[1].grid.neighbours: expected a list of values, got 8'],
  ['{ search: hill-climb, grid: [8] }', 'searches[1].grid: expected a mapping of options to lists of values'],
  ['{ search: hill-climb, grid: { neighbours: [many] } }', 'searches[1].set.neighbours: expected a whole number'],
  ['{ search: hill-climb, grid: { neighbors: [8] } }', 'searches[1]: no option of hill-climb is called "neighbors"'],
  ['{ search: hill-climb, grid: { neighbours: [8, 8] } }', 'searches[1].label: expected a label of its own'],
  [
    '{ search: hill-climb, label: a label that has thirty-nine characters, grid: { neighbours: [8] } }',
    'searches[1].label: expected up to 40 characters with the values of the grid',
  ],
])('a grid is checked: %s', async (grid, message) => {
  await expect(campaign({ searches: `searches: [random, ${grid}]` })).rejects.toThrow(message)
})

test('seeds are a count, a range, or a list of seeds and ranges', async () => {
  const seeds = async (text: string) => (await readPlanFile(written({ seeds: `seeds: ${text}` }))).seeds
  expect(await seeds('3')).toEqual([0, 1, 2])
  expect(await seeds('100-102')).toEqual([100, 101, 102])
  expect(await seeds('[7, 3, "10-11"]')).toEqual([7, 3, 10, 11])
})

const mistakes: readonly (readonly [what: string, lines: Parameters<typeof written>[0], message: RegExp])[] = [
  [
    'an unknown task',
    { tasks: 'tasks: [karel/harvster]' },
    /tasks\[0\]: .*"karel\/harvster".*did you mean karel\/harvester\?/,
  ],
  [
    'an unknown search',
    { searches: 'searches: [random, hill-clim]' },
    /searches\[1\]: .*"hill-clim".*did you mean "hill-climb"\?/,
  ],
  [
    'an option of another search',
    { searches: 'searches: [{ search: random, set: { neighbours: 3 } }]' },
    /searches\[0\]: no option of random is called "neighbours"/,
  ],
  [
    'an option that does not take the value',
    { searches: 'searches: [{ search: hill-climb, set: { neighbours: many } }]' },
    /searches\[0\]\.set\.neighbours: expected a whole number from 1 to \d+, got "many"/,
  ],
  [
    'an option of no task',
    { tasks: 'tasks: [{ task: karel/harvester, option: { hight: 8 } }]' },
    /tasks\[0\].*hight.*height/,
  ],
  [
    'an option for a task that is not there',
    { searches: 'searches: [{ search: random, set-for: { harvest: {} } }]' },
    /searches\[0\]\.set-for: expected a task's label \(did you mean "harvester"\?\), got "harvest"/,
  ],
  ['no seeds', { seeds: 'seeds: 0' }, /seeds: expected a count .*, got 0/],
  ['seeds left out', { seeds: '' }, /seeds: expected a count /],
  ['an empty list of seeds', { seeds: 'seeds: []' }, /seeds: expected a count .*, got \[\]/],
  ['a seed twice', { seeds: 'seeds: [1, "0-3"]' }, /seeds: expected every seed once, got 1/],
  ['a range the wrong way round', { seeds: 'seeds: 9-2' }, /seeds: expected .*, got "9-2"/],
  ['a budget in words', { more: 'budget: lots' }, /budget: expected a whole number from 1, got "lots"/],
  [
    'a budget of a task in words',
    { tasks: 'tasks: [{ task: karel/harvester, budget: lots }]' },
    /tasks\[0\]\.budget: expected .*, got "lots"/,
  ],
  ['no tasks', { tasks: 'tasks: []' }, /tasks: expected at least one task, got \[\]/],
  [
    'one task that is not in a list',
    { tasks: 'tasks: karel/harvester' },
    /tasks: expected a list of tasks, got "karel\/harvester"/,
  ],
  ['a task that is a number', { tasks: 'tasks: [3]' }, /tasks\[0\]: expected the name of a task or a mapping, got 3/],
  ['a field that is not one', { more: 'buget: 3' }, /buget: expected a known name \(did you mean "budget"\?\), got 3/],
  [
    'a field of a search that is not one',
    { searches: 'searches: [{ search: random, st: {} }]' },
    /searches\[0\]\.st: expected .*"set"/,
  ],
  [
    'a label twice',
    { searches: 'searches: [random, random]' },
    /searches\[1\]\.label: expected a label of its own; searches\[0\] has that one, got "random"/,
  ],
  [
    'labels that make one name',
    { searches: 'searches: [random, { search: hill-climb, label: Random! }]' },
    /label: expected labels that differ from "harvester x random"/,
  ],
  ['a name that no folder has', { name: 'name: Tiny/1' }, /name: expected up to 32 of a-z, 0-9 and -, got "Tiny\/1"/],
  [
    'a label that is too long',
    { searches: `searches: [{ search: random, label: ${'x'.repeat(41)} }]` },
    /searches\[0\]\.label: expected up to 40 characters/,
  ],
  [
    'names of runs that are too long',
    { name: `name: ${'n'.repeat(32)}`, searches: `searches: [{ search: random, label: ${'x'.repeat(40)} }]` },
    /label: expected labels short enough for a run's name/,
  ],
  ['something else than YAML', { more: '  : [' }, /plan: expected YAML, got /],
] // each a line

test.each(mistakes)('%s is refused, with the field, the value and what was expected', async (_, lines, message) => {
  const error = await campaign(lines).then(
    () => undefined,
    (thrown: Error & { code?: string }) => thrown,
  )
  expect(error?.message).toMatch(message)
  expect(error?.message.startsWith(`${file}: `)).toBe(true)
  expect(['E_USAGE', 'E_BAD_PLAN']).toContain(error?.code)
})

test('a file that is not there is said to be missing', async () => {
  await expect(readPlanFile(join(folder, 'none.yaml'))).rejects.toThrow(
    /plan: expected a file that can be read .*none\.yaml/,
  )
})

const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url))
const plans = readdirSync(examples).filter((name) => name.endsWith('.yaml'))

test.each(plans)('the example %s is a plan as it stands', async (name) => {
  const plan = await readPlanFile(join(examples, name))
  const { cells } = await resolveCampaign(plan)
  expect(cells.length).toBe(plan.tasks.length * plan.searches.length * plan.seeds.length)
  expect(name).toBe(plan.name === 'compare-example' ? 'compare.yaml' : `${plan.name}.yaml`)
  expect(plan.source).toMatch(new RegExp(`cairn (compare|campaign start) docs/examples/${name}`))
})
