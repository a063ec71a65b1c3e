import { rmSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectBroker, queueDefaults, streams, subjects } from '@cairn/proto/queue'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCairn, startCairn } from '../kit/cairn-process.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { page } from '../kit/page.ts'

const config = fileURLToPath(new URL('../../docs/examples/nats-server.conf', import.meta.url))
const root = await mkdtemp(join(tmpdir(), 'cairn-docs-'))
let nats: NatsServer | undefined
const as = (user: string) => nats!.url.replace('//', `//${user}@`)
const search = 'search:a-long-one'
const worker = 'worker:another-long-one'

beforeAll(async () => {
  nats = await startNatsServer({ config })
})
afterAll(async () => {
  await nats?.[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

describe('the configuration of the example', () => {
  test('gives workers and searches what they need, in whatever order they come', async () => {
    await using early = startCairn(['worker', '--nats', as(worker), '--threads', '1'])
    const plan = ['search', 'karel/door-key', '--seed', '5', '--budget', '2000', '--runs', root]
    const done = await runCairn([...plan, '--nats', as(search)])
    const alone = await runCairn([...plan, '--workers', '1'])
    expect([done.charged, done.program]).toEqual([2_000, alone.program])
    early.kill('SIGTERM')
    expect(await early.exit).toBe(0)
    expect(early.stderr()).not.toContain('another-long-one')
  })

  test('lets a worker send no batches and change nothing of the queue', async () => {
    const broker = await connectBroker(as(worker), { inboxPrefix: '_INBOX.worker', requestMs: 1_000 })
    const forbidden = [
      broker.store(subjects.work('karel', 'run', 'batch'), new Uint8Array(1), { id: 'x' }),
      broker.purge(streams.work, subjects.allWork),
      broker.purge(streams.results, subjects.allResults),
      broker.deleteConsumer(streams.work, 'work-karel'),
    ]
    for (const outcome of await Promise.allSettled(forbidden)) expect(outcome.status).toBe('rejected')
    await broker.close()
  })

  test('is the table of rights on the page, no more and no less', async () => {
    const written = await readFile(config, 'utf8')
    const quoted = (text: string) => Array.from(text.matchAll(/"([^"]+)"/g), ([, subject]) => subject!)
    const rights = page('running-on-several-machines.md')
      .rows('Security')
      .filter((row) => row.right)
    for (const role of ['search', 'worker']) {
      const [, ofRole = ''] = written.split(`user: ${role},`)
      const configured = quoted(ofRole.split('user:')[0]!.replace(/password: "[^"]*"/, ''))
      const listed = rights.flatMap((row) => row[role]!.split(', ').filter((subject) => subject !== ''))
      expect(listed.toSorted()).toEqual(configured.toSorted())
    }
  })
})

test('the page names every stream with its subjects and limits', () => {
  const rows = page('running-on-several-machines.md').rows('The queue')
  expect(rows.map(({ stream }) => stream)).toEqual(Object.values(streams))
  const prefixes = [subjects.allWork, subjects.allResults, subjects.allDeadLetters].map((all) => all.slice(0, -1))
  for (const [i, prefix] of prefixes.entries()) expect(rows[i]!.subjects).toContain(prefix)
  expect(rows[0]!.holds).toContain(queueDefaults.maxQueued.toLocaleString('en'))
})
