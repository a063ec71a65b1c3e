import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-match-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function match(...args: string[]) {
  await using process = startCairn(['match', ...args])
  const code = await process.exit
  return { code, out: process.stdout(), err: process.stderr() }
}

test('two bots play, and the end is shown in words', async () => {
  const { code, out } = await match('WorkerRush', 'LightRush')
  expect(code).toBe(0)
  expect(out).toContain('WorkerRush against LightRush on basesWorkers8x8A')
  expect(out).toContain('  . W B . . . . .')
  expect(out.trimEnd()).toMatch(/WorkerRush \(player 0\) has won after 195 ticks$/)
})

test('a program from a file plays, and the match is written picture by picture', async () => {
  const file = join(folder, 'program.txt')
  writeFileSync(file, 'for(Unit u){\n  u.train(Worker,Up,5)\n  u.attack(Closest)\n}\n')
  const replay = join(folder, 'match.json')
  const { code, out } = await match(file, 'PassiveAI', '--replay', replay, '--json')
  expect(code).toBe(0)
  const result = JSON.parse(out)
  expect(result).toMatchObject({ a: file, b: 'PassiveAI', winner: 0, score: 1, failure: null })
  const written = JSON.parse(readFileSync(replay, 'utf8'))
  expect(written).toMatchObject(result)
  expect(written.frames).toHaveLength(result.ticks + 1)
  expect(written.frames[0].caption).toBe('tick 0  resources 5 and 5')
})

test('a program that fails loses nothing but the match, and it is said why', async () => {
  const { code, out } = await match('u.moveAway()', 'PassiveAI', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ winner: -1, score: -1, failure: expect.stringContaining('player 0, tick 0') })
})

test.each([
  [['WorkrRush', 'LightRush'], 'a: expected the name of a bot, a program of MicroLanguage, or a file with one'],
  [['WorkerRush', 'LightRush', '--map', 'basesWorker8x8A'], 'did you mean'],
  [['WorkerRush', 'LightRush', '--max-ticks', '0'], '--max-ticks: expected a whole number from 1'],
  [['WorkerRush'], "missing required argument 'b'"],
])('%j says what was expected and ends with 2', async (args, message) => {
  const { code, out, err } = await match(...args)
  expect(err).toContain(message)
  expect([code, out]).toEqual([2, ''])
})
