import { mkdir } from 'node:fs/promises'
import type { cairn } from '@cairn/proto'
import { reflected } from '@cairn/proto/rpc'
import { Server, type ServerCredentials, status } from '@grpc/grpc-js'
import { ReflectionService } from '@grpc/reflection'
import { HealthImplementation } from 'grpc-health-check'
import type { BackendOptions } from '../backend.ts'
import { checkedListen, serverCredentials, type TlsFiles } from './address.ts'
import { streaming, unary } from './answering.ts'
import { Refusal } from './errors.ts'
import { limits } from './limits.ts'
import { decode, describe, encode } from './questions.ts'
import type { ServiceEvents } from './service-events.ts'
import { type EmbeddingPlace, type ServedEmbedding, Shelf } from './shelf.ts'
import { trainForCall } from './training-call.ts'
import { Trainings } from './trainings.ts'
import { methods, protoFile, serviceName } from './wire.ts'

export interface ServiceOptions {
  /** `host:port`; port 0 takes a free one. */
  readonly listen: string
  readonly tls: TlsFiles
  readonly embeddings: readonly EmbeddingPlace[]
  /** Folder of program data and trainings, made if it is not there; without one nothing is trained. */
  readonly data: string | undefined
  readonly backend: Partial<BackendOptions>
  /** Of cairn, for clients to see. */
  readonly version: string
  /** Keeps other processes off the folder of a training. @throws if one has it */
  readonly lock: (folder: string) => Disposable
  /** How long calls may take to end when the service is closed. */
  readonly drainMs: number
  readonly events: Partial<ServiceEvents>
}

export const serviceDefaults = {
  tls: {},
  embeddings: [],
  data: undefined,
  backend: {},
  version: '',
  lock: () => ({ [Symbol.dispose]: () => {} }),
  drainMs: 10_000,
  events: {},
} satisfies Omit<ServiceOptions, 'listen'>

export interface TrainerService extends AsyncDisposable {
  /** `host:port` */
  readonly address: string
  readonly embeddings: readonly ServedEmbedding[]
  /** Folders that are trained in now. */
  readonly trainings: number
  /** Health checks say from now on that it does not serve, trainings end after their step, calls within `drainMs`. */
  close(): Promise<void>
}

/**
 * Serves embeddings and trains them, over gRPC, with health checks and reflection. Processes of their own compute, so
 * that other calls are answered meanwhile.
 *
 *   opening --weights open, port bound--> serving --close--> draining --calls and trainings ended--> closed
 *
 * @throws BadTrainerAddress, NoEmbedding, BadModelCard, EmbeddingUnavailable, or the system error of the port
 */
export async function serveTrainer(
  request: Pick<ServiceOptions, 'listen'> & Partial<ServiceOptions>,
): Promise<TrainerService> {
  const options: ServiceOptions = { ...serviceDefaults, ...request }
  const { embeddings, events, backend, drainMs } = options
  const listen = checkedListen(options.listen)
  const credentials = serverCredentials(options.tls)
  const shelf = new Shelf(backend)
  const trainings = new Trainings(options)
  const closing = new AbortController()
  const health = new HealthImplementation()
  const say = (state: 'SERVING' | 'NOT_SERVING') => {
    for (const service of ['', serviceName]) health.setStatus(service, state)
  }
  say('NOT_SERVING')
  const server = serverOf(options, { shelf, trainings, closing: closing.signal, health })
  let port: number
  try {
    if (options.data !== undefined) await mkdir(options.data, { recursive: true })
    for (const place of embeddings) {
      const embedding = await shelf.putFixed(place)
      events.opened?.(embedding)
    }
    port = await bound(server, listen, credentials)
  } catch (error) {
    await shelf[Symbol.asyncDispose]()
    throw error
  }
  say('SERVING')

  const end = async () => {
    say('NOT_SERVING')
    closing.abort(new Refusal(status.UNAVAILABLE, 'this trainer is stopping; what was trained is saved'))
    await Promise.all([shutDown(server, drainMs), trainings.ended()])
    await shelf[Symbol.asyncDispose]()
  }
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= end()
    return closed
  }
  return {
    address: listen.replace(/\d+$/, String(port)),
    get embeddings() {
      return shelf.embeddings
    },
    get trainings() {
      return trainings.count
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Parts {
  readonly shelf: Shelf
  readonly trainings: Trainings
  readonly closing: AbortSignal
  readonly health: HealthImplementation
}

function serverOf({ events, version }: ServiceOptions, { shelf, trainings, closing, health }: Parts): Server {
  const server = new Server({
    'grpc.max_receive_message_length': limits.requestBytes,
    'grpc.max_send_message_length': limits.answerBytes,
    'grpc.keepalive_time_ms': 60_000,
  })
  server.addService(methods, {
    describe: unary('Describe', events, () => describe(shelf, version)),
    encode: unary('Encode', events, (asked: cairn.v1.EncodeRequest, signal) => encode(shelf, asked, signal)),
    decode: unary('Decode', events, (asked: cairn.v1.DecodeRequest, signal) => decode(shelf, asked, signal)),
    trainEmbedding: streaming<cairn.v1.TrainEmbeddingRequest, cairn.v1.TrainingProgress>(
      'TrainEmbedding',
      events,
      (call, wanted) => trainForCall(call, wanted, { trainings, shelf, events, closing }),
    ),
  })
  health.addToServer(server)
  new ReflectionService({ [serviceName]: reflected(protoFile) }).addToServer(server)
  return server
}

function bound(server: Server, listen: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(listen, credentials, (error, port) => (error === null ? resolve(port) : reject(error)))
  })
}

/** Calls may end, those that do not within the time are cut off. */
async function shutDown(server: Server, drainMs: number): Promise<void> {
  const insist = setTimeout(() => server.forceShutdown(), drainMs)
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()))
  clearTimeout(insist)
}
