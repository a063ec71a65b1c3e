import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isCampaignBusy, runFiles } from '@cairn/coordinator'
import { requestStop, withdrawStop } from '../compare/stop-request.ts'

/** Whoever works on the campaign has not stopped in time. The request stands: it stops as soon as it can. */
export class CampaignGoesOn extends Error {
  readonly code = 'E_CAMPAIGN_GOES_ON'
  readonly campaign: string
  constructor(campaign: string, seconds: number, holder: Holder | undefined) {
    const who = holder === undefined ? 'the process that works on it' : `process ${holder.pid} on ${holder.host}`
    super(`${who} was asked to stop campaign "${campaign}" and still works on it after ${seconds} s; it stays asked`)
    this.campaign = campaign
  }
}

interface Holder {
  readonly pid: number
  readonly host: string
}

/** Period in which it is looked whether the campaign is free. */
const lookMs = 100

/**
 * Asks the process that works on a campaign to stop, and waits until it has:
 *
 *   on this host, SIGINT; elsewhere, or if there is no such process here, a file in the campaign's folder that it looks
 *   for every second
 *
 * @returns false if nobody was working on it
 * @throws CampaignGoesOn
 */
export async function stopCampaign(campaign: string, folder: string, seconds: number): Promise<boolean> {
  if (!isCampaignBusy(folder)) return false
  const holder = holderOf(folder)
  if (!interrupted(holder)) requestStop(folder)
  for (const end = Date.now() + 1000 * seconds; isCampaignBusy(folder); await setTimeout(lookMs)) {
    if (Date.now() >= end) throw new CampaignGoesOn(campaign, seconds, holder)
  }
  withdrawStop(folder)
  return true
}

function interrupted(holder: Holder | undefined): boolean {
  if (holder?.host !== hostname()) return false
  try {
    return process.kill(holder.pid, 'SIGINT')
  } catch {
    return false // gone, or another process space under the same host name
  }
}

function holderOf(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, runFiles.holder), 'utf8')) as Holder
  } catch {
    return undefined
  }
}
