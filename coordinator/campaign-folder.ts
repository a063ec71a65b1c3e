import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type CampaignPlan, type PlanChanges, planChanges } from './campaign.ts'
import { runFiles, writeWhole } from './run-folder.ts'
import { isLocked, lockRun, RunBusy } from './run-lock.ts'

/**
 * What lies in a campaign's folder, besides the files of its lock:
 *
 *   campaign.json   the resolved plan and where it comes from
 *   failures.json   runs that ended with an error when they were last tried, and the error
 *   runs/           the folder of every run that was started
 *   report/         tables, curves and the page, made anew from the runs whenever asked for
 */
export const campaignFiles = {
  manifest: 'campaign.json',
  failures: 'failures.json',
  runs: 'runs',
  report: 'report',
} as const

export const campaignFormat = 1

export interface CampaignManifest {
  readonly format: typeof campaignFormat
  readonly plan: CampaignPlan
  /** The plan file as it was written. */
  readonly source: string
  /** The command line that started it. */
  readonly command: readonly string[]
  /** Version of cairn. */
  readonly version: string
  readonly node: string
  readonly host: string
  /** ISO 8601. */
  readonly startedAt: string
}

/** Why a run ended without a result. */
export interface RunFailure {
  /** Stable code of the error; empty if it has none. */
  readonly code: string
  readonly message: string
}

/** Another process has the campaign. */
export class CampaignBusy extends Error {
  readonly code = 'E_CAMPAIGN_BUSY'
  readonly campaign: string
  constructor(campaign: string, { pid, host }: RunBusy) {
    const who = pid === undefined ? 'another process' : `process ${pid} on ${host}`
    super(`${who} is working on campaign "${campaign}"; one at a time. Nothing was changed.`)
    this.campaign = campaign
  }
}

/** The campaign was started with another plan. */
export class CampaignChanged extends Error {
  readonly code = 'E_CAMPAIGN_CHANGED'
  readonly campaign: string
  readonly changes: PlanChanges
  constructor(campaign: string, changes: PlanChanges) {
    super(`campaign "${campaign}" was started with another plan:\n${told(changes)}`)
    this.campaign = campaign
    this.changes = changes
  }
}

/** There is no campaign in that folder, or what is there cannot be read. */
export class BadCampaign extends Error {
  readonly code = 'E_BAD_CAMPAIGN'
  readonly folder: string
  constructor(folder: string, why: string, options?: ErrorOptions) {
    super(`${folder} is not a campaign: ${why}`, options)
    this.folder = folder
  }
}

export interface OpenCampaign {
  /** Folder that holds the campaign's folder. */
  readonly root: string
  readonly plan: CampaignPlan
  readonly source: string
  readonly command: readonly string[]
  readonly version: string
  /** Runs that are new in the plan are taken in. */
  readonly extend?: boolean
}

/** A campaign that this process alone works on, until it is disposed. */
export interface HeldCampaign extends Disposable {
  readonly folder: string
  readonly manifest: CampaignManifest
}

/**
 * Makes the folder of a new campaign, or opens that of one started earlier with the same plan.
 *
 * @throws CampaignBusy, CampaignChanged, BadCampaign
 */
export function openCampaign({ root, plan, source, command, version, extend = false }: OpenCampaign): HeldCampaign {
  const folder = join(root, plan.name)
  if (existsSync(join(folder, runFiles.manifest))) throw new BadCampaign(folder, 'it is a run')
  mkdirSync(join(folder, campaignFiles.runs), { recursive: true })
  const lock = locked(folder, plan.name)
  try {
    const old = isCampaign(folder) ? readCampaign(folder) : undefined
    const from = { plan, source, command, version, node: process.version, host: hostname() }
    if (old === undefined)
      writeManifest(folder, { format: campaignFormat, ...from, startedAt: new Date().toISOString() })
    else {
      const changes = planChanges(old.plan.cells, plan.cells)
      const same = changes.changed.length === 0 && changes.removed.length === 0
      if (!same || (changes.added.length > 0 && !extend)) throw new CampaignChanged(plan.name, changes)
      if (changes.added.length > 0) writeManifest(folder, { ...old, plan, source })
    }
    return { folder, manifest: readCampaign(folder), [Symbol.dispose]: () => lock.release() }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Whether there is a campaign in that folder. */
export function isCampaign(folder: string): boolean {
  return existsSync(join(folder, campaignFiles.manifest))
}

/** Whether some process works on the campaign now. */
export function isCampaignBusy(folder: string): boolean {
  return isLocked(folder)
}

/** @throws BadCampaign */
export function readCampaign(folder: string): CampaignManifest {
  const file = join(folder, campaignFiles.manifest)
  let manifest: Partial<CampaignManifest>
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new BadCampaign(folder, cause instanceof Error ? cause.message : String(cause), { cause })
  }
  if (manifest?.format !== campaignFormat || !Array.isArray(manifest.plan?.cells)) {
    throw new BadCampaign(folder, `${campaignFiles.manifest} is not of format ${campaignFormat}`)
  }
  return manifest as CampaignManifest
}

/** Runs that failed when they were last tried. */
export function readFailures(folder: string): ReadonlyMap<string, RunFailure> {
  const file = join(folder, campaignFiles.failures)
  if (!existsSync(file)) return new Map()
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, RunFailure>))
}

export function writeFailures(folder: string, failures: ReadonlyMap<string, RunFailure>): void {
  const text = JSON.stringify(Object.fromEntries(failures), null, 2)
  writeWhole(join(folder, campaignFiles.failures), `${text}\n`)
}

function writeManifest(folder: string, manifest: CampaignManifest): void {
  writeWhole(join(folder, campaignFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
}

function locked(folder: string, campaign: string) {
  try {
    return lockRun(folder)
  } catch (error) {
    if (error instanceof RunBusy) throw new CampaignBusy(campaign, error)
    throw error
  }
}

/** Lines of a message that stays readable however much has changed. */
const mostLines = 8

function told({ added, removed, changed }: PlanChanges): string {
  const lines = [
    ...changed.map(({ field, was, is, runs }) => `${field}: was ${shown(was)}, is ${shown(is)} (${namesOf(runs)})`),
    ...(removed.length === 0 ? [] : [`no longer in the plan: ${namesOf(removed)}`]),
    ...(added.length === 0 ? [] : [`new in the plan: ${namesOf(added)}`]),
  ]
  const more = lines.length - mostLines
  const onlyMore = changed.length === 0 && removed.length === 0
  return [
    ...lines.slice(0, mostLines).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more differences`] : []),
    onlyMore ? '"--extend" takes the new runs in.' : 'Give the plan another name to start a new campaign.',
  ].join('\n')
}

function namesOf(runs: readonly string[]): string {
  return runs.length === 1 ? runs[0]! : `${runs[0]} and ${runs.length - 1} more`
}

function shown(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value)
}
