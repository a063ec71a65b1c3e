import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { page } from '../../test/kit/page.ts'
import { readPlanFile } from './plan-file.ts'
import { resolveCampaign } from './resolve.ts'

// What docs/compare.md says of plans, held to the code.

const docs = page('compare.md')
const folder = mkdtempSync(join(tmpdir(), 'cairn-compare-docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plans = [...docs.text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, source]) => source!)

function written(source: string): string {
  const file = join(folder, 'plan.yaml')
  writeFileSync(file, source)
  return file
}

test('the plans on the page are plans', async () => {
  expect(plans.length).toBe(2)
  const sizes = []
  for (const source of plans) sizes.push((await resolveCampaign(await readPlanFile(written(source)))).cells.length)
  expect(sizes).toEqual([2 * 2 * 8, 3 * 3 * 12])
})

test('the tables on the page have every field of a plan, a task and a search, and no other', async () => {
  const fields = docs.rows('The plan').flatMap(({ field }) => field!.split(', '))
  const [plan, task, search] = [fields.slice(0, 11), fields.slice(11, 17), fields.slice(17)]
  const known = async (source: string) => {
    const message = await readPlanFile(written(source)).then(String, (error: Error) => error.message)
    return /expected one of (.*), got/.exec(message)?.[1]?.split(', ').toSorted()
  }
  const rest = 'name: x\nseeds: 1\n'
  expect(await known(`${rest}tasks: [t]\nsearches: [s]\nqqqqqqqq: 1`)).toEqual(plan.toSorted())
  expect(await known(`${rest}tasks: [{ task: t, qqqqqqqq: 1 }]\nsearches: [s]`)).toEqual(task.toSorted())
  expect(await known(`${rest}tasks: [t]\nsearches: [{ search: s, qqqqqqqq: 1 }]`)).toEqual(search.toSorted())
})
