import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

/** A real Chromium without a window. Dispose it. */
export interface Browser extends AsyncDisposable {
  /** What it is, for the summary: `Chromium 141.0 (/usr/bin/chromium)`. */
  readonly what: string
  /** Opens a file as a person would, and waits until it is loaded. */
  open(file: string, look?: Look): Promise<BrowserPage>
}

export interface Look {
  /** Of the window, in CSS pixels. */
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  readonly media?: 'screen' | 'print'
}

export interface BrowserPage {
  /** The value of an expression in the page, as JSON carries it. */
  evaluate<T>(expression: string): Promise<T>
  /** Whatever the page asked for, itself first. */
  readonly requests: readonly string[]
  /** What its console complained about. */
  readonly complaints: readonly string[]
  /** Moves the mouse to the middle of the first element that fits. */
  pointAt(selector: string): Promise<void>
  /** Writes a PNG of the whole page, or of the window alone. */
  screenshot(file: string, options?: { readonly whole?: boolean }): Promise<void>
}

/** A message of the Chrome DevTools Protocol. */
interface Message {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}

/** Starts the browser that CAIRN_TEST_CHROMIUM names, else one on the PATH. Throws when there is none. */
export async function startBrowser(): Promise<Browser> {
  const binary = findBrowser()
  const version = spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout.trim().split(' built')[0]
  const what = `${version} (${binary})`
  const profile = await mkdtemp(join(tmpdir(), 'cairn-chromium-'))
  // No sandbox: it does not start as root, and it opens only what the tests wrote.
  const child = spawn(
    binary,
    [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
      ...['--no-first-run', '--disable-background-networking', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const killWithTests = () => void child.kill('SIGKILL')
  process.once('exit', killWithTests)
  const protocol = talkTo(child)
  await protocol.send('Browser.getVersion')
  const parts = process.env.CAIRN_TEST_PARTS
  if (parts !== undefined) appendFileSync(parts, `${what}\n`)
  return {
    what,
    open: (file, look) => openPage(protocol, file, look),
    async [Symbol.asyncDispose]() {
      process.off('exit', killWithTests)
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
      child.kill('SIGKILL')
      await gone
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

async function openPage(protocol: Protocol, file: string, look: Look = {}): Promise<BrowserPage> {
  const { width = 1280, height = 900, scheme = 'light', media = 'screen' } = look
  const { targetId } = await protocol.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await protocol.send('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  const send = (method: string, params: Record<string, unknown> = {}) => protocol.send(method, params, session)
  const requests: string[] = []
  const complaints: string[] = []
  const loaded = new Promise<void>((resolve) => {
    protocol.listen(session, ({ method, params = {} }) => {
      if (method === 'Page.loadEventFired') resolve()
      if (method === 'Network.requestWillBeSent') requests.push((params.request as { url: string }).url)
      if (method === 'Log.entryAdded') complaints.push((params.entry as { text: string }).text)
      if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails))
    })
  })
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await send(`${domain}.enable`)
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  const features = [{ name: 'prefers-color-scheme', value: scheme }]
  await send('Emulation.setEmulatedMedia', { media: media === 'screen' ? '' : media, features })
  await send('Page.navigate', { url: pathToFileURL(file).href })
  await loaded
  async function evaluate<T>(expression: string): Promise<T> {
    const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    if (answer.exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(answer)}`)
    return (answer.result as { value: T }).value
  }
  return {
    requests,
    complaints,
    evaluate,
    async pointAt(selector) {
      const box = `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()`
      const [x, y] = await evaluate<number[]>(`(({ x, y, width, height }) => [x + width / 2, y + height / 2])(${box})`)
      await send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
    },
    async screenshot(to, { whole = true } = {}) {
      const { data } = await send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole })
      await writeFile(to, String(data), 'base64')
    },
  }
}

interface Protocol {
  send(method: string, params?: Record<string, unknown>, sessionId?: string): Promise<Record<string, unknown>>
  listen(sessionId: string, heard: (message: Message) => void): void
}

/** Messages go through two pipes, each ended by a zero byte. */
function talkTo(child: ChildProcess): Protocol {
  const [to, from] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }>()
  const listeners = new Map<string, (message: Message) => void>()
  let last = 0
  let unfinished = ''
  from.setEncoding('utf8').on('data', (text: string) => {
    const messages = (unfinished + text).split('\0')
    unfinished = messages.pop() ?? ''
    for (const message of messages) take(JSON.parse(message) as Message)
  })
  to.on('error', () => {})
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`the browser ended (${signal ?? code})`))
  })
  return {
    send(method, params = {}, sessionId) {
      const id = ++last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        to.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
      })
    },
    listen: (sessionId, heard) => void listeners.set(sessionId, heard),
  }

  function take(message: Message): void {
    const asked = waiting.get(message.id ?? 0)
    waiting.delete(message.id ?? 0)
    if (message.id === undefined) listeners.get(message.sessionId ?? '')?.(message)
    else if (message.error !== undefined) asked?.reject(new Error(message.error.message))
    else asked?.resolve(message.result ?? {})
  }
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome-headless-shell']
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function findBrowser(): string {
  const given = process.env.CAIRN_TEST_CHROMIUM
  if (given !== undefined && given !== '') return given
  const folders = (process.env.PATH ?? '').split(delimiter)
  const files = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere]
  const found = files.find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new Error(
    'the tests of the report need a real Chromium or Chrome and found none: install it (Debian: "apt-get install ' +
      'chromium", macOS: "brew install --cask chromium"), or set CAIRN_TEST_CHROMIUM to its path',
  )
}
