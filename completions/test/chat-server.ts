import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came with one request. */
export interface Asked {
  /** From 1, in the order in which requests came. */
  readonly number: number
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

/** How a server answers one request. */
export type Respond = (asked: Asked, response: ServerResponse) => void | Promise<void>

/** A server of this process that speaks the chat protocol of OpenAI over HTTP, on a port of its own. */
export interface ChatServer extends AsyncDisposable {
  readonly baseUrl: string
  /** All requests so far. */
  readonly asked: readonly Asked[]
  /** Most requests that were under way at a time. */
  readonly mostAtOnce: () => number
  /** Answers from now on in this way. */
  respond(respond: Respond): void
}

export async function startChatServer(respond: Respond): Promise<ChatServer> {
  const asked: Asked[] = []
  let now = respond
  let [underWay, most] = [0, 0]
  const server = createServer((request, response) => {
    underWay += 1
    most = Math.max(most, underWay)
    response.on('close', () => {
      underWay -= 1
    })
    void read(request).then(async (body) => {
      const { authorization } = request.headers
      asked.push({ number: asked.length + 1, path: request.url ?? '', authorization, body })
      await now(asked.at(-1)!, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    mostAtOnce: () => most,
    respond(next) {
      now = next
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function read(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = ''
  for await (const part of request.setEncoding('utf8')) text += part
  return JSON.parse(text) as Readonly<Record<string, unknown>>
}

/** A body that is an answer. */
export function completion(
  text: string,
  { usage = { prompt_tokens: 100, completion_tokens: 10 }, finish = 'stop' } = {},
) {
  const message = { role: 'assistant', content: text, refusal: null }
  const choice = { index: 0, message, finish_reason: finish, logprobs: null }
  return { id: 'c-1', object: 'chat.completion', created: 1738324800, model: 'm', choices: [choice], usage }
}

/** Sends a body, as JSON unless it is a text. */
export function send(
  response: ServerResponse,
  body: unknown,
  {
    status = 200,
    headers = {},
  }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** An error, in the shape that OpenAI gives it. */
export function refuse(
  response: ServerResponse,
  status: number,
  { message = 'no', code = null as string | null, headers = {} as Readonly<Record<string, string>> } = {},
): void {
  send(response, { error: { message, type: 'error', param: null, code } }, { status, headers })
}
