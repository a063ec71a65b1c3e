import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { karel } from '@cairn/domains'
import { parse, print } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { TrainedEmbedding } from '../training/trained-embedding.ts'
import { type AnsweredQuestion, bundledEmbedding, EmbeddingProcess, readEmbeddingCard } from './index.ts'

const tiny = fileURLToPath(new URL('../../test/fixtures/embedding', import.meta.url))
const programs = ['DEF run m( move m)', 'DEF run m( turnLeft move pickMarker m)'].map((text) =>
  parse(karel.language, text),
)

/** A copy of the small embedding, which goes with the test. */
function copied(): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-embedding-'))
  cpSync(tiny, folder, { recursive: true })
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const weightsOf = (folder: string) => readdirSync(folder).find((file) => file.startsWith('weights-'))!

test('a process answers what the embedding does, in the order of the questions, and counts them; one that fails leaves it to the next ones', async () => {
  const answered: AnsweredQuestion[] = []
  const reports: string[] = []
  await using computing = EmbeddingProcess.of(tiny, {
    opened: (backend) => reports.push(backend),
    answered: (question) => answered.push(question),
  })
  const backend = await openBackend()
  using embedding = await TrainedEmbedding.open(backend.tf, tiny)
  expect([computing.name, computing.size]).toEqual([embedding.name, embedding.size])

  const latents = await computing.encode(programs)
  expect(latents).toEqual(await embedding.encode(programs))
  const tooShort = new Float64Array(3)
  await expect(computing.decode([tooShort])).rejects.toMatchObject({ code: 'E_EMBEDDING_FAILED' })
  const far = Float64Array.from({ length: computing.size }, (_, i) => 40 * (-1) ** i)
  const asked = [[...latents, far], [latents[1]!], []]
  const answers = await Promise.all(asked.map((some) => computing.decode(some)))
  const texts = (some: readonly (Uint8Array | undefined)[]) => some.map((one) => one && print(karel.language, one))
  for (const [i, some] of asked.entries()) expect(texts(answers[i]!)).toEqual(texts(await embedding.decode(some)))
  expect(reports).toEqual([backend.name])
  expect(answered.map(({ kind, vectors, backend: of }) => [kind, vectors, of])).toEqual([
    ['encode', 2, backend.name],
    ['decode', 3, backend.name],
    ['decode', 1, backend.name],
    ['decode', 0, backend.name],
  ])
})

test('closing it rejects what is asked, and what would be', async () => {
  const computing = EmbeddingProcess.of(tiny)
  const asked = computing.encode(programs)
  const closing = computing.close()
  await expect(asked).rejects.toMatchObject({ code: 'E_EMBEDDING_CLOSED' })
  await closing
  await expect(computing.decode([])).rejects.toMatchObject({ code: 'E_EMBEDDING_CLOSED' })
  await expect(computing.open()).rejects.toMatchObject({ code: 'E_EMBEDDING_CLOSED' })
})

test('one that dies between two questions is replaced by the next one, one that dies at work rejects what it was asked', async () => {
  const backends: string[] = []
  await using computing = EmbeddingProcess.of(tiny, { opened: (backend) => backends.push(backend) })
  const latents = await computing.encode(programs)
  const first = computing.pid!
  process.kill(first, 'SIGKILL')
  await expect.poll(() => computing.pid).toBeUndefined()
  expect(await computing.encode(programs)).toEqual(latents)
  const second = computing.pid!
  expect(second).not.toBe(first)

  const asked = [computing.encode(programs), computing.decode(latents)]
  process.kill(second, 'SIGKILL')
  const unavailable = {
    code: 'E_EMBEDDING_UNAVAILABLE',
    message: `expected the weights of ${computing.name} in ${tiny}, but its process ended with SIGKILL`,
  }
  for (const one of await Promise.allSettled(asked)) expect(one).toMatchObject({ reason: unavailable })
  expect(await computing.encode(programs)).toEqual(latents)
  expect(backends).toEqual(new Array(3).fill(backends[0]))
})

test('closed and opened again, it computes the same bits with the same backend; signals of a terminal leave it alone', async () => {
  const opened = async () => {
    await using computing = EmbeddingProcess.of(tiny)
    const { backend, report } = await computing.open()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(computing.pid!, signal)
    const latents = await computing.encode(programs)
    return { backend, report, latents, pid: computing.pid! }
  }
  const first = await opened()
  expect(isAlive(first.pid)).toBe(false)
  const { pid, ...again } = await opened()
  expect({ ...again, pid: first.pid }).toEqual(first)
  expect(isAlive(pid)).toBe(false)
})

describe('a process that has one open', () => {
  const index = new URL('../dist/embedded/index.js', import.meta.url)
  /** It closes when neither it nor what it started has its standard error any more. */
  async function started(rest: string): Promise<{ readonly parent: ChildProcess; readonly pid: number }> {
    const script = `
      const { EmbeddingProcess } = await import(${JSON.stringify(index.href)})
      const computing = EmbeddingProcess.of(${JSON.stringify(tiny)})
      await computing.open()
      console.log(computing.pid)
      ${rest}`
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    parent.stderr.resume()
    const [pid] = await once(parent.stdout, 'data')
    return { parent, pid: Number(pid) }
  }

  test('is not kept alive by it, and leaves none behind', async () => {
    const { parent } = await started('')
    expect(await once(parent, 'close')).toEqual([0, null])
  })

  test('leaves none behind where it is killed with questions open', async () => {
    const { parent, pid } = await started(`
      const latents = Array.from({ length: 256 }, () => new Float64Array(computing.size))
      for (;;) await computing.decode(latents)`)
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    expect(await once(parent, 'close')).toEqual([null, 'SIGKILL'])
  })
})

test('weights that are gone or others are refused by the first question, and the next one tries again', async () => {
  using copy = copied()
  const { folder } = copy
  const card = readEmbeddingCard(folder)
  const weights = join(folder, weightsOf(folder))
  const bytes = readFileSync(weights)
  await using other = new EmbeddingProcess(folder, { ...card, name: 'mine 0123' })
  await expect(other.encode(programs)).rejects.toThrow(
    `expected the weights of mine 0123 in ${folder}, but ${folder} holds ${card.name} now`,
  )

  await using computing = new EmbeddingProcess(folder, card)
  writeFileSync(
    weights,
    bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
  )
  rmSync(weights)
  const unavailable = { code: 'E_EMBEDDING_UNAVAILABLE', embedding: card.name, folder }
  const both = await Promise.allSettled([computing.encode(programs), computing.decode([])])
  expect(both.map((one) => one.status === 'rejected' && one.reason)).toMatchObject([unavailable, unavailable])
  writeFileSync(weights, bytes)
  expect(await computing.encode(programs)).toHaveLength(2)
})

test('what comes with Cairn is found by its name, and nothing else', () => {
  expect(readEmbeddingCard(bundledEmbedding('leaps')!)).toMatchObject({ language: 'karel', size: expect.any(Number) })
  for (const none of ['./leaps', 'no-such', '', '..']) expect(bundledEmbedding(none)).toBeUndefined()
})

test('a folder without card or weights holds none', () => {
  using copy = copied()
  const { folder } = copy
  rmSync(join(folder, weightsOf(folder)))
  expect(() => readEmbeddingCard(folder)).toThrow(expect.objectContaining({ code: 'E_NO_EMBEDDING' }))
  rmSync(join(folder, 'card.json'))
  expect(() => readEmbeddingCard(folder)).toThrow(`${folder} holds no embedding: card.json is not there`)
})
