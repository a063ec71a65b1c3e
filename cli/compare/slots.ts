import { availableParallelism } from 'node:os'
import type { RunPlan, RunRecord } from '@cairn/coordinator'
import type { Pool } from '@cairn/worker'
import { BadUsage } from '../errors.ts'
import { some } from '../terminal/numbers.ts'
import { joinAsWorker, openWork, type Work } from '../work.ts'

export interface SlotRequest {
  /** Threads of this process. */
  readonly workers: number | undefined
  readonly nats: string | undefined
  /** Runs at a time. */
  readonly parallel: number | undefined
  readonly domain: readonly string[]
}

/** Runs at a time where workers on a NATS server evaluate, unless told otherwise. */
export const parallelOverNats = 8

/** Places in which runs go on side by side; nothing about them changes a run's result. */
export interface Slots extends AsyncDisposable {
  readonly count: number
  /** For a person: `4 threads, 4 runs at a time`. */
  readonly where: string
  /** What one run works with, for as long as it is not disposed; one run at a time in each slot. */
  open(slot: number, plan: RunPlan, record: Pick<RunRecord, 'epoch'> | undefined): Promise<Work>
  /** A run in the slot failed, and what it worked with may be to blame: the next one gets it new. */
  renew(slot: number): Promise<void>
}

/** @throws BadUsage, BrokerUnreachable */
export function openSlots(request: SlotRequest, version: string, say: (text: string) => void): Promise<Slots> {
  return request.nats === undefined ? slotsHere(request) : slotsThere(request.nats, request, version, say)
}

/** Each slot has threads of its own, opened when the slot is first used and kept from run to run. */
async function slotsHere({ workers = availableParallelism(), parallel, domain }: SlotRequest): Promise<Slots> {
  if (workers === 0) throw new BadUsage('--workers', workers, 'at least 1 where there is no --nats')
  const count = Math.min(parallel ?? workers, workers)
  const [{ openPool }, { threadsTransport }] = await Promise.all([
    import('@cairn/worker'),
    import('@cairn/coordinator'),
  ])
  const pools = new Map<number, Pool>()
  const close = async (slot: number) => {
    const pool = pools.get(slot)
    pools.delete(slot)
    await pool?.close()
  }
  return {
    count,
    where: `${some(workers, 'thread')}, ${some(count, 'run')} at a time`,
    async open(slot) {
      const threads = Math.floor(workers / count) + (slot < workers % count ? 1 : 0)
      const pool = pools.get(slot) ?? (await openPool({ threads, domains: domain }))
      pools.set(slot, pool)
      const transport = threadsTransport(pool)
      return { where: some(threads, 'thread'), transport, [Symbol.asyncDispose]: () => transport.close() }
    },
    renew: close,
    async [Symbol.asyncDispose]() {
      await Promise.all([...pools.keys()].map(close))
    },
  }
}

/** All slots share the workers there; threads of this process join them as one worker more. */
async function slotsThere(
  url: string,
  { workers = 0, parallel = parallelOverNats, domain }: SlotRequest,
  version: string,
  say: (text: string) => void,
): Promise<Slots> {
  const { connectBroker, withoutSecrets } = await import('@cairn/proto/queue')
  const { domainOf } = await import('@cairn/domains')
  const reachable = await connectBroker(url, { name: 'cairn compare' })
  await reachable.close()
  const leave = workers > 0 ? await joinAsWorker(url, workers, domain, { version, rejected: () => {} }) : undefined
  return {
    count: parallel,
    where: `the workers at ${withoutSecrets(url)}, ${some(parallel, 'run')} at a time`,
    open(_slot, { run, task }, record) {
      const { name } = domainOf(task.name)
      const request = { nats: url, workers: 0, domain }
      return openWork(request, { run, domain: name, epoch: record?.epoch ?? 0 }, { version, say })
    },
    renew: async () => {},
    [Symbol.asyncDispose]: async () => leave?.(),
  }
}
