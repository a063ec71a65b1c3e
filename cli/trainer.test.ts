import { createServer } from 'node:net'
import { connectTrainer } from '@cairn/trainer/service'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../test/kit/cairn-process.ts'
import { testFolder } from '../trainer/test/service-lab.ts'

// `cairn trainer` as a person meets it: a real process, its port, its pages, its exit codes.

const folder = testFolder()
afterAll(() => folder[Symbol.dispose]())

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('a trainer serves, tells what computes and counts; killed and started anew it answers on; SIGTERM drains it', async () => {
  const listen = `127.0.0.1:${await freePort()}`
  const args = ['trainer', '--listen', listen, '--embedding', 'leaps', '--data', folder.at('data')]
  const killed = startCairn(args)
  await killed.untilSaid(/"msg":"serving"/)
  await using there = await connectTrainer(listen, { embedding: 'leaps', maxBackoffMs: 500, attempts: 60 })
  const latents = [new Float64Array(there.size), new Float64Array(there.size).fill(0.5)]
  const before = await there.decode(latents)
  killed.kill('SIGKILL')
  expect(await killed.exit).toBe(-1)

  const answer = there.decode(latents)
  await using started = startCairn(args)
  expect(await answer).toEqual(before)
  await started.untilSaid(/"msg":"serving"/)
  const [embedding, serving] = ['embedding served', 'serving'].map((said) =>
    lines(started.stderr()).find(({ msg }) => msg === said),
  )
  expect(embedding).toMatchObject({ id: 'leaps', name: there.name, backend: there.about.backend })
  expect(embedding!.report).toContainEqual(expect.stringMatching(/^[a-z-]+: used, /))
  expect(serving).toMatchObject({ listen })

  const plan = ['search', 'karel/seeder', '--search', 'cem', '--budget', '60', '--episodes', '2', '--workers', '1']
  const runs = (name: string) => ['--runs', folder.at('runs'), '--run', name]
  await using remote = startCairn([...plan, ...runs('remote'), '--trainer', `grpc://${listen}`])
  expect(await remote.exit).toBe(0)
  expect(remote.stderr()).toContain(`trainer: ${there.about.backend} at grpc://${listen}; embedding ${there.name}`)
  await using here = startCairn([...plan, ...runs('here')])
  expect(await here.exit).toBe(0)
  expect(remote.stdout()).toBe(here.stdout())

  const page = async (name: string) => fetch(String(serving!.metrics).replace('metrics', name))
  expect([(await page('healthz')).status, (await page('readyz')).status]).toEqual([200, 200])
  const metrics = await (await page('metrics')).text()
  expect(metrics).toContain('cairn_trainer_requests_total{method="Decode",code="OK"}')
  expect(metrics).toContain(`cairn_trainer_backend_info{backend="${there.about.backend}"} 1`)

  started.kill('SIGTERM')
  expect(await started.exit).toBe(0)
  expect(lines(started.stderr()).at(-1)).toMatchObject({ msg: 'drained' })
})

test('what cannot be served is refused by name', async () => {
  const refusals: [string[], string][] = [
    [['--listen', 'here'], 'listen: expected host:port, for example 127.0.0.1:50051'],
    [['--embedding', folder.at('none')], `${folder.at('none')} holds no embedding: card.json is not there`],
    [['--embedding', 'leaps', '--embedding', 'leaps'], 'embedding: expected every embedding once, got "leaps"'],
    [['--tls-cert', folder.at('none.pem')], "tls-key: expected the file of the certificate's key"],
  ]
  for (const [args, said] of refusals) {
    await using process = startCairn(['trainer', '--listen', '127.0.0.1:0', ...args])
    expect(await process.exit, said).toBe(2)
    expect(process.stderr()).toContain(said)
  }
})
