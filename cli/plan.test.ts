import { expect, test } from 'vitest'
import { resolvePlan, type Wanted } from './plan.ts'

const wanted: Wanted = {
  ...{ task: 'karel/seeder', option: {}, search: 'hill-climb', set: {}, domain: [] },
  ...{ seed: 5, budget: 100, episodes: 4, 'fresh-episodes': 2 },
}
const byFlags = () => undefined
const byFile = () => '/plan.yaml'
const named = (stem: string) => `${stem}-again`

test('a plan has every default filled in and values of their own kind', async () => {
  const plan = await resolvePlan({ ...wanted, option: { height: '12' }, set: { neighbours: '32' } }, byFlags, named)
  expect(plan).toMatchObject({
    ...{ run: 'seeder-hill-climb-5-again', seed: 5, budget: 100, episodes: 4, freshEpisodes: 2 },
    task: { name: 'karel/seeder', options: { height: 12, width: 8 } },
    search: { name: 'hill-climb', options: { neighbours: 32, space: 'clean', climbers: 1 } },
  })
  expect((await resolvePlan({ ...wanted, run: 'mine' }, byFlags, named)).run).toBe('mine')
})

test('the name of a task may be written otherwise, the plan has the one it is registered by', async () => {
  expect((await resolvePlan({ ...wanted, task: 'Karel/Seeder' }, byFlags, named)).task.name).toBe('karel/seeder')
})

test('a value that an option does not take names the option, and the file if one gave it', async () => {
  const tall = { ...wanted, option: { height: 1000 } }
  await expect(resolvePlan(tall, byFlags, named)).rejects.toThrow(
    /^karel\/seeder: height: expected an integer from 3 to/,
  )
  await expect(resolvePlan(tall, byFile, named)).rejects.toThrow(
    /^\/plan.yaml: option.height: expected an integer .*, got 1000$/,
  )
  const few = { ...wanted, set: { neighbours: 0 } }
  await expect(resolvePlan(few, byFlags, named)).rejects.toThrow(
    /^hill-climb.neighbours: expected a whole number from 1/,
  )
  await expect(resolvePlan(few, byFile, named)).rejects.toThrow(/^\/plan.yaml: set.neighbours: expected .*, got 0$/)
})
