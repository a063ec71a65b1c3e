import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Conversation } from '@cairn/domains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linesOf } from '../../test/kit/socket-transcripts.ts'
import { findPlayer } from './player.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-player-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** One program: as it is printed, as the reference logs it, and as models write it. */
const spellings = {
  'canonical.txt': 'for(Unit u){u.harvest(2) u.train(Worker,EnemyDir,7) if(u.is(Worker)) then {u.attack(Closest)}}\n',
  'serialised.txt':
    'S;For_S;S;S_S;S;C;Harvest;2;S;S_S;S;C;Train;Worker;EnemyDir;7;S;If_B_then_S;B;is_Type;Worker;S;C;Attack;Closest',
  'asked.txt': `for(Unit u){
    u.harvest(2)
    u.train(Worker, EnemyDir, 7)
    if(u.is_Type(Worker)){
      u.attack(Closest)
    }
  }`,
}

/** What the player of a name says to the requests of transcript 1. */
async function answersOf(named: string) {
  const faults: string[] = []
  const player = await findPlayer(named, folder)
  const conversation = new Conversation(player.make(0), {
    name: player.name,
    listener: { fault: ({ message }) => faults.push(message) },
  })
  const answers = linesOf(1, 'java').map((line) => conversation.hear(line))
  return { answers: answers.filter((answer) => answer?.startsWith('[')), faults }
}

test('a program is the same player in all its spellings, and plays', async () => {
  for (const [file, text] of Object.entries(spellings)) await writeFile(join(folder, file), text)
  const [first, ...others] = await Promise.all(Object.keys(spellings).map(answersOf))
  expect(first.answers).toHaveLength(195)
  expect(first.answers[0]).toContain('"unitType":"Worker"')
  expect(first.faults).toEqual([])
  for (const other of others) expect(other).toEqual(first)
})

test('a program that fails goes on without orders, and says why once', async () => {
  await writeFile(join(folder, 'loose.txt'), 'u.attack(Closest)')
  const { answers, faults } = await answersOf('loose.txt')
  expect(new Set(answers)).toEqual(new Set(['[]']))
  expect(faults).toEqual([expect.stringMatching(/^tick 0: the bot failed and orders nothing: .*outside of all loops/)])
})

test('a bot is found by its name, with a path finder', async () => {
  expect((await answersOf('WorkerRush')).answers).toEqual(linesOf(1, 'agent').filter((line) => line.startsWith('[')))
  expect((await findPlayer('LightRush/BFS', folder)).name).toBe('LightRush/BFS')
})

test('what is neither is refused with what was expected', async () => {
  await writeFile(join(folder, 'broken.txt'), 'for(Unit u){u.attack(Nearest)}')
  const refused = (named: string) => expect(findPlayer(named, folder)).rejects
  await refused('WorkrRush').toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('did you mean WorkerRush?'),
  })
  await refused('broken.txt').toMatchObject({ code: 'E_USAGE', message: expect.stringContaining('Nearest') })
  await refused('missing.txt').toMatchObject({ code: 'E_USAGE' })
  await refused('.').toMatchObject({ code: 'E_USAGE' })
})
