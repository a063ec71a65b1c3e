import { type Program, print, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { microrts } from '../../domains/microrts/domain.ts'
import type { Game } from '../../test/kit/arena.ts'
import { runInArena } from '../../test/kit/arena.ts'
import { searches } from '../registry.ts'

const task = microrts.task('microrts/bases-workers8x8a', { 'max-ticks': 300 })

/** Matches on a small map, each played once. */
function matches(): Game {
  const known = new Map<string, number>()
  return {
    language: microrts.language,
    match(program, opponent, player) {
      const key = `${player} ${program} ${opponent}`
      const played = known.get(key) ?? task.against!([opponent]).prepare(program).episode(player).return
      known.set(key, played)
      return played
    },
    trimmed(program, opponents) {
      const prepared = task.against!(opponents).prepare(program)
      const usage = new Uint8Array(program.length)
      for (let episode = 0; episode < 2 * opponents.length; episode++) {
        const { usage: seen } = prepared.episode(episode, { usage: true })
        for (const [at, flags] of seen!.entries()) usage[at]! |= flags
      }
      return microrts.language.trim!(program, usage)
    },
  }
}

const score = (program: Program, opponent: Program) => {
  const game = matches()
  return (game.match(program, opponent, 0) + game.match(program, opponent, 1)) / 2
}

test.each(['ibr', 'fp', 'do', '2l'])(
  '%s finds programs that beat the one before, from the empty one on',
  async (name) => {
    const search = searches.find((each) => each.name === name)!
    const options = { neighbours: 200, 'response-evaluations': 300 }
    const { crowned, charged } = await runInArena(search, options, { game: matches(), rng: seededRng(2), budget: 400 })
    expect(print(microrts.language, crowned[0]!)).toBe('e')
    expect(crowned.length).toBeGreaterThan(1)
    expect(score(crowned[1]!, crowned[0]!)).toBe(1)
    expect(charged).toBeLessThanOrEqual(400)
  },
)
