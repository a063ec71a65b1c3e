import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findDomain, openTask } from '@cairn/domains'
import { afterAll, expect, test } from 'vitest'
import { promptFor } from '../prompt.ts'
import { type ChatServer, completion, type Respond, refuse, send, startChatServer } from '../test/chat-server.ts'
import { key, type SittingOptions, sit } from '../test/collecting.ts'
import { head } from '../test/sample-records.ts'
import { swiftClock } from '../test/swift-clock.ts'
import { readCompletions } from './completion-file.ts'
import { judgeBoth } from './judge-both.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-collect-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const fresh = () => join(folder, `${files++}.jsonl`)

const answering: Respond = ({ number }, response) => send(response, completion(`yes ${number}`))

/** A sitting with a server that answers in that way. */
async function sitWith(respond: Respond, options: SittingOptions = {}, file = fresh()) {
  await using server = await startChatServer(respond)
  const sitting = await sit(server.baseUrl, file, options)
  return { ...sitting, asked: server.asked, mostAtOnce: server.mostAtOnce(), file, read: readCompletions(file) }
}

test('a collection writes every answer as it came, with the verdicts of both converters', async () => {
  const { language } = openTask('karel/harvester')
  const text = '```python\ndef run():\n    move()\n```\n```\nDEF run m( move m)\n```'
  const judge = judgeBoth(language)
  const { ended, read } = await sitWith((_, response) => send(response, completion(text)), {
    judge,
    target: { answers: 7 },
  })
  expect(ended).toBe('complete')
  expect(read.failures).toEqual([])
  expect(read.answers.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(read.answers[0]).toEqual({
    ...{ record: 'answer', number: 1, askedAt: '2025-01-31T12:00:00.000Z', text, finish: 'stop', attempts: 1 },
    ...{ tokens: { prompt: 100, completion: 10 }, charged: { prompt: 100, completion: 10 }, verdict: judge(text) },
  })
  expect(read.answers[0]!.verdict.strict.programs).toEqual(['DEF run m( move m)'])
})

test('so many requests are under way at a time and no more', async () => {
  const slow: Respond = (asked, response) => void setTimeout(() => answering(asked, response), 30)
  const { mostAtOnce, read } = await sitWith(slow, { parallel: 3, target: { answers: 12 } })
  expect(mostAtOnce).toBe(3)
  expect(read.answers.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
})

test('LLM-GS: answers are asked for until enough are accepted, half as many again as are missing', async () => {
  // Every second one is a program: 12 for 8, then 3 for the 2 that are still missing, then 2 for 1.
  const half: Respond = ({ number }, response) => send(response, completion(number % 2 === 0 ? `yes ${number}` : 'no'))
  const { ended, answers } = await sitWith(half, { target: { accepted: 8, by: 'strict', most: 100 } })
  expect(ended).toBe('complete')
  expect(answers.length).toBe(17)
  const most = { accepted: 8, by: 'strict', most: 10 } as const
  expect(await sitWith(half, { target: most })).toMatchObject({ ended: 'missing', answers: { length: 10 } })
})

test('a key that is refused ends the collection with one request and one clear error', async () => {
  const { ended, message, asked, read, notices, clock } = await sitWith(
    (_, response) => refuse(response, 401, { message: `Incorrect API key provided: ${key}` }),
    { parallel: 1 },
  )
  expect([ended, asked.length, clock.waits, notices]).toEqual(['failed', 1, [], []])
  expect(message).toMatch(/refuses the key, or misses it \(CAIRN_API_KEY, else OPENAI_API_KEY\)/)
  expect(read.failures).toMatchObject([{ number: 1, reason: 'http', status: 401, attempts: 1, message }])
  expect(read.failures[0]!.charged).toEqual({ prompt: 0, completion: 0 })
})

test('429 with retry-after is waited for, by everybody, and the answer is taken then', async () => {
  const { ended, notices, clock, asked, read } = await sitWith(
    ({ number }, response) =>
      number === 1
        ? refuse(response, 429, { message: 'slow down', headers: { 'retry-after': '42' } })
        : send(response, completion('yes')),
    { target: { answers: 2 } },
  )
  expect([ended, asked.length]).toEqual(['complete', 3])
  expect(clock.waits).toEqual([42_000])
  expect(notices).toEqual([expect.stringMatching(/^answer 1: .*slow down; again in 42\.0 s$/)])
  expect(read.answers.map(({ attempts }) => attempts)).toEqual([2, 1])
})

test('a server that wants to be left alone for longer than is sensible ends the collection', async () => {
  const { ended, message, asked } = await sitWith((_, response) =>
    refuse(response, 429, { message: 'daily limit', headers: { 'retry-after': '7200' } }),
  )
  expect([ended, asked.length]).toEqual(['failed', 1])
  expect(message).toMatch(/daily limit; the server asks to be left alone for 120 minutes$/)
})

test('500 is retried with doubled waits, then given up with a failure on record; three in a row end it', async () => {
  const { ended, message, asked, clock, read } = await sitWith((_, response) => refuse(response, 500))
  expect([ended, asked.length]).toEqual(['failed', 9])
  expect(clock.waits).toEqual([500, 1000, 500, 1000, 500, 1000])
  expect(message).toMatch(/^3 answers in a row were given up, the last one because: 500/)
  expect(read.failures).toMatchObject([1, 2, 3].map((number) => ({ number, status: 500, attempts: 3 })))
})

test('a server that fails now and then costs no answer', async () => {
  const { ended, read } = await sitWith(({ number }, response) =>
    number % 3 === 0 ? refuse(response, 503) : send(response, completion('yes')),
  )
  expect([ended, read.answers.length, read.failures.length]).toEqual(['complete', 5, 0])
})

test.each<[string, Respond, Partial<SittingOptions>, string]>([
  ['half of the JSON', (_, response) => send(response, '{"choices": [{"mess'), {}, 'malformed'],
  [
    'a body cut off',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"choices": [', () => response.destroy())
    },
    ...([{}, 'network'] as const),
  ],
  ['silence', () => {}, { timeoutMs: 100 }, 'timeout'],
])('%s is asked for again, and what it may have cost is charged', async (_, broken, options, reason) => {
  const { ended, asked, read } = await sitWith(
    (request, response) => (request.number <= 3 ? broken(request, response) : answering(request, response)),
    { target: { answers: 2 }, ...options },
  )
  expect([ended, asked.length]).toEqual(['missing', 4])
  // The prompt has 17 bytes, an answer 1024 tokens at most.
  expect(read.failures).toMatchObject([{ number: 1, reason, attempts: 3, charged: { prompt: 51, completion: 3072 } }])
  expect(read.answers.map(({ number }) => number)).toEqual([2])
})

test('an answer without any choice is not asked for again, and does not end the collection', async () => {
  const { ended, asked, read } = await sitWith(({ number }, response) =>
    send(response, number <= 4 ? { ...completion('x'), choices: [] } : completion('yes')),
  )
  expect([ended, asked.length, read.answers.length]).toEqual(['missing', 5, 1])
  expect(read.failures.map(({ reason, attempts }) => [reason, attempts])).toEqual(Array(4).fill(['no-choices', 1]))
})

test('an answer that repeats the key is not kept', async () => {
  const { read, file } = await sitWith(({ number }, response) =>
    send(response, completion(number === 2 ? `the key is ${key}` : 'yes')),
  )
  expect(read.failures).toMatchObject([{ number: 2, reason: 'secret' }])
  expect(readFileSync(file, 'utf8')).not.toContain(key)
})

test('a server that is not there is given up', async () => {
  const server = await startChatServer(answering)
  await server[Symbol.asyncDispose]()
  const { ended, message, spent } = await sit(server.baseUrl, fresh())
  expect([ended, spent]).toEqual(['failed', { prompt: 0, completion: 0 }])
  expect(message).toContain('ECONNREFUSED')
})

test('a cap on tokens is never passed: requests stop before the one that might', async () => {
  // The first request may take 17 + 1024, each further one 100 + 1024.
  const { ended, answers, spent } = await sitWith(answering, { caps: { totalTokens: 2000 }, target: { answers: 50 } })
  expect(ended).toBe('capped')
  expect(answers.length).toBe(8)
  expect(spent).toEqual({ prompt: 800, completion: 80 })
  expect(880 + 1124).toBeGreaterThan(2000)
  expect(770 + 1124).toBeLessThanOrEqual(2000)
})

test('a cap on the cost too, whatever is under way at the same time', async () => {
  const prices = { prompt: 1000, completion: 1000 }
  const { ended, answers, spent } = await sitWith(answering, {
    ...{ caps: { cost: 4 }, prices, parallel: 4, target: { answers: 50 } },
  })
  expect(ended).toBe('capped')
  expect(answers.length).toBeGreaterThan(20)
  expect(((spent.prompt + spent.completion) * 1000) / 1e6).toBeLessThanOrEqual(4)
})

test('a cap counts what earlier sittings used', async () => {
  await using server = await startChatServer(answering)
  const file = fresh()
  await sit(server.baseUrl, file, { target: { answers: 5 } })
  const { ended, answers } = await sit(server.baseUrl, file, { target: { answers: 9 }, caps: { totalTokens: 600 } })
  expect([ended, answers.length, server.asked.length]).toEqual(['capped', 5, 5])
})

test('requests begin at the pace that was asked for', async () => {
  const clock = swiftClock()
  const begun = clock.now()
  const { read } = await sitWith(answering, { clock, requestsPerMinute: 20 })
  expect(read.answers.map(({ askedAt }) => Date.parse(askedAt!) - begun)).toEqual([0, 3000, 6000, 9000, 12_000])
})

test('a collection that was interrupted goes on, asks for nothing twice, and ends with the same number', async () => {
  const file = fresh()
  const asking = {
    target: { answers: 10 },
    parallel: 2,
    head: { ...head, parameters: { ...head.parameters, seed: 0 } },
  }
  const controller = new AbortController()
  const onProgress: SittingOptions['onProgress'] = ({ answers }) => answers.length >= 4 && controller.abort()
  const first = await sitWith(answering, { ...asking, onProgress, signal: controller.signal }, file)
  expect(first.ended).toBe('interrupted')
  expect(first.answers.length).toBeGreaterThanOrEqual(4)
  expect(first.answers.length).toBeLessThan(10)
  const kept = readFileSync(file, 'utf8')

  const second = await sitWith(answering, asking, file)
  expect(second.ended).toBe('complete')
  expect(second.answers.map(({ number }) => number)).toEqual(Array.from({ length: 10 }, (_, at) => at + 1))
  const present = new Set(first.answers.map(({ number }) => number))
  const missing = second.answers.map(({ number }) => number).filter((number) => !present.has(number))
  // Every request carries its number as the seed.
  expect(second.asked.map(({ body }) => body.seed).sort((a, b) => Number(a) - Number(b))).toEqual(missing)
  expect(readFileSync(file, 'utf8').startsWith(kept)).toBe(true)
  expect(await sitWith(answering, asking, file)).toMatchObject({ ended: 'complete', asked: [] })
})

test('what was under way when it was interrupted is on record with what it may have cost', async () => {
  const file = fresh()
  const controller = new AbortController()
  await using server = await startChatServer(() => controller.abort())
  const { ended } = await sit(server.baseUrl, file, { signal: controller.signal })
  expect(ended).toBe('interrupted')
  expect(readCompletions(file).failures).toMatchObject([
    { number: 1, reason: 'interrupted', attempts: 1, charged: { prompt: 17, completion: 1024 } },
  ])
})

test('a collection that is stopped before it begins asks nothing', async () => {
  const { ended, asked, read } = await sitWith(answering, { signal: AbortSignal.abort() })
  expect([ended, asked.length, read.failures.length]).toEqual(['interrupted', 0, 0])
})

test('another prompt, model or server in the same file is refused, and nothing is asked', async () => {
  const file = fresh()
  await using server = await startChatServer(answering)
  const { baseUrl } = server
  await sit(baseUrl, file)
  const domain = findDomain('karel')!
  const other = promptFor({ domain, task: openTask('karel/harvester'), style: 'python' })
  for (const changes of [{ prompt: other }, { model: 'another' }, { baseUrl: 'https://elsewhere.example/v1' }]) {
    const again = sit(baseUrl, file, { head: { ...head, baseUrl, ...changes } })
    await expect(again).rejects.toMatchObject({ code: 'E_OTHER_COLLECTION', file })
  }
  expect(server.asked.length).toBe(5)
})

test('a second collection into the same file is refused while the first is under way', async () => {
  const file = fresh()
  let second: Promise<unknown> | undefined
  await using server: ChatServer = await startChatServer(async (asked, response) => {
    second ??= sit(server.baseUrl, file).catch((error: unknown) => error)
    await second
    await answering(asked, response)
  })
  const { ended } = await sit(server.baseUrl, file)
  expect(ended).toBe('complete')
  expect(await second).toMatchObject({ code: 'E_FILE_BUSY', holder: process.pid })
  expect(existsSync(`${file}.lock`)).toBe(false)
})

test('a judge that fails ends the collection with its error, and the file can be gone on with', async () => {
  const file = fresh()
  await using server = await startChatServer(answering)
  const judge = () => {
    throw new Error('out of memory')
  }
  await expect(sit(server.baseUrl, file, { judge, parallel: 3 })).rejects.toThrow('out of memory')
  expect((await sit(server.baseUrl, file)).ended).toBe('complete')
})

test('nothing that was written holds the key', () => {
  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  expect(written.length).toBeGreaterThan(15)
  expect(written.join('')).not.toContain(key)
})
