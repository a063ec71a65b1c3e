import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { verifySuite } from '../../verify.ts'
import type { EpisodeRecord } from './env.ts'

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T
type Damaged = Mutable<EpisodeRecord>

const records = golden<EpisodeRecord>('minigrid/env_episodes')
/** Some of every room. */
const various = records.filter((_, i) => i % 4 === 0)
const { check } = verifySuite('minigrid-env')

/** What every record holds, one after the other. */
const everywhere: readonly [what: string, damage: (record: Damaged) => void, says: RegExp][] = [
  ['the mission', (record) => (record.mission += '!'), /^mission: /],
  ['the height', (record) => record.height++, /^height: /],
  ['a cell of the start', ({ init }) => (init.cells[0] = [9, 0, 0]), /cell 0: |obs: column/],
  ['an action too many', ({ actions }) => actions.push(6), /^steps: expected one per action/],
  ['a position', ({ steps }) => last(steps).pos[0]++, /^step \d+: agent: /],
  ['a direction', ({ steps }) => (last(steps).dir = (last(steps).dir + 1) % 4), /^step \d+: agent: /],
  ['a reward', ({ steps }) => (last(steps).reward += 1e-9), /^step \d+: reward: /],
  ['an end', ({ steps }) => (last(steps).terminated = !last(steps).terminated), /^step \d+: terminated: /],
  ['a truncation', ({ steps }) => (last(steps).truncated = !last(steps).truncated), /^step \d+: truncated: /],
  ['a carried object', ({ steps }) => (last(steps).carrying = [5, 5, 0]), /^step \d+: carrying: /],
  ['a changed cell', ({ steps }) => (last(steps).changed = [[0, 0, 1, 0, 0]]), /^step \d+: cell 0: /],
  ['the count of steps', ({ final }) => final.step_count++, /^final: step_count: /],
  ['a cell of the end', ({ final }) => (last(final.cells)[1] = 0), /^final: cell \d+: /],
  ['the agent at the end', ({ final }) => final.agent_pos[1]++, /^final: agent: /],
]

test.each(everywhere)('%s that is damaged is told, in every room', (_, damage, says) => {
  for (const record of various) expect(check(damaged(record, damage)), `record of ${record.env}`).toMatch(says)
})

test('a cell of a view that is damaged is told, be it seen or hidden', () => {
  const views = records.flatMap((record) => record.steps.flatMap(({ obs }, step) => (obs ? [{ record, step }] : [])))
  expect(views).toHaveLength(205)
  for (const [i, { record, step }] of views.entries()) {
    const [column, row] = [i % 7, Math.floor(i / 7) % 7]
    const found = check(damaged(record, ({ steps }) => flip(steps[step]!.obs![column]![row]!)))
    expect(found).toContain(`step ${step}: obs: column ${column}, row ${row}: `)
  }
})

test('an observation at the start is checked too', () => {
  const viewed = records.filter(({ init_obs }) => init_obs !== undefined)
  expect(viewed.length).toBeGreaterThan(20)
  for (const record of viewed) {
    expect(check(damaged(record, ({ init_obs }) => init_obs!.direction++))).toMatch(/^start: obs: direction: /)
    expect(check(damaged(record, ({ init_obs }) => init_obs!.image.pop()))).toMatch(/^start: obs: expected 42 cells/)
    expect(check(damaged(record, ({ init_obs }) => (init_obs!.mission = 'stay')))).toMatch(/^start: obs: mission: /)
  }
})

test('what is hidden behind walls is not what would be seen through them', () => {
  const through = records.map((record) =>
    damaged(record, (other) => (other.see_through_walls = !other.see_through_walls)),
  )
  expect(through.filter((record) => /obs: column/.test(String(check(record)))).length).toBeGreaterThan(30)
})

test('another room is not the one recorded, and a room that is not known is refused', () => {
  for (const env of ['LavaGap', 'PutNear', 'RedBlueDoor', 'DoorKey-8', 'EmptyRandom-6']) {
    const played = records.filter((record) => record.env === env)
    const elsewhere = played.map((record) => check(damaged(record, (other) => other.seed++)))
    expect(elsewhere.filter((difference) => String(difference).startsWith('start: ')).length, env).toBeGreaterThan(1)
  }
  const other = damaged(records[0]!, (record) => (record.env = 'Maze-9'))
  expect(check(other)).toMatch(/"Maze-9" is none of the rooms/)
})

function damaged(record: EpisodeRecord, damage: (record: Damaged) => void): EpisodeRecord {
  const copy = structuredClone(record) as Damaged
  damage(copy)
  return copy as EpisodeRecord
}

function flip(cell: number[]): void {
  cell[0] = cell[0] === 9 ? 8 : 9
}

function last<T>(list: readonly T[]): T {
  return list.at(-1) as T
}
