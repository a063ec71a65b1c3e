import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Asked, completion, type Respond, refuse, send, startChatServer } from '../test/chat-server.ts'
import { type ChatOptions, chatWith } from './chat.ts'
import { endpointAt } from './endpoint.ts'

const key = 'sk-test-0123456789abcdef'
const now = Date.parse('2025-01-31T12:00:00Z')

/** One request to a server that answers in that way. */
async function once(respond: Respond, options: Partial<ChatOptions> = {}, signal = new AbortController().signal) {
  await using server = await startChatServer(respond)
  const ask = await chatWith({
    endpoint: endpointAt(server.baseUrl, key),
    model: 'm',
    prompt: { system: 'the world', user: 'the task' },
    parameters: { temperature: 1, topP: 1, maxTokens: 64, seed: null },
    timeoutMs: 5000,
    now: () => now,
    ...options,
  })
  const reply = await ask(7, signal).catch((error: unknown) => error)
  return { reply, asked: server.asked }
}

const answers = (body: unknown, how?: Parameters<typeof send>[2]) => (_: Asked, response: ServerResponse) =>
  send(response, body, how)
const refuses =
  (...how: Parameters<typeof refuse> extends [unknown, ...infer Rest] ? Rest : never) =>
  (_: Asked, response: ServerResponse) =>
    refuse(response, ...how)

test('a request carries the model, both halves of the prompt, the parameters and the key, and nothing else', async () => {
  const { reply, asked } = await once(answers(completion('an answer')))
  expect(reply).toEqual({ text: 'an answer', finish: 'stop', tokens: { prompt: 100, completion: 10 } })
  expect(asked).toEqual([
    {
      ...{ number: 1, path: '/v1/chat/completions', authorization: `Bearer ${key}` },
      body: {
        ...{ model: 'm', temperature: 1, top_p: 1, max_tokens: 64 },
        messages: [
          { role: 'system', content: 'the world' },
          { role: 'user', content: 'the task' },
        ],
      },
    },
  ])
})

test('answer n is asked for with the seed plus n; what is null is not sent', async () => {
  const parameters = { temperature: null, topP: null, maxTokens: null, seed: 1000 }
  const { asked } = await once(answers(completion('')), { parameters })
  expect(Object.keys(asked[0]!.body).sort()).toEqual(['messages', 'model', 'seed'])
  expect(asked[0]!.body.seed).toBe(1007)
})

test('a server without a key is sent no authorization', async () => {
  await using server = await startChatServer(answers(completion('x')))
  const endpoint = endpointAt(server.baseUrl, undefined)
  const { asked } = await once(answers(completion('x')), { endpoint: { ...endpoint } })
  expect(asked).toEqual([])
  expect(server.asked.map(({ authorization }) => authorization)).toEqual([undefined])
})

test('credentials of the address are sent as basic authentication, and the address is kept without them', async () => {
  await using server = await startChatServer(answers(completion('x')))
  const endpoint = endpointAt(server.baseUrl.replace('//', '//ann:open%20sesame@'), key)
  await once(answers(completion('x')), { endpoint })
  expect(endpoint.baseUrl).toBe(server.baseUrl)
  expect(server.asked[0]!.authorization).toBe(`Basic ${Buffer.from('ann:open sesame').toString('base64')}`)
})

test('a server that does not count tokens leaves them unknown', async () => {
  const { usage: _, ...body } = completion('x')
  expect((await once(answers(body))).reply).toMatchObject({ text: 'x', tokens: null })
  const odd = { ...completion('x'), usage: { prompt_tokens: -1, completion_tokens: 'many' } }
  expect((await once(answers(odd))).reply).toMatchObject({ text: 'x', tokens: null })
})

test.each([
  ['401', refuses(401, { message: `bad key ${key}` }), 'end', 'http', 401, /refuses the key, .*bad key \[secret\]/],
  ['403', refuses(403), 'end', 'http', 403, /may not use m/],
  ['404', refuses(404), 'end', 'http', 404, /has no model m, or is not the base/],
  ['400', refuses(400, { message: 'max_tokens is too large' }), 'end', 'http', 400, /max_tokens is too large/],
  ['429', refuses(429, { message: 'slow down' }), 'retry', 'http', 429, /slow down/],
  ['429 for good', refuses(429, { code: 'insufficient_quota' }), 'end', 'http', 429, /nothing is left to spend/],
  ['500', refuses(500), 'retry', 'http', 500, /500/],
  ['503 with HTML', answers('<html>busy</html>', { status: 503 }), 'retry', 'http', 503, /503/],
  ['408', refuses(408), 'retry', 'http', 408, /408/],
  [
    'half of the JSON',
    answers(JSON.stringify(completion('x')).slice(0, 40)),
    'retry',
    'malformed',
    null,
    /is not JSON/,
  ],
  ['prose', answers('it works!', { headers: { 'content-type': 'text/plain' } }), 'retry', 'malformed', null, /choices/],
  ['another object', answers({ object: 'list' }), 'retry', 'malformed', null, /without a list of choices/],
  ['null', answers('null'), 'retry', 'malformed', null, /without a list of choices/],
  ['no choices', answers({ ...completion('x'), choices: [] }), 'give-up', 'no-choices', null, /no choice at all/],
  [
    'a choice without text',
    answers({ ...completion(''), choices: [{ message: { content: null }, finish_reason: 'content_filter' }] }),
    ...(['give-up', 'no-choices', null, /no text \(it finished with "content_filter"\)/] as const),
  ],
  ['an answer that holds the key', answers(completion(`use ${key}`)), 'give-up', 'secret', null, /holds the key/],
  ['a connection cut off', (_: Asked, response: ServerResponse) => cut(response), 'retry', 'network', null, /./],
] as const)('%s', async (_, respond, remedy, reason, status, message) => {
  const { reply, asked } = await once(respond)
  expect(reply).toMatchObject({ code: 'E_REQUEST_FAILED', remedy, reason, status })
  expect((reply as Error).message).toMatch(message)
  expect(JSON.stringify(reply) + (reply as Error).message).not.toContain(key)
  expect(asked.length).toBe(1)
})

/** Promises more than it sends. */
function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"choices": [', () => response.destroy())
}

test.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': 'Fri, 31 Jan 2025 12:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Fri, 31 Jan 2025 11:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '1500', 'retry-after': '7' }, 1500],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('a server that is asked too often says %j', async (headers: Record<string, string>, retryAfterMs) => {
  const { reply } = await once(refuses(429, { headers }))
  expect(reply).toMatchObject({ remedy: 'retry', retryAfterMs })
})

test('an error page is cut to the length of a message', async () => {
  const { reply } = await once(refuses(500, { message: 'x'.repeat(10_000) }))
  expect((reply as Error).message.length).toBe(500)
})

test.each(['before the head', 'after it'])('a server that hangs %s is left when the time is over', async (when) => {
  const { reply } = await once(
    (_, response) => {
      if (when === 'after it') response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":')
    },
    { timeoutMs: 150 },
  )
  expect(reply).toMatchObject({ remedy: 'retry', reason: 'timeout', mayHaveSpent: true })
  expect((reply as Error).message).toBe('no answer within 0.15 s')
})

test('a server that is not there is a matter of the network, and nothing was spent', async () => {
  const server = await startChatServer(answers(completion('x')))
  await server[Symbol.asyncDispose]()
  const { reply } = await once(answers(''), { endpoint: endpointAt(server.baseUrl, key) })
  expect(reply).toMatchObject({ remedy: 'retry', reason: 'network', status: null, mayHaveSpent: false })
  expect((reply as Error).message).toContain('ECONNREFUSED')
})

test('a request ends at once when the signal says so, with the reason of the signal', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const respond = async () => {
    await sleep(20)
    controller.abort(reason)
  }
  expect((await once(respond, {}, controller.signal)).reply).toBe(reason)
})
