import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledCompletions, readCompletions } from '@cairn/completions'
import { afterAll, describe, expect, test } from 'vitest'
import { completion, type Respond, refuse, send, startChatServer } from '../../completions/test/chat-server.ts'
import { startCairn } from '../../test/kit/cairn-process.ts'

// `cairn complete` as a person meets it: real processes, and a server of this process that they ask.

const key = 'sk-test-0123456789abcdef'
const folder = mkdtempSync(join(tmpdir(), 'cairn-complete-'))
const said: string[] = []
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = { CAIRN_API_KEY: key, OPENAI_API_KEY: 'sk-other-fedcba9876543210', CAIRN_DEBUG: '1' }
const program = '```python\ndef run():\n    move()\n```\n```\nDEF run m( move m)\n```'
const answering: Respond = (_, response) => send(response, completion(program))

/** Runs the command to its end. */
async function complete(...args: string[]) {
  await using process = startCairn(['complete', 'karel/harvester', ...args], env)
  const code = await process.exit
  said.push(process.stdout(), process.stderr())
  return { code, out: process.stdout(), err: process.stderr() }
}

const file = (name: string) => join(folder, `${name}.jsonl`)
const asking = (baseUrl: string, output: string, ...more: string[]) => [
  ...['--model', 'm', '--base-url', baseUrl, '--output', file(output), '--parallel', '1', ...more],
]

describe('collecting', () => {
  test('says what came of it on stderr and names the file on stdout', async () => {
    await using server = await startChatServer(answering)
    const { code, out, err } = await complete(...asking(server.baseUrl, 'good', '--count', '3'))
    expect([code, out]).toEqual([0, `${file('good')}\n`])
    expect(err).toContain(
      '3 answers\n  strict  3 accepted (100.0 %), 1 distinct program\n  compat  3 accepted (100.0 %), 1 distinct program\n',
    )
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(Array(3).fill(`Bearer ${key}`))
    const { head } = readCompletions(file('good'))
    expect(head).toMatchObject({ model: 'm', baseUrl: server.baseUrl, revision: 'none' })
    expect(head.revises).toBeUndefined()
  })

  test('a file that is complete is asked for nothing more; --json says it in one object', async () => {
    await using server = await startChatServer(answering)
    const head = readCompletions(file('good')).head
    copyFileSync(file('good'), file('again'))
    const { code, out } = await complete(...asking(head.baseUrl!, 'again', '--count', '3', '--json', '--quiet'))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ answers: 3, failures: 0, strict: { accepted: 3, distinctPrograms: 1 } })
    expect(server.asked).toEqual([])
  })

  test('a key that is refused is one line that does not repeat it, and exit code 1', async () => {
    await using server = await startChatServer((_, response) =>
      refuse(response, 401, { message: `Incorrect API key provided: ${key}` }),
    )
    const { code, err } = await complete(...asking(server.baseUrl, 'refused', '--count', '3'))
    expect(code).toBe(1)
    expect(err).toContain('refuses the key, or misses it (CAIRN_API_KEY, else OPENAI_API_KEY): 401')
    expect(server.asked.length).toBe(1)
  })

  test('a cap ends it with exit code 0 and says so', async () => {
    await using server = await startChatServer(answering)
    const { code, err } = await complete(
      ...asking(server.baseUrl, 'capped', '--max-cost', '0.01', '--price-in', '1', '--price-out', '2'),
    )
    expect(code).toBe(0)
    expect(err).toContain('the next request might have passed a cap')
    expect(readCompletions(file('capped')).answers.length).toBeGreaterThan(3)
  })

  test('one that is killed or interrupted goes on with the same command', async () => {
    // Answers three times, then never.
    let left = 0
    const hanging: Respond = (asked, response) => (left-- > 0 ? answering(asked, response) : undefined)
    await using server = await startChatServer(hanging)
    const args = ['complete', 'karel/harvester', ...asking(server.baseUrl, 'stopped', '--count', '12')]
    for (const [signal, code] of [
      ['SIGKILL', -1],
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      left = 3
      await using process = startCairn(args, env)
      await expect.poll(() => left).toBe(-1)
      process.kill(signal)
      expect(await process.exit).toBe(code)
      said.push(process.stdout(), process.stderr())
      if (signal !== 'SIGKILL') expect(process.stderr()).toContain('the same command asks for what is missing')
    }
    server.respond(answering)
    const { code } = await complete(...asking(server.baseUrl, 'stopped', '--count', '12'))
    expect(code).toBe(0)
    const { answers } = readCompletions(file('stopped'))
    expect(answers.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
    expect(existsSync(`${file('stopped')}.lock`)).toBe(false)
  })

  test('two processes do not write one file', async () => {
    let second: ReturnType<typeof complete> | undefined
    await using server = await startChatServer(async (asked, response) => {
      second ??= complete(...asking(server.baseUrl, 'shared', '--count', '2'))
      await second
      await answering(asked, response)
    })
    const first = await complete(...asking(server.baseUrl, 'shared', '--count', '2'))
    const { code, err } = await second!
    expect(first.code).toBe(0)
    expect(code).toBe(3)
    expect(err).toMatch(/shared\.jsonl: process \d+ is writing it; wait for it, or name another --output/)
  })

  test('another model in the same file is refused', async () => {
    const { code, err } = await complete(
      '--model',
      'other',
      '--base-url',
      'http://127.0.0.1:9/v1',
      '--output',
      file('good'),
    )
    expect(code).toBe(2)
    expect(err).toContain('good.jsonl: model: the file was begun with "m", and "other" is asked for now')
  })
})

describe('revising', () => {
  const bundled = bundledCompletions('karel/harvester')!

  test('asks with the programs of an earlier file, and the head says which', async () => {
    await using server = await startChatServer(answering)
    const revise = ['--revise', bundled, '--revision', 'rewards', '--episodes', '4', '--count', '1']
    const { code } = await complete(...asking(server.baseUrl, 'better', ...revise))
    expect(code).toBe(0)
    const { head } = readCompletions(file('better'))
    expect(head).toMatchObject({
      revision: 'rewards',
      revises: { hash: expect.stringMatching(/^[\da-f]{16}$/), converter: 'strict', episodes: 4 },
    })
    expect(head.prompt.user.match(/^\d+\. mean return/gm)).toHaveLength(head.revises!.programs)
    expect(server.asked[0]!.body.messages).toMatchObject([{}, { role: 'user', content: head.prompt.user }])

    // The next round shows what came of this one, and is another collection.
    const next = asking(server.baseUrl, 'better', '--revise', file('better'), '--count', '1')
    expect(await complete(...next)).toMatchObject({
      code: 2,
      err: expect.stringContaining('revision: the file was begun'),
    })
    const round = asking(server.baseUrl, 'round-2', '--revise', file('better'), '--count', '1')
    expect((await complete(...round)).code).toBe(0)
    expect(readCompletions(file('round-2')).head).toMatchObject({ revision: 'regeneration', revises: { programs: 1 } })
  })

  test.each([
    [['--revision', 'rewards'], '--revision: expected --revise with it, the completion file to be revised'],
    [['--revise', 'nowhere.jsonl'], 'a file that can be read'],
    [
      ['--revise', bundledCompletions('karel/maze')!],
      'expected completions of karel/harvester; these are of karel/maze',
    ],
    [['--revise', bundled, '--revision', 'reward'], '--revision: expected one of regeneration, rewards'],
  ])('%j says what was expected', async (args, message) => {
    const { code, err } = await complete('--model', 'm', '--dry-run', ...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

test('neither key is in anything that was said or written', () => {
  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  expect(written.length).toBeGreaterThan(5)
  for (const secret of [key, env.OPENAI_API_KEY]) {
    expect(written.join('')).not.toContain(secret)
    expect(said.join('')).not.toContain(secret)
  }
})
