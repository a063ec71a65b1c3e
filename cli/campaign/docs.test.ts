import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { page } from '../../test/kit/page.ts'
import { parsePlan, readPlanFile } from '../compare/plan-file.ts'
import { resolveCampaign } from '../compare/resolve.ts'
import { diskBounds } from './disk-bound.ts'
import { mostFixtures } from './league/fixtures.ts'
import { bytesPerMatch } from './league/match-book.ts'

// What docs/campaigns.md says, held to the code.

const docs = page('campaigns.md')
const folder = mkdtempSync(join(tmpdir(), 'cairn-campaign-docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the plan on the page is a plan', async () => {
  const [, source] = /```yaml\n([\s\S]*?)```/.exec(docs.text)!
  const file = join(folder, 'plan.yaml')
  writeFileSync(file, source!)
  const plan = await readPlanFile(file)
  expect((await resolveCampaign(plan)).cells.length).toBe(2 * 5 * 5)
  expect(plan.league).toMatchObject({ checkpoints: 20, 'max-ticks': 7000 })
})

test('the table of the league has its fields and no other', () => {
  const rest = 'name: x\nseeds: 1\ntasks: [t]\nsearches: [s]\n'
  const known = /expected one of (.*), got/.exec(thrown(() => parsePlan(`${rest}league: { qqqqqqqqqq: 1 }`, 'x')))
  const fields = docs.rows('The plan').map(({ field }) => field)
  expect(fields).toEqual(known![1]!.split(', '))
})

test('the bounds of the disk and of the matches are those of the code', () => {
  const text = docs.section('Disk')
  expect(text).toContain(`${diskBounds.perEvaluation} bytes for each evaluation`)
  expect(text).toContain(`${diskBounds.perRun / 1e6} MB for each run`)
  expect(text).toContain(`${bytesPerMatch} bytes for each match`)
  const [L, S, B, C] = [4, 5, 3, 20]
  expect(mostFixtures({ learners: L, seeds: S, bots: B, checkpoints: C })).toBe(
    L * S * (L * S - 1) + 2 * L * S * B + C * (2 * L * S * B + S * L * (L - 1)),
  )
})

function thrown(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('nothing was thrown')
}
