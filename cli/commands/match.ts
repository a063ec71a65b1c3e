import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { patient } from '../campaign/league/patient.ts'
import { command, required } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { choice, integer, text, toggle } from '../flags.ts'
import { onInterrupt } from '../interrupt.ts'
import { replayDefaults } from '../replay-run.ts'
import { line } from '../shell.ts'
import { grouped } from '../terminal/numbers.ts'
import { animate, printFrames, thin } from '../terminal/replay.ts'

export const match = command({
  name: 'match',
  summary: 'play a match of MicroRTS between two programs or bots, and show it',
  args: {
    a: required('player 0: name of a bot, a program, or a file that holds one'),
    b: required('player 1'),
  },
  flags: {
    map: text('the map; a wrong name lists what there is', { takes: 'name', default: 'basesWorkers8x8A' }),
    'max-ticks': integer('ticks after which it is a draw', {
      min: 1,
      max: 1_000_000,
      byDefault: 'by the height of the map',
    }),
    table: choice('unit types', ['ORIGINAL', 'FINETUNED', 'NON_DETERMINISTIC'], { default: 'FINETUNED' }),
    conflict: choice('which of two actions that cannot both happen are cancelled', ['BOTH', 'RANDOM', 'ALTERNATING'], {
      default: 'BOTH',
    }),
    loop: choice('who decides first', ['synthesis', 'reference'], { default: 'reference' }),
    fog: toggle('players see what their units see'),
    view: integer('player who draws from the seed itself and, in the loop synthesis, decides first', {
      min: 0,
      max: 1,
      default: 0,
    }),
    failures: choice('a program that fails ends the match, or waits in that tick', ['end', 'wait'], { default: 'end' }),
    seed: integer('of all that is random', { min: 0, max: 2 ** 32 - 1, default: 0 }),
    replay: text('write the match into this file, a picture per tick, as JSON', { takes: 'file' }),
    frames: integer('pictures shown at most', {
      min: 1,
      byDefault: `${replayDefaults.frames}; ${replayDefaults.stillFrames} when not animated`,
    }),
    'delay-ms': integer('pause between two pictures', { min: 0, max: 60_000, default: replayDefaults.delayMs }),
    'no-animate': toggle('print the pictures one under the other'),
    json: toggle('print the result as one JSON object, and no pictures'),
  },
  notes:
    'Player 0 is drawn in capitals. B base, K barracks, W worker, L light, H heavy, R ranged, $ resource, * carries.',
  examples: [
    ['match WorkerRush LightRush --map basesWorkers16x16A', 'two scripted bots'],
    [
      'match best.txt CoacAI/FF --replay match.json',
      'a program that a run found, against a bot with another path finder',
    ],
  ],
  async run({ args, flags }, { out, folder }) {
    const domains = await import('@cairn/domains')
    const map = domains.openMap(flags.map)
    const [a, b] = [contestant('a', args.a), contestant('b', args.b)]
    const state = domains.createState(map, {
      table: domains.unitTables[flags.table],
      conflict: flags.conflict,
    })
    const frames = [frameOf(0)]
    const view = flags.view === 0 ? 0 : 1
    const end = domains.playMatch(
      state,
      view === 0 ? [a, b] : [b, a],
      view,
      {
        ...{ loop: flags.loop, fog: flags.fog, seed: flags.seed },
        maxTicks: flags['max-ticks'] ?? domains.tickLimit(map.height),
      },
      { advanced: (now) => frames.push(frameOf(now.time)) },
    )
    const result = {
      map: map.name,
      a: a.name,
      b: b.name,
      seed: flags.seed,
      ticks: end.ticks,
      winner: end.winner,
      score: view === 0 || end.score === -1 ? end.score : 1 - end.score,
    }
    const failure = end.failure?.message ?? null
    if (flags.replay !== undefined) {
      const { writeWhole } = await import('@cairn/coordinator')
      writeWhole(resolve(folder, flags.replay), `${JSON.stringify({ ...result, failure, frames })}\n`)
    }
    if (flags.json) {
      line(out, JSON.stringify({ ...result, failure }))
      return exitCodes.ok.code
    }
    line(out, out.colors.bold(`${a.name} against ${b.name} on ${map.name}`))
    const animated = out.live && !flags['no-animate']
    const shown = thin(frames, flags.frames ?? (animated ? replayDefaults.frames : replayDefaults.stillFrames))
    if (animated) {
      using interrupt = onInterrupt()
      await animate(shown, flags['delay-ms'], out, interrupt.signal)
    } else printFrames(shown, out)
    const names = [a.name, b.name]
    const verdict = end.winner === -1 ? domains.endText(end) : `${names[end.winner]} (player ${end.winner}) has won`
    line(out, `\n${out.colors.bold(verdict)} after ${grouped(end.ticks)} ticks`)
    return exitCodes.ok.code

    function frameOf(tick: number) {
      const [own, other] = state.stock
      return {
        ...{ picture: domains.drawState(state), inks: domains.inkState(state) },
        caption: `tick ${tick}  resources ${own} and ${other}`,
      }
    }

    function contestant(field: 'a' | 'b', named: string) {
      const file = resolve(folder, named)
      const read = existsSync(file) ? readFileSync(file, 'utf8') : named
      try {
        const { make, name } = domains.readContestant(read)
        const one = { make, name: read === named ? name : named }
        return flags.failures === 'wait' ? patient(one) : one
      } catch (error) {
        if (!(error instanceof domains.BadContestant)) throw error
        throw new BadUsage(
          field,
          named,
          `the name of a bot, a program of MicroLanguage, or a file with one (${error.message})`,
        )
      }
    }
  },
})
