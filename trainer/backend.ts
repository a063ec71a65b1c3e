import { fastCpu } from './backends/fast-cpu.ts'
import { gpu } from './backends/gpu.ts'
import type { Tf } from './backends/tf.ts'
import { wasm } from './backends/wasm.ts'

export type { Tf } from './backends/tf.ts'

/** Backends from the one to be preferred down. */
const order = ['gpu', 'fast-cpu', 'wasm'] as const
export type BackendName = (typeof order)[number]

export interface BackendOptions {
  /** `auto` takes the first that can be had; any other name is taken or refused, never replaced. */
  readonly backend: 'auto' | BackendName
  /** Threads of a native matrix product. More than one only pays on a machine with nothing else to do. */
  readonly threads: number
}

export const backendDefaults = { backend: 'auto', threads: 1 } satisfies BackendOptions

/** What model code computes with, and why it is this. */
export interface Backend {
  readonly name: BackendName
  readonly tf: Tf
  /** One line per backend that was looked at: taken or not, and why. For logs; the name is the label of metrics. */
  readonly report: readonly string[]
}

/** The backend that was asked for cannot be had, or none can. */
export class BackendUnavailable extends Error {
  readonly code = 'E_BACKEND_UNAVAILABLE'
  readonly backend: string
  /** Per backend that was tried. */
  readonly reasons: readonly string[]

  constructor(backend: string, reasons: readonly string[], options?: ErrorOptions) {
    const only = `backend ${backend} was asked for and cannot be had: ${reasons.join('; ')}; "auto" takes what there is`
    super(backend === 'auto' ? `no backend can be had: ${reasons.join('; ')}` : only, options)
    this.name = 'BackendUnavailable'
    this.backend = backend
    this.reasons = reasons
  }
}

/** No backend is called so. */
export class UnknownBackend extends Error {
  readonly code = 'E_UNKNOWN_BACKEND'
  readonly backend: string

  constructor(backend: string) {
    super(`backend: expected auto, ${order.join(', ')}; got ${JSON.stringify(backend)}`)
    this.name = 'UnknownBackend'
    this.backend = backend
  }
}

/**
 * Starts a backend. Its engine is the process's: a second call switches whatever the first one opened, so tensors of
 * before must be gone.
 *
 * @throws BackendUnavailable
 * @throws UnknownBackend
 */
export async function openBackend(options: Partial<BackendOptions> = {}): Promise<Backend> {
  const { backend, threads } = { ...backendDefaults, ...options }
  if (backend !== 'auto' && !order.includes(backend)) throw new UnknownBackend(backend)
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`threads: expected 1 or more, got ${threads}`)
  const start = { gpu, 'fast-cpu': () => fastCpu(threads), wasm }
  const report: string[] = []
  let cause: unknown
  for (const name of backend === 'auto' ? order : [backend]) {
    try {
      const { tf, how } = await start[name]()
      report.push(`${name}: used, ${how}`)
      return { name, tf, report }
    } catch (error) {
      cause = error
      report.push(`${name}: not used, ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new BackendUnavailable(backend, report, { cause })
}
