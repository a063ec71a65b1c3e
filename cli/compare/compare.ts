import { resolve } from 'node:path'
import { BadCampaign, type CampaignPlan, isCampaign, openCampaign, readCampaign } from '@cairn/coordinator'
import { loadDomain } from '@cairn/domains'
import { summarize, tableNotes } from '@cairn/report'
import { exitCodes } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { quoted, runsFolder } from '../run-names.ts'
import { line, type Output, type Shell } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import {
  type CampaignView,
  jsonCampaignView,
  liveCampaignView,
  plainCampaignView,
  quietCampaignView,
} from './campaign-view.ts'
import { comparisonOf } from './comparison.ts'
import { conductCampaign } from './conduct-campaign.ts'
import { type PlanFile, readPlanFile } from './plan-file.ts'
import { printedTables } from './printed-tables.ts'
import { resolveCampaign } from './resolve.ts'
import { openSlots, type SlotRequest } from './slots.ts'
import { writeReport } from './write-report.ts'

export interface CompareFlags extends Omit<SlotRequest, 'domain'> {
  readonly runs: string | undefined
  readonly extend: boolean
  readonly 'dry-run': boolean
  readonly 'report-only': boolean
  readonly json: boolean
  readonly quiet: boolean
}

/**
 * Brings the campaign of a plan file as far as it goes, and reports it.
 *
 * @returns the exit code
 * @throws BadUsage, BadPlan, BadCampaign, CampaignBusy, CampaignChanged, BrokerUnreachable
 */
export async function compareSearches(planFile: string, flags: CompareFlags, shell: Shell): Promise<number> {
  const file = resolve(shell.folder, planFile)
  const plan = await readPlanFile(file)
  const root = flags.runs === undefined ? (plan.runs ?? runsFolder(undefined, shell)) : runsFolder(flags.runs, shell)
  const folder = resolve(root, plan.name)
  if (flags['report-only']) {
    if (!isCampaign(folder)) throw new BadCampaign(folder, 'nothing has been run yet')
    await report(folder, planFile, flags, shell)
    return exitCodes.ok.code
  }
  const campaign = await resolveCampaign(plan)
  if (flags['dry-run']) {
    list(campaign, folder, flags, shell)
    return exitCodes.ok.code
  }
  return conduct(plan, campaign, root, { ...flags, planFile }, shell)
}

async function conduct(
  plan: PlanFile,
  resolved: CampaignPlan,
  root: string,
  flags: CompareFlags & { readonly planFile: string },
  shell: Shell,
): Promise<number> {
  const view = viewFor(flags, shell)
  const command = ['cairn', ...process.argv.slice(2)]
  const { version } = shell
  using campaign = openCampaign({ root, plan: resolved, source: plan.source, command, version, extend: flags.extend })
  using interrupt = onInterrupt(() => view.say('stopping; once more to exit at once'))
  const { signal } = interrupt
  let outcome: Awaited<ReturnType<typeof conductCampaign>>
  try {
    await using slots = await openSlots({ ...flags, domain: plan.domain }, version, view.say)
    view.say(header(plan, resolved, campaign.folder, slots.where, shell.err))
    outcome = await conductCampaign({ campaign, slots, signal, show: view.show, version, command })
  } finally {
    view.end()
  }
  await report(campaign.folder, flags.planFile, flags, shell)
  if (outcome.stopped) {
    const again = compareCommand(flags.planFile, flags, shell)
    if (!flags.quiet) line(shell.err, `stopped; nothing is lost. Go on with\n  ${shell.err.colors.cyan(again)}`)
    return interrupt.exitCode ?? exitCodes.ok.code
  }
  return outcome.failed > 0 ? exitCodes.failure.code : exitCodes.ok.code
}

/** Tables to stdout, all files into the campaign's folder. */
async function report(folder: string, planFile: string, flags: CompareFlags, shell: Shell): Promise<void> {
  const manifest = readCampaign(folder)
  for (const module of manifest.plan.modules) await loadDomain(module)
  const again = compareCommand(planFile, flags, shell)
  const commands = [
    [again, 'makes the runs, or goes on with them'],
    [`${again} --report-only`, 'makes this report again from what is there'],
  ] as const
  const summary = summarize(comparisonOf(folder, manifest, commands))
  const page = writeReport(folder, summary)
  if (flags.json) return
  line(shell.out, printedTables(summary, shell.out.live ? shell.out.columns : Number.POSITIVE_INFINITY))
  if (!flags.quiet) line(shell.err, shell.err.colors.dim(`\n${tableNotes(summary).join('\n')}`))
  const failed = summary.comparison.runs.filter(({ state }) => state === 'failed')
  if (failed.length > 0)
    line(shell.err, shell.err.colors.red(`${some(failed.length, 'run')} failed; the same command tries again`))
  if (!flags.quiet) line(shell.err, `report: ${page}`)
}

function viewFor({ json, quiet }: CompareFlags, { out, err }: Shell): CampaignView {
  if (json) return jsonCampaignView(out, quiet ? undefined : err)
  if (quiet) return quietCampaignView(err)
  return err.live ? liveCampaignView(err) : plainCampaignView(err)
}

function header(plan: PlanFile, { cells }: CampaignPlan, folder: string, where: string, { colors }: Output): string {
  const { tasks, searches, seeds } = plan
  const sizes = [some(tasks.length, 'task'), `${some(searches.length, 'search').replace(/hs$/, 'hes')}`]
  return [
    `${colors.bold(plan.name)}: ${sizes.join(' x ')} x ${some(seeds.length, 'seed')}, ${some(cells.length, 'run')}`,
    colors.dim(`up to ${grouped(cells.reduce((sum, { plan: of }) => sum + of.budget, 0))} evaluations on ${where}`),
    colors.dim(`in ${folder}`),
  ].join('\n')
}

function list({ cells }: CampaignPlan, folder: string, { json, quiet }: CompareFlags, { out, err }: Shell): void {
  if (json) {
    for (const { task, search, plan } of cells) line(out, JSON.stringify({ cell: { task, search }, ...plan }))
    return
  }
  const heads = ['run', 'task', 'search', right('seed'), right('budget'), right('episodes')]
  const rows = cells.map(({ task, search, plan: { run, seed, budget, episodes } }) => [
    ...[run, task, search, String(seed), grouped(budget), grouped(episodes)],
  ])
  line(out, table(heads, rows))
  const budget = cells.reduce((sum, { plan }) => sum + plan.budget, 0)
  if (!quiet) line(err, `${some(cells.length, 'run')}, up to ${grouped(budget)} evaluations, in ${folder}`)
}

/** What makes the campaign, or goes on with it. */
function compareCommand(planFile: string, { runs, nats, workers, parallel }: CompareFlags, { cairn }: Shell): string {
  const flag = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, quoted(String(value))]
  return [
    ...[cairn, 'compare', quoted(planFile)],
    ...[...flag('runs', runs), ...flag('nats', nats), ...flag('workers', workers), ...flag('parallel', parallel)],
  ].join(' ')
}
