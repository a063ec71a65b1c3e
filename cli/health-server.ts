import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is served; prom-client's Registry is one. */
export interface Metrics {
  readonly contentType: string
  metrics(): Promise<string>
}

export interface HealthOptions {
  readonly host: string
  /** 0: one that is free. */
  readonly port: number
  readonly metrics: Metrics
  /** Whether work can be done right now; a reason why not otherwise. */
  ready(): true | string
}

export interface HealthServer extends AsyncDisposable {
  /** http://host:port */
  readonly url: string
}

/**
 * `/metrics` for Prometheus, `/healthz` (the process answers), `/readyz` (it can do its work, else 503 and the reason).
 *
 * @throws the system error, for example EADDRINUSE
 */
export async function serveHealth({ host, port, metrics, ready }: HealthOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response, metrics, ready).catch((error: unknown) => {
      send(response, 500, error instanceof Error ? error.message : String(error))
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    [Symbol.asyncDispose]: () => stop(server),
  }
}

async function answer(
  url: string,
  response: ServerResponse,
  metrics: Metrics,
  ready: () => true | string,
): Promise<void> {
  switch (url.split('?', 1)[0]) {
    case '/metrics':
      return send(response, 200, await metrics.metrics(), metrics.contentType)
    case '/healthz':
      return send(response, 200, 'ok\n')
    case '/readyz': {
      const state = ready()
      return send(response, state === true ? 200 : 503, state === true ? 'ready\n' : `${state}\n`)
    }
    default:
      return send(response, 404, 'there are /metrics, /healthz and /readyz\n')
  }
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(body)
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
