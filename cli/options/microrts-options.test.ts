import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findDomain } from '@cairn/domains'
import { parse } from '@cairn/language'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'
import { signatureOf } from './signature.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-microrts-options-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

async function cairn(...args: string[]) {
  await using process = startCairn(args, { CAIRN_RUNS: join(folder, 'runs') })
  const code = await process.exit
  return { code, out: process.stdout(), err: process.stderr() }
}

async function built(name: string, ...args: string[]): Promise<string> {
  const file = join(folder, name)
  const from = ['--from', 'random:30', '--states', '12', '--output', file]
  const { code, err } = await cairn('options', 'build', 'microrts/NoWhereToRun9x8', ...from, ...args)
  expect([code, err]).toEqual([0, expect.stringMatching(/^30 programs, /m)])
  return readFileSync(file, 'utf8')
}

const microrts = findDomain('microrts')!
const signature = (kind: string, text: string) =>
  signatureOf(microrts, kind, parse(microrts.language, text, kind), 200)!

test('options of MicroRTS are told apart by what they order, on any number of threads, and searches use them', async () => {
  const one = await built('one.jsonl', '--workers', '1')
  expect(await built('two.jsonl', '--workers', '2')).toBe(one)
  const [head, ...rows] = one.trimEnd().split('\n')
  const { kinds } = JSON.parse(head!)
  const told = kinds.filter(({ behaviours }: { behaviours: number | null }) => behaviours !== null)
  expect(told.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['B', 'C', 'S'])
  for (const { texts, behaviours } of told) {
    expect(behaviours).toBeGreaterThan(3)
    expect(behaviours).toBeLessThan(texts)
  }
  const statement = rows.findIndex((row) => JSON.parse(row).kind === 'S')
  const shown = await cairn('options', 'show', join(folder, 'one.jsonl'), String(statement), '--no-animate')
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('In 12 sampled states')])

  const search = ['search', 'microrts/bases-workers8x8a', '--option', 'max-ticks=40', '--episodes', '2']
  const short = ['--budget', '30', '--fresh-episodes', '0', '--workers', '2', '--quiet']
  for (const [name, setting] of [
    ['innatecoder', `programs=library:${join(folder, 'one.jsonl')}`],
    ['liss-r', 'samples=20'],
  ] as const) {
    const set = ['--set', setting, '--set', 'states=12']
    const { code, err } = await cairn(...search, ...short, '--search', name, ...set, '--run', name)
    expect([code, err]).toEqual([0, ''])
  }
}, 120_000)

test('a command acts in the positions in which it can', () => {
  const attack = signature('C', 'u.attack(Closest)')
  expect(attack.acts).toBeGreaterThan(50)
  expect(attack.acts).toBeLessThan(200)
  expect(attack.traces).toBeGreaterThan(20)
  expect(attack.endings).toEqual({ completed: 200 })
  expect(signature('C', 'u.harvest(0)')).toMatchObject({ acts: 0, traces: 1, actions: { least: 0, mean: 0, most: 0 } })
  const build = signature('C', 'u.build(Base,Up,9)')
  expect(build.endings.crashed).toBeGreaterThan(0)
})

test('a condition that always holds, and one that never does, act differently', () => {
  const always = signature('B', 'HasNumberOfUnits(Worker,0)')
  const never = signature('B', 'HasNumberOfUnits(Worker,100)')
  const base = signature('B', 'u.is(Base)')
  expect(always.acts).toBeGreaterThan(100)
  expect(never.acts).toBeGreaterThan(50)
  expect(base.acts).toBeGreaterThan(never.acts)
})
