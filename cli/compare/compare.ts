import { resolve } from 'node:path'
import { BadCampaign, type CampaignPlan, isCampaign, readCampaign } from '@cairn/coordinator'
import { loadDomain } from '@cairn/domains'
import { summarize, tableNotes } from '@cairn/report'
import { exitCodes } from '../exit-codes.ts'
import { quoted, runsFolder } from '../run-names.ts'
import { line, type Shell } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import { campaignHeader } from './campaign-header.ts'
import { comparisonOf } from './comparison.ts'
import { type ConductFlags, conduct } from './conduct.ts'
import { readPlanFile } from './plan-file.ts'
import { printedTables } from './printed-tables.ts'
import { resolveCampaign } from './resolve.ts'
import { writeReport } from './write-report.ts'

export interface CompareFlags extends ConductFlags {
  readonly runs: string | undefined
  readonly extend: boolean
  readonly 'dry-run': boolean
  readonly 'report-only': boolean
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
  const { stopped, exitCode } = await conduct(
    {
      ...{ root, plan: campaign, source: plan.source, extend: flags.extend, flags },
      header: (at, where) => campaignHeader(campaign, at, where, shell.err),
    },
    shell,
  )
  await report(folder, planFile, flags, shell)
  if (stopped && !flags.quiet) {
    const again = compareCommand(planFile, flags, shell)
    line(shell.err, `stopped; nothing is lost. Go on with\n  ${shell.err.colors.cyan(again)}`)
  }
  return exitCode
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
function compareCommand(planFile: string, flags: CompareFlags, { cairn }: Shell): string {
  const { runs, nats, trainer, workers, parallel } = flags
  const flag = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, quoted(String(value))]
  return [
    ...[cairn, 'compare', quoted(planFile)],
    ...[...flag('runs', runs), ...flag('nats', nats), ...flag('trainer', trainer)],
    ...[...flag('workers', workers), ...flag('parallel', parallel)],
  ].join(' ')
}
