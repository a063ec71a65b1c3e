import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RunDone, RunEvent } from '@cairn/coordinator'

const bin = fileURLToPath(new URL('../../cli/bin/cairn.mjs', import.meta.url))

/** A real `cairn` process. Dispose it, or it is killed when the test ends. */
export interface CairnProcess extends AsyncDisposable {
  readonly child: ChildProcess
  /** Every event so far, of a command with --json. */
  readonly events: readonly RunEvent[]
  readonly stdout: () => string
  readonly stderr: () => string
  /** The first event that fits, past or future. Fails when the process ends without one. */
  until<E extends RunEvent['event']>(
    event: E,
    fits?: (event: Extract<RunEvent, { event: E }>) => boolean,
  ): Promise<Extract<RunEvent, { event: E }>>
  /** What stderr says that fits, with its groups, past or future. Fails when the process ends without it. */
  untilSaid(pattern: RegExp): Promise<RegExpMatchArray>
  /** The exit code, or -1 after a signal. */
  readonly exit: Promise<number>
  kill(signal: NodeJS.Signals): void
}

/** Starts `cairn ...args`; `env` is added to this process's own. */
export function startCairn(args: readonly string[], env: Record<string, string> = {}): CairnProcess {
  const child = spawn(process.execPath, [bin, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
  const events: RunEvent[] = []
  const waiting = new Set<() => void>()
  let stdout = ''
  let stderr = ''
  let unfinished = ''
  const wake = () => {
    for (const check of [...waiting]) check()
  }

  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    const lines = (unfinished + text).split('\n')
    unfinished = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('{')) events.push(JSON.parse(line) as RunEvent)
    wake()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    wake()
  })
  let ended = false
  const exit = once(child, 'close').then(([code]) => {
    ended = true
    wake()
    return (code as number | null) ?? -1
  })

  function found<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const it = find()
        if (it === undefined && !ended) return
        waiting.delete(check)
        if (it !== undefined) return resolve(it)
        const said = `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`
        reject(new Error(`cairn ${args.join(' ')} ended without ${what}\n${said}`))
      }
      waiting.add(check)
      check()
    })
  }

  return {
    child,
    events,
    stdout: () => stdout,
    stderr: () => stderr,
    exit,
    kill: (signal) => void child.kill(signal),
    until(event, fits = () => true) {
      type Wanted = Extract<RunEvent, { event: typeof event }>
      return found(`"${event}"`, () => events.find((e): e is Wanted => e.event === event && fits(e as Wanted)))
    },
    untilSaid: (pattern) => found(`${pattern}`, () => stderr.match(pattern) ?? undefined),
    async [Symbol.asyncDispose]() {
      if (!ended) child.kill('SIGKILL')
      await exit
    },
  }
}

/** Runs `cairn ...args --json` to its end and gives its last event. */
export async function runCairn(args: readonly string[], env: Record<string, string> = {}): Promise<RunDone> {
  await using cairn = startCairn([...args, '--json'], env)
  const done = await cairn.until('done')
  const code = await cairn.exit
  if (code !== 0)
    throw new Error(`cairn ${args.join(' ')} ended with exit code ${code}\n${cairn.stderr().slice(-2000)}`)
  return done
}
