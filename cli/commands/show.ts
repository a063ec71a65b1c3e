import type { RunRecord } from '@cairn/coordinator'
import type { Task } from '@cairn/domains'
import { command, required } from '../command.ts'
import { integer, toggle } from '../flags.ts'
import { type ReplayOptions, replay, replayDefaults } from '../replay-run.ts'
import { runsFlag, workFlags } from '../search-flags.ts'
import { line, type Output } from '../shell.ts'
import { curve } from '../terminal/curve.ts'
import { duration, grouped, returned, some } from '../terminal/numbers.ts'
import { returnGrid } from '../terminal/returns.ts'

export const show = command({
  name: 'show',
  summary: 'show a run: its best program, returns per episode, curve and an animated replay',
  args: { run: required('name of the run, or its folder') },
  flags: {
    episode: integer('the episode that is replayed', { min: 0, default: 0 }),
    'delay-ms': integer('pause between two pictures of the replay', {
      min: 0,
      max: 60_000,
      default: replayDefaults.delayMs,
    }),
    frames: integer('pictures shown at most, spread over the episode', {
      min: 1,
      byDefault: `${replayDefaults.frames}; ${replayDefaults.stillFrames} when not animated`,
    }),
    'no-animate': toggle('print the pictures one under the other, as is done where nothing can be redrawn'),
    runs: runsFlag,
    domain: workFlags.domain,
    json: toggle('print one JSON object on stdout'),
  },
  examples: [['show harvester-hill-climb-0 --episode 3 --delay-ms 40', 'a faster replay of another start state']],
  async run({ args, flags }, shell) {
    const [{ openTask }, { openRun }] = await Promise.all([import('@cairn/domains'), import('../run-names.ts')])
    const { record } = await openRun(args.run, flags, shell)
    const { plan } = record.manifest
    const task = openTask(plan.task.name, plan.task.options)
    const returns = record.best === undefined ? [] : returnsOf(task, record.best.program, plan.episodes)
    const { out } = shell
    if (flags.json) return line(out, JSON.stringify(facts(record, returns)))

    line(out, heading(record, out))
    if (record.best === undefined) return line(out, '\nNothing has been scored yet.')
    const { printIndented } = await import('@cairn/language')
    line(out, `\n${printIndented(task.language, record.best.program).trimEnd()}`)
    line(out, `\n${out.colors.bold('Returns per episode')}, mean ${returned(record.best.bestReturn)}`)
    line(out, returnGrid(returns, 0, Math.min(out.columns, 100)))
    line(out, `\n${out.colors.bold('Best return')}`)
    line(
      out,
      curve(record.curve, record.charged, { ...curveSize(out), ceiling: task.bestReturn, unicode: out.unicode }),
    )
    line(out)
    const animated = out.live && !flags['no-animate']
    const frames = flags.frames ?? (animated ? replayDefaults.frames : replayDefaults.stillFrames)
    const options: ReplayOptions = { episode: flags.episode, delayMs: flags['delay-ms'], frames, animated }
    await replay(task, record.best.program, options, out)
  },
})

/** Recomputed here: what the workers said can be checked. */
function returnsOf(task: Task, program: Uint8Array, episodes: number): number[] {
  const prepared = task.prepare(program)
  return Array.from({ length: episodes }, (_, episode) => prepared.episode(episode).return)
}

function heading(record: RunRecord, { colors }: Output): string {
  const { plan, startedAt } = record.manifest
  const fresh = record.result?.freshReturn ?? null
  const state = record.result?.solved
    ? colors.green('solved')
    : record.result
      ? colors.yellow('not solved')
      : colors.yellow(record.state)
  return [
    `${colors.bold(record.run)}: ${plan.task.name} with ${plan.search.name}, seed ${plan.seed}, ${state}`,
    `  return       ${returned(record.best?.bestReturn)} on ${some(plan.episodes, 'training episode')}` +
      (fresh === null ? '' : `, ${returned(fresh)} on ${some(plan.freshEpisodes, 'fresh episode')}`),
    `  evaluations  ${grouped(record.charged)} of ${grouped(plan.budget)} charged, ${grouped(record.executed)} executed`,
    `  time         ${duration(record.seconds)}, started ${startedAt}`,
    ...record.poison.map(({ program, reason }) => colors.red(`  poisoned     ${program} (${reason})`)),
  ].join('\n')
}

function facts(record: RunRecord, returns: readonly number[]): object {
  const { run, state, charged, executed, seconds, best, curve, poison, result, folder, manifest } = record
  return {
    ...{ run, state, plan: manifest.plan, charged, executed, seconds },
    ...{
      bestReturn: best?.bestReturn ?? null,
      freshReturn: result?.freshReturn ?? null,
      solved: result?.solved ?? false,
    },
    ...{ program: best?.text ?? null, returns, curve, poison, startedAt: manifest.startedAt, folder },
  }
}

function curveSize({ columns }: Output): { width: number; height: number } {
  return { width: Math.max(30, Math.min(columns - 14, 80)), height: 9 }
}
