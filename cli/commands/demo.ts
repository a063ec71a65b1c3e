import { command } from '../command.ts'
import { replay, replayDefaults } from '../replay-run.ts'
import { runsFlag, searchDefaults, workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'

/** Solved after 557 evaluations, in seconds on two cores, by a program that is easy to read. */
const demonstrated = { task: 'karel/four-corners', seed: 1 } as const

export const demo = command({
  name: 'demo',
  summary: 'a first search, solved within a minute, with its program and a replay; what "npm start" runs',
  args: {},
  flags: { workers: workFlags.workers, runs: runsFlag },
  async run({ flags }, shell) {
    const [{ resolvePlan }, { conduct }, names, { nextSteps }, { openTask }, { parse, printIndented }] =
      await Promise.all([
        import('../plan.ts'),
        import('../conduct.ts'),
        import('../run-names.ts'),
        import('../run-summary.ts'),
        import('@cairn/domains'),
        import('@cairn/language'),
      ])
    const { out } = shell
    const root = names.runsFolder(flags.runs, shell)
    const { episodes, freshEpisodes, ...rest } = searchDefaults
    const wanted = {
      ...rest,
      ...demonstrated,
      episodes,
      'fresh-episodes': freshEpisodes,
      option: {},
      set: {},
      domain: [],
    }
    const plan = await resolvePlan(
      wanted,
      () => undefined,
      (stem) => names.freeName(root, stem),
    )
    const run = { plan, root, command: ['cairn', ...process.argv.slice(2)], modules: [] }
    const here = { workers: flags.workers, nats: undefined, domain: [], json: false, quiet: false }
    const metrics = { 'metrics-host': '127.0.0.1', 'metrics-port': 0 }
    const resume = names.resumeCommand(shell.cairn, plan.run, { runs: flags.runs && root, nats: undefined })
    const { exit, done } = await conduct(run, { ...here, ...metrics }, resume, shell)
    if (done === undefined || done.program === null) return exit

    const task = openTask(plan.task.name)
    const program = parse(task.language, done.program)
    line(out, `\n${printIndented(task.language, program).trimEnd()}\n`)
    const frames = out.live ? replayDefaults.frames : replayDefaults.stillFrames
    await replay(task, program, { episode: 0, delayMs: 60, frames, animated: out.live }, out)
    line(out)
    const steps = [
      [`${shell.cairn} show ${done.run}`, 'its curve, its returns per episode, the replay again'],
      [`${shell.cairn} search karel/harvester`, 'a harder task'],
      [`${shell.cairn} tasks`, `all tasks; "${shell.cairn} searches" all ways to search`],
      [`${shell.cairn} --help`, 'workers on other machines, fidelity checks, benchmarks'],
    ] as const
    line(shell.err, nextSteps(steps, shell.err))
    return exit
  },
})
