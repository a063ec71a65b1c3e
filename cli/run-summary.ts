import type { RunDone, RunPlan, RunStopped } from '@cairn/coordinator'
import { line, type Output, type Shell } from './shell.ts'
import { duration, grouped, returned, some } from './terminal/numbers.ts'

/** What a finished run found, for a person. */
export function summary(done: RunDone, plan: RunPlan, { colors }: Output): string {
  const spent = `(the budget of ${some(plan.budget, 'evaluation')} is spent)`
  const verdict = done.solved
    ? colors.green(`solved ${done.task}`)
    : done.champions === undefined
      ? `${colors.yellow(`not solved: ${done.task}`)} ${spent}`
      : `${colors.green(`${some(done.champions, 'champion')} of ${done.task}`)} ${spent}; the last one:`
  const fresh =
    done.freshReturn === null
      ? ''
      : `, ${colors.bold(returned(done.freshReturn))} on ${some(plan.freshEpisodes, 'fresh episode')}`
  return [
    verdict,
    `  return       ${colors.bold(returned(done.bestReturn))} on ${some(plan.episodes, 'training episode')}${fresh}`,
    `  evaluations  ${grouped(done.charged)} charged, ${grouped(done.executed)} executed`,
    `  time         ${duration(done.seconds)}`,
  ].join('\n')
}

/** What a run that was stopped has, and how to go on. */
export function stoppedText(stopped: RunStopped, resumeCommand: string, { colors }: Output): string {
  const best = stopped.bestReturn === null ? '' : `, best return ${returned(stopped.bestReturn)}`
  return `stopped after ${some(stopped.charged, 'evaluation')}${best}; nothing is lost. Go on with\n  ${colors.cyan(resumeCommand)}\n`
}

/** The best program on stdout, indented, then what to try next. */
export async function conclude(done: RunDone, { plan, modules, quiet }: Concluded, { out, err, cairn }: Shell) {
  if (done.program !== null) line(out, await programText(plan, done.program))
  if (!quiet) line(err, nextSteps(afterRun(done, modules, cairn), err))
}

export interface Concluded {
  readonly plan: RunPlan
  /** Modules of the user's own domains. */
  readonly modules: readonly string[]
  readonly quiet: boolean
}

async function programText(plan: RunPlan, program: string): Promise<string> {
  const [{ openTask }, { parse, printIndented }] = await Promise.all([
    import('@cairn/domains'),
    import('@cairn/language'),
  ])
  const { language } = openTask(plan.task.name, plan.task.options)
  return printIndented(language, parse(language, program)).trimEnd()
}

export type Step = readonly [command: string, about: string]

/** What to try next, as commands. */
export function nextSteps(steps: readonly Step[], { colors }: Output): string {
  const width = Math.max(...steps.map(([command]) => command.length))
  return ['Next:', ...steps.map(([command, about]) => `  ${colors.cyan(command.padEnd(width))}  ${about}`)].join('\n')
}

function afterRun({ run, task, seed, solved }: RunDone, modules: readonly string[], cairn: string): Step[] {
  const show: Step = [`${cairn} show ${run}`, 'its curve, its returns per episode and a replay']
  const own = modules.map((module) => ` --domain ${module}`).join('')
  const again = `${cairn} search ${task}${own} --seed ${seed + 1}`
  if (solved) return [show, [again, 'another seed: a different program?']]
  return [
    show,
    [`${again} --budget 1M`, 'another seed, a larger budget'],
    [`${cairn} searches`, 'other ways to search'],
  ]
}
