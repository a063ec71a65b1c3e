import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coordinatorMetrics, journalContent, readManifest, resumeRun, startRun } from '@cairn/coordinator'
import { domainOf, openTask } from '@cairn/domains'
import { evaluateBatch } from '@cairn/worker'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../test/kit/cairn-process.ts'
import { directTransport } from '../test/kit/direct-transport.ts'
import { searchNamed } from '../test/kit/toy-lab.ts'
import { runPlan, tinyEmbedding } from '../test/laws/plans.ts'
import { Embeddings } from './embeddings.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-embeddings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
cpSync(tinyEmbedding, join(folder, 'mine'), { recursive: true })

const plan = (search: string, embedding: string | undefined, task = 'karel/seeder') => {
  const set = embedding === undefined ? {} : { embedding }
  return runPlan({ task, search, set, seed: 1, budget: 60, episodes: 2 }, `${search}-run`)
}

const forPlan = (of: ReturnType<typeof plan>) => ({
  search: searchNamed(of.search.name),
  language: domainOf(of.task.name).language,
  known: undefined,
})

async function opened(embeddings: Embeddings, of: ReturnType<typeof plan>) {
  return embeddings.of(of, forPlan(of))
}

test('a plan is given the embedding that it names, runs share it, and other searches go without', async () => {
  await using embeddings = new Embeddings({ folder })
  const mine = await opened(embeddings, plan('cem', './mine'))
  expect(mine).toMatchObject({
    name: expect.stringMatching(/^leaps-8 [0-9a-f]{12}$/),
    size: 8,
    folder: `${folder}/mine`,
  })
  expect(await opened(embeddings, plan('latent-hc', join(folder, 'mine')))).toBe(mine)
  const bundled = await opened(embeddings, plan('cebs', undefined))
  expect(bundled).not.toHaveProperty('folder')
  expect(await opened(embeddings, plan('cem-diversity', 'leaps'))).toBe(bundled)
  expect(await opened(embeddings, plan('hill-climb', undefined))).toBeUndefined()
})

test('what is no embedding, or one of another language, is refused', async () => {
  await using embeddings = new Embeddings({ folder })
  await expect(opened(embeddings, plan('cem', './none'))).rejects.toThrow(
    `embedding: expected leaps, which comes with Cairn, or a folder that "cairn embedding train" wrote`,
  )
  await expect(opened(embeddings, plan('latent-hc', './mine', 'minigrid/lava-gap'))).rejects.toThrow(
    /^embedding: expected an embedding of minigrid, for latent-hc on minigrid\/lava-gap \(leaps-8 \w+ is of karel\)/,
  )
})

test('a refused run has no folder, and the exit code of a usage error', async () => {
  const runs = join(folder, 'refused')
  const args = ['search', 'karel/seeder', '--search', 'cem', '--set', `embedding=${folder}/none`]
  await using cairn = startCairn([...args, '--runs', runs])
  expect(await cairn.exit).toBe(2)
  expect(cairn.stderr()).toMatch(/^cairn: embedding: expected /m)
  expect(existsSync(runs)).toBe(false)
})

test('a run goes on from its journal without the weights, to the first question that it cannot answer', async () => {
  const of = plan('cem', './mine')
  const root = join(folder, 'runs')
  const said: string[] = []
  const metrics = coordinatorMetrics()
  await using embeddings = new Embeddings({ folder, metrics, say: (text) => said.push(text) })
  const setup = {
    ...{ domain: domainOf('karel/seeder'), task: openTask('karel/seeder'), search: searchNamed('cem'), metrics },
    options: { commitMs: 0 },
  }
  const transport = () => directTransport({ answer: ({ bytes }) => [{ kind: 'result', bytes: evaluateBatch(bytes) }] })
  const first = (await opened(embeddings, of))!
  const whole = startRun({ ...setup, plan: { ...of, run: 'whole' }, root, decoder: first, transport: transport() })
  await whole.finished
  expect(said).toEqual([expect.stringMatching(/^trainer: [a-z-]+, .*; embedding leaps-8 [0-9a-f]{12}$/)])
  const counted = await metrics.registry.metrics()
  expect(counted).toMatch(/cairn_trainer_questions_total\{kind="decode",backend="[a-z-]+"\} \d+/)
  expect(counted).toMatch(/cairn_trainer_vectors_total\{kind="decode",backend="[a-z-]+"\} \d+/)

  let stop = () => {}
  const stopping = {
    ...first,
    async decode(latents: readonly Float64Array[]) {
      const answer = await first.decode(latents)
      if (latents.length === 1) stop() // the first centre
      return answer
    },
  }
  const run = startRun({ ...setup, plan: of, root, decoder: stopping, transport: transport() })
  stop = run.stop
  expect(await run.finished).toMatchObject({ event: 'stopped' })
  const { embedding } = readManifest(run.folder)
  expect(embedding).toEqual({ name: first.name, size: 8, folder: join(folder, 'mine') })

  renameSync(join(folder, 'mine'), join(folder, 'away'))
  const resume = async () => {
    await using again = new Embeddings({ folder: tmpdir() })
    const decoder = (await again.of(of, { ...forPlan(of), known: embedding }))!
    const handle = resumeRun({ ...setup, folder: run.folder, decoder, transport: transport() })
    await handle.finished
    return journalContent(handle.folder)
  }
  await expect(resume()).rejects.toMatchObject({
    code: 'E_BAD_DECODER',
    message: expect.stringContaining(`expected the weights of ${first.name} in ${folder}/mine`),
  })
  renameSync(join(folder, 'away'), join(folder, 'mine'))
  expect(await resume()).toBe(journalContent(whole.folder))
})
