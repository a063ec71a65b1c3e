import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { journalContent } from '@cairn/coordinator'
import { connectTrainer, serveTrainer } from '@cairn/trainer/service'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../test/kit/cairn-process.ts'
import { tinyEmbedding } from '../test/laws/plans.ts'
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

test('comparisons, campaigns and trainings go to a trainer with --trainer, and come to the same', async () => {
  const at = (name: string) => folder.at(name)
  mkdirSync(at('kept'))
  await using service = await serveTrainer({
    listen: '127.0.0.1:0',
    embeddings: [{ id: 'mine', folder: tinyEmbedding }],
    data: at('kept'),
  })
  const url = ['--trainer', `grpc://${service.address}`]
  const done = async (...args: string[]) => {
    await using process = startCairn(args)
    const code = await process.exit
    const err = process.stderr()
    if (code !== 0) throw new Error(err)
    return { out: process.stdout(), err }
  }

  const plan = (name: string, embedding: string) => {
    writeFileSync(
      at(`${name}.yaml`),
      [
        ...['name: tiny', 'tasks: [karel/seeder]', 'seeds: 2', 'budget: 60', 'episodes: 2', 'fresh-episodes: 2'],
        `searches: [{ search: cem, set: { embedding: ${embedding} } }]`,
      ].join('\n'),
    )
    return [at(`${name}.yaml`), '--workers', '1']
  }
  cpSync(tinyEmbedding, at('here'), { recursive: true })
  const said = /^trainer: \S+ at grpc:\S+; embedding leaps-8 \w+$/gm
  const compared = await done('compare', ...plan('there', 'mine'), '--runs', at('compared'), ...url)
  expect(compared.err.match(said)).toHaveLength(1)
  const here = await done('compare', ...plan('here', at('here')), '--runs', at('alone'))
  expect(compared.out).toBe(here.out)
  expect(here.err).not.toMatch(said)
  const started = await done('campaign', 'start', ...plan('there', 'mine'), '--runs', at('started'), ...url)
  expect(started.err.match(said)).toHaveLength(1)
  const [, second] = readdirSync(at('started/tiny/runs'))
  const journal = (of: string) => journalContent(join(at(of), 'tiny', 'runs', second!))
  expect(journal('started')).toBe(journal('compared'))
  rmSync(join(at('started/tiny/runs'), second!), { recursive: true })
  const resumed = await done('campaign', 'resume', 'tiny', '--runs', at('started'), '--workers', '1', ...url)
  expect(resumed.err.match(said)).toHaveLength(1)
  expect(journal('started')).toBe(journal('compared'))

  await done('data', 'build', at('programs'), '--programs', '60', '--quiet')
  const sizes = ['--hidden', '8', '--latent', '8', '--batch', '20', '--epochs', '1']
  const training = ['embedding', 'train', at('programs'), ...sizes]
  const trained = await done(...training, '--out', 'new', ...url)
  expect(trained.out).toBe('new\n')
  expect(trained.err).toMatch(/used, .*\n(.*\n)*[\d,]+ parameters; 42 programs to train/)
  await done(...training, '--out', at('new'))
  expect(readFileSync(at('kept/new/card.json'))).toEqual(readFileSync(at('new/card.json')))
  expect(service.embeddings.map(({ id }) => id)).toEqual(['mine', 'new'])
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
