import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { answerOf, guessing, hostileBatch, hostileDomain, hostileModule } from '../test/kit/hostile-batches.ts'
import { evaluateBatch } from './evaluate.ts'
import { openPool, type PoolOptions } from './pool.ts'

const fast = { domains: [hostileModule], programTimeoutMs: 500, memoryMb: 64 } satisfies PoolOptions

async function poolOf(options: PoolOptions = {}) {
  const pool = await openPool({ ...fast, ...options })
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.close() })
}

function fine(id: number): Uint8Array {
  return hostileBatch([guessing(id), guessing(id + 1), guessing(id + 2)], { id: `${id}` })
}

function pure(batch: Uint8Array): Uint8Array {
  return evaluateBatch(batch, { domainNamed: () => hostileDomain })
}

describe('a pool of threads', () => {
  test('gives what the pure function gives, and says who did it', async () => {
    await using pool = await poolOf({ threads: 2, worker: 'worker-7' })
    const batches = Array.from({ length: 50 }, (_, i) => fine(i))
    const results = await Promise.all(batches.map((batch) => pool.evaluate(batch)))
    expect(results.map(answerOf)).toEqual(batches.map(pure).map(answerOf))
    expect(results[0]!.byteLength).toBeGreaterThan(answerBytes(batches[0]!))
  })

  test('rejects bytes that are no batch, and lives on', async () => {
    await using pool = await poolOf({ threads: 1 })
    await expect(pool.evaluate(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'E_MALFORMED_BATCH' })
    expect(answerOf(await pool.evaluate(fine(1)))).toEqual(answerOf(pure(fine(1))))
  })

  test('counts the threads that have work', async () => {
    await using pool = await poolOf({ threads: 2 })
    expect(pool.busy).toBe(0)
    const spinning = expect(pool.evaluate(hostileBatch(['RUN spin spin spin']))).rejects.toThrow(/no end/)
    expect(pool.busy).toBe(1)
    await spinning
  })
})

describe('a batch that is cancelled', () => {
  const long = hostileBatch(new Array(1000).fill(guessing(5)), { episodes: 20_000 })

  test('is left between programs when it runs, and dropped when it waits', async () => {
    await using pool = await poolOf({ threads: 1, programTimeoutMs: 60_000 })
    const unwanted = new AbortController()
    const cancelled = [1, 2, 3].map(() => pool.evaluate(long, unwanted.signal))
    const wanted = pool.evaluate(fine(1))
    setTimeout(() => unwanted.abort(), 50)
    for (const { status, ...rest } of await Promise.allSettled(cancelled)) {
      expect({ status, ...rest }).toMatchObject({ status: 'rejected', reason: { code: 'E_EVALUATION_CANCELLED' } })
    }
    expect(answerOf(await wanted)).toEqual(answerOf(pure(fine(1))))
  })

  test('is never begun when it was cancelled before, and unharmed when after', async () => {
    await using pool = await poolOf({ threads: 1 })
    const begun = pool.evaluate(long, AbortSignal.abort())
    await expect(begun).rejects.toMatchObject({ code: 'E_EVALUATION_CANCELLED' })
    const late = new AbortController()
    await pool.evaluate(fine(1), late.signal)
    late.abort()
    expect(answerOf(await pool.evaluate(fine(2)))).toEqual(answerOf(pure(fine(2))))
  })
})

describe('a thread that dies', () => {
  test.each([
    ['exit', 60_000, /exited with code 3/],
    ['spin', 500, /no end of a program in 500 ms/],
    ['eat', 60_000, /out of memory at 64 MB/],
  ])('of "%s" loses its batch, names the program, and is replaced', async (action, programTimeoutMs, reason) => {
    await using pool = await poolOf({ threads: 1, programTimeoutMs })
    const fatal = hostileBatch([guessing(1), guessing(2), `RUN ${action} guess-1 guess-2`, guessing(3)])
    await expect(pool.evaluate(fatal)).rejects.toMatchObject({
      code: 'E_EVALUATION_LOST',
      suspect: 2,
      reason: expect.stringMatching(reason),
    })
    expect(answerOf(await pool.evaluate(fine(1)))).toEqual(answerOf(pure(fine(1))))
  })

  test('is no trouble for the batches that waited behind the fatal one', async () => {
    await using pool = await poolOf({ threads: 1 })
    const fatal = hostileBatch(['RUN exit guess-0 guess-0'])
    const batches = [fine(1), fatal, fine(2), fatal, fine(3), fine(4)]
    const settled = await Promise.allSettled(batches.map((batch) => pool.evaluate(batch)))
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
  })

  test('may do so again and again: the pool goes on as long as batches are settled', async () => {
    await using pool = await poolOf({ threads: 2 })
    const fatal = hostileBatch(['RUN exit guess-0 guess-0'])
    const settled = await Promise.allSettled(Array.from({ length: 12 }, () => pool.evaluate(fatal)))
    expect(settled.every(({ status }) => status === 'rejected')).toBe(true)
    expect(answerOf(await pool.evaluate(fine(1)))).toEqual(answerOf(pure(fine(1))))
  })
})

describe('opening and closing', () => {
  test('a domain that is not there breaks the pool at once, with its name', async () => {
    const missing = new URL('./no-such-domain.mjs', import.meta.url).href
    await expect(openPool({ threads: 2, domains: [missing] })).rejects.toMatchObject({
      code: 'E_POOL_BROKEN',
      reason: expect.stringMatching(/no-such-domain/),
    })
  })

  test('close ends what runs and what waits, and can be called again', async () => {
    const pool = await openPool({ ...fast, threads: 1, programTimeoutMs: 60_000 })
    const spin = hostileBatch(['RUN spin spin spin'])
    const outcomes = Promise.allSettled([spin, spin, fine(1), fine(2)].map((batch) => pool.evaluate(batch)))
    await Promise.all([pool.close(), pool.close()])
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'E_POOL_CLOSED' } })
    await expect(pool.evaluate(fine(3))).rejects.toMatchObject({ code: 'E_POOL_CLOSED' })
  })
})

describe('a process with a pool', () => {
  test('ends by itself when nothing is left to evaluate, though nobody closed the pool', async () => {
    const child = run(`await pool.evaluate(batch); console.log('done')`)
    expect(await child.output).toBe('done\n')
  })

  test('may be suspended for longer than a program may take: nobody is blamed', async () => {
    const child = run(`
      console.log('begun')
      let lost = 0
      for (let i = 0; i < 20; i++) await pool.evaluate(batch).catch(() => lost++)
      console.log('lost', lost)
    `)
    await once(child.process.stdout, 'data')
    child.process.kill('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, 3 * fast.programTimeoutMs))
    child.process.kill('SIGCONT')
    expect(await child.output).toBe('begun\nlost 0\n')
  })
})

/** A process that has opened a pool and a batch that takes some 0.1 s, and then runs the code. */
function run(code: string) {
  const batch = hostileBatch(new Array(10).fill(guessing(5)), { episodes: 10_000 })
  const script = `
    import { openPool } from '@cairn/worker'
    const pool = await openPool({ ...${JSON.stringify(fast)}, threads: 1 })
    const batch = Buffer.from('${Buffer.from(batch).toString('base64')}', 'base64')
    ${code}
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return { process: child, output: once(child, 'close').then(() => text) }
}

function answerBytes(batch: Uint8Array): number {
  return pure(batch).byteLength
}
