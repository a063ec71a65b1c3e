import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, print } from '@cairn/language'
import { expect, test } from 'vitest'
import { directTransport, evaluated } from '../test/kit/direct-transport.ts'
import { toyDomain, toyLanguage, toyTask } from '../test/kit/toy.ts'
import { searchNamed, toyLab, toyPlan } from '../test/kit/toy-lab.ts'
import {
  listRuns,
  type RunRecord,
  readImprovements,
  readManifest,
  readRun,
  runFiles,
  runsRoot,
  startRun,
} from './index.ts'

test('a finished run can be read: its plan, its state, its curve and its best program', async () => {
  await using lab = toyLab()
  const { folder, result, events } = await lab.start()
  const record = readRun(folder)
  expect(record).toMatchObject({
    run: 'toy-0',
    state: 'done',
    charged: result.charged,
    executed: result.executed,
    epoch: 1,
  })
  expect(record.manifest.plan).toEqual(toyPlan({ run: 'toy-0' }))
  expect(record.result).toEqual(result)
  expect(record.curve).toEqual(
    events.flatMap((event) =>
      event.event === 'best' ? [{ charged: event.charged, bestReturn: event.bestReturn }] : [],
    ),
  )
  expect(record.best?.bestReturn).toBe(result.bestReturn)
  const text = readFileSync(join(folder, runFiles.best), 'utf8')
  expect(parse(toyLanguage, text)).toEqual(Uint8Array.from(record.best!.program))
})

test('what a run found on its way: every improvement once, best first', async () => {
  await using lab = toyLab()
  const { folder, events } = await lab.start()
  const improvements = readImprovements(folder).map((program) => print(toyLanguage, program))
  const told = events.flatMap((event) => (event.event === 'best' ? [event.program] : []))
  expect(improvements[0]).toBe(told.at(-1))
  expect(improvements).toEqual(expect.arrayContaining(told))
  expect(new Set(improvements).size).toBe(improvements.length)
})

test('a run can be read while it is running, and shows only what is committed', async () => {
  await using lab = toyLab()
  const seen: RunRecord[] = []
  let sent = 0
  const transport = directTransport({
    answer(batch) {
      if (++sent % 5 === 0) seen.push(readRun(join(lab.root, 'toy-0')))
      return [evaluated(batch)]
    },
  })
  await lab.start({ transport })
  expect(seen.length).toBeGreaterThan(1)
  expect(new Set(seen.map(({ state }) => state))).toEqual(new Set(['running']))
  expect(seen.map(({ charged }) => charged)).toEqual(seen.map(({ charged }) => charged).toSorted((a, b) => a - b))
})

test('runs are listed by name; folders that are no runs are reported, and nothing crashes on them', async () => {
  await using lab = toyLab()
  const { folder } = await lab.start()
  await lab.start({ budget: 5 })
  mkdirSync(join(lab.root, 'empty'))
  mkdirSync(join(lab.root, '.new-unfinished'))
  mkdirSync(join(lab.root, 'garbage'))
  writeFileSync(join(lab.root, 'garbage', runFiles.manifest), '{"format":1,"plan":')
  mkdirSync(join(lab.root, 'future'))
  writeFileSync(join(lab.root, 'future', runFiles.manifest), '{"format":2}')
  const manifest = readFileSync(join(folder, runFiles.manifest), 'utf8')
  const embedded = JSON.stringify({ ...JSON.parse(manifest), embedding: { name: 'mine' } })
  mkdirSync(join(lab.root, 'bad-embedding'))
  writeFileSync(join(lab.root, 'bad-embedding', runFiles.manifest), embedded)
  for (const [name, journal] of [
    ['no-journal'],
    ['bad-journal', 'not a database at all, whatever its name says. '.repeat(99)],
  ]) {
    mkdirSync(join(lab.root, name!))
    writeFileSync(join(lab.root, name!, runFiles.manifest), manifest)
    if (journal !== undefined) writeFileSync(join(lab.root, name!, runFiles.journal), journal)
  }
  const listed = listRuns(lab.root)
  expect(listed.map((run) => [run.run, run.ok])).toEqual([
    ['bad-embedding', false],
    ['bad-journal', false],
    ['empty', false],
    ['future', false],
    ['garbage', false],
    ['no-journal', false],
    ['toy-0', true],
    ['toy-1', true],
  ])
  for (const run of listed) if (!run.ok) expect(run.error.message).toContain(join(lab.root, run.run))
  expect(listRuns(join(lab.root, 'nowhere'))).toEqual([])
})

test('the curve of forks counts them as side by side', async () => {
  await using lab = toyLab()
  const { folder, result } = await lab.start({ options: { neighbours: 30, climbers: 3 }, budget: 300 })
  const { curve } = readRun(folder)
  expect(curve.map(({ charged }) => charged)).toEqual(curve.map(({ charged }) => charged).toSorted((a, b) => a - b))
  expect(curve.at(-1)!.bestReturn).toBe(result.bestReturn)
  expect(curve.at(-1)!.charged).toBeLessThanOrEqual(result.charged)
})

test('the folder of a run is there whole or not at all, and a name is used once', async () => {
  await using lab = toyLab()
  const { folder } = await lab.start()
  const setup = {
    plan: toyPlan({ run: 'toy-0' }),
    root: lab.root,
    domain: toyDomain,
    task: toyTask,
    search: searchNamed('hill-climb'),
    transport: directTransport(),
  }
  expect(() => startRun(setup)).toThrow(expect.objectContaining({ code: 'E_RUN_EXISTS', folder }))
  for (const run of ['', '../x', 'Upper', 'a b', 'x'.repeat(65), '.new']) {
    expect(() => startRun({ ...setup, plan: toyPlan({ run }) })).toThrow(
      expect.objectContaining({ code: 'E_BAD_RUN_NAME' }),
    )
  }
  expect(readdirSync(lab.root)).toEqual(['toy-0'])
  const files = readdirSync(folder)
    .filter((name) => !name.startsWith('journal.db-'))
    .sort()
  expect(files).toEqual(['best.txt', 'holder.json', 'journal.db', 'lock.db', 'manifest.json'])
  rmSync(join(folder, runFiles.manifest))
  expect(() => readManifest(folder)).toThrow(expect.objectContaining({ code: 'E_BAD_RUN' }))
})

test('runs are kept where CAIRN_RUNS says, else in the home folder', () => {
  expect(runsRoot({ CAIRN_RUNS: '/elsewhere' })).toBe('/elsewhere')
  expect(runsRoot({})).toMatch(/\.cairn.runs$/)
})
