import { randomInt } from 'node:crypto'
import type { Domain } from '@cairn/domains'
import type { Program } from '@cairn/language'
import type { BehaviourAsk } from './behaviour-ask.ts'
import { Behaviours, type PoisonedBehaviour } from './behaviours.ts'
import type { ShardOptions } from './shard.ts'
import { Shards } from './shards.ts'
import type { Transport } from './transport.ts'
import { mostPrograms, wireTask } from './wire.ts'

export interface BehavioursOf {
  readonly domain: Domain
  /** This is the one consumer of its deliveries; it stays the caller's to close. */
  readonly transport: Transport
  /** The run that the transport was opened for, where it has one. */
  readonly run?: string
  /** How many of the different programs of a question are known. */
  readonly onProgress?: (known: number, of: number) => void
  /** No worker can use the batches; said once until one can. */
  readonly onWaiting?: (reason: string) => void
  /** No worker survives it. */
  readonly onPoison?: (poison: PoisonedBehaviour) => void
  /** Ends every question with its reason. */
  readonly signal?: AbortSignal
  readonly options?: Partial<ShardOptions>
}

export interface OpenBehaviours {
  /**
   * As in `SearchContext.behaviours`.
   *
   * @throws NoProbe, BadQuestion, BadFrame; the signal's reason; an error of the transport
   */
  behaviours(subtrees: readonly Program[], ask: BehaviourAsk): Promise<Float64Array>
  close(): void
}

/** Batches are sent again, and workers that have come are used, at least this often. */
const pumpMs = 250

/** Answers questions about what subtrees do outside a run: nothing is charged or written down. */
export function openBehaviours(setup: BehavioursOf): OpenBehaviours {
  const { domain, transport, run = 'behaviours', signal, onProgress, onWaiting, onPoison, options = {} } = setup
  const shards = new Shards({
    // Every batch names the task of the probe. An epoch of its own keeps apart what is left of an earlier asker.
    header: { run, epoch: randomInt(2 ** 32 - 1), task: wireTask({ name: domain.name, options: {} }, domain.hash) },
    domain: domain.name,
    transport,
    options,
    watch: {
      settled() {},
      inFlight() {},
      sentAgain() {},
      mismatch() {},
      rejected() {},
      refused: (reason) => onWaiting?.(`the workers refuse the batches: ${reason}`),
      failed: (error) => behaviours.close(error),
    },
  })
  const behaviours = new Behaviours({
    domain,
    shards,
    pace: { targetBatchMs: transport.targetBatchMs, mostPrograms },
    watch: {
      observed() {},
      remembered() {},
      poisoned: (poison) => onPoison?.(poison),
      contradiction() {},
    },
  })
  const stop = () => behaviours.close(signal?.reason)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  const pump = setInterval(() => shards.pump(), pumpMs)
  void shards.listen()
  return {
    behaviours: async (subtrees, ask) => behaviours.ask(subtrees, ask, onProgress),
    close() {
      clearInterval(pump)
      signal?.removeEventListener('abort', stop)
      behaviours.close(new Error('whoever asked has gone'))
      shards.close()
    },
  }
}

/** One such question, over a transport that nobody has read from. */
export async function behavioursOf(
  setup: BehavioursOf,
  subtrees: readonly Program[],
  ask: BehaviourAsk,
): Promise<Float64Array> {
  const open = openBehaviours(setup)
  try {
    return await open.behaviours(subtrees, ask)
  } finally {
    open.close()
  }
}
