import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A real nats-server with JetStream, for one test file. Dispose it. */
export interface NatsServer extends AsyncDisposable {
  readonly url: string
  /** What it is, for the summary: `nats-server 2.9.10 (/usr/sbin/nats-server)`. */
  readonly what: string
  /** Ends it; its data stays. */
  stop(): Promise<void>
  /** Starts it again at the same URL with the data it had. */
  start(): Promise<void>
  /** Ends it, deletes its data, starts it again at the same URL. */
  wipe(): Promise<void>
}

export interface NatsServerOptions {
  /** A configuration file, for users and rights; such a server is always one of our own. */
  readonly config?: string
}

/** One way to run a server with its data in `folder`, on `port` or on a free one. */
interface Launcher {
  readonly what: string
  launch(folder: string, port: number | undefined, config: string | undefined): Promise<Running>
}

interface Running {
  readonly port: number
  end(): Promise<void>
}

/**
 * Starts a server: the one CAIRN_TEST_NATS_URL names, else a local binary, else a container. CAIRN_TEST_NATS=local or
 * docker allows only that one. Throws when there is none: nothing passes by skipping.
 */
export async function startNatsServer({ config }: NatsServerOptions = {}): Promise<NatsServer> {
  const given = process.env.CAIRN_TEST_NATS_URL
  if (config === undefined && given !== undefined && given !== '') return givenServer(given)
  const launcher = await findLauncher(process.env.CAIRN_TEST_NATS)
  const folder = await mkdtemp(join(tmpdir(), 'cairn-nats-'))
  let running: Running | undefined = await launcher.launch(join(folder, 'data'), undefined, config)
  const { port } = running
  report(launcher.what)

  const stop = async () => {
    await running?.end()
    running = undefined
  }
  const start = async () => {
    running ??= await launcher.launch(join(folder, 'data'), port, config)
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    what: launcher.what,
    stop,
    start,
    async wipe() {
      await stop()
      await rm(join(folder, 'data'), { recursive: true, force: true })
      await start()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

async function findLauncher(wanted: string | undefined): Promise<Launcher> {
  if (wanted !== undefined && wanted !== '' && wanted !== 'local' && wanted !== 'docker') {
    throw new Error(`CAIRN_TEST_NATS: expected "local" or "docker", got "${wanted}"`)
  }
  const binary = wanted === 'docker' ? undefined : findBinary()
  if (binary !== undefined) return localLauncher(binary)
  const docker = wanted !== 'local' && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 }).status === 0
  if (docker) return dockerLauncher()
  throw new Error(
    `the tests need a real nats-server and found ${wanted === 'local' ? 'no local binary' : wanted === 'docker' ? 'no Docker' : 'none'}: ` +
      'install it (Debian: "apt-get install nats-server", macOS: "brew install nats-server"), start Docker, ' +
      'or set CAIRN_TEST_NATS_URL=nats://host:port',
  )
}

function findBinary(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, 'nats-server')).find((file) => existsSync(file))
}

function localLauncher(binary: string): Launcher {
  const version = spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout?.match(/v([\d.]+\S*)/)?.[1] ?? '?'
  return {
    what: `nats-server ${version} (${binary})`,
    async launch(folder, port, config) {
      const ports = await mkdtemp(join(tmpdir(), 'cairn-ports-'))
      const args = ['-a', '127.0.0.1', '-p', String(port ?? -1), '-js', '-sd', folder, '--ports_file_dir', ports]
      if (config !== undefined) args.push('-c', config)
      const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] })
      let log = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log = (log + text).slice(-4_000)
      })
      const killWithTests = () => void child.kill('SIGKILL')
      process.once('exit', killWithTests)
      child.once('exit', () => void process.off('exit', killWithTests))
      try {
        return { port: await portOf(child, ports, () => log), end: () => endProcess(child) }
      } finally {
        await rm(ports, { recursive: true, force: true })
      }
    },
  }
}

/** The server writes its port into a `*.ports` file once it listens. */
async function portOf(child: ChildProcess, folder: string, log: () => string): Promise<number> {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 20) {
    if (child.exitCode !== null) break
    const file = (await readdir(folder)).find((name) => name.endsWith('.ports'))
    const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8')
    const port = /"nats":\s*\[\s*"[^"]*:(\d+)"/.exec(text)?.[1]
    if (port !== undefined) return Number(port)
    await sleep(20)
  }
  child.kill('SIGKILL')
  throw new Error(`nats-server did not come up:\n${log()}`)
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await gone
  clearTimeout(insist)
}

const image = 'nats:2.11-alpine'

async function dockerLauncher(): Promise<Launcher> {
  const { GenericContainer } = await import('testcontainers')
  return {
    what: `nats-server in a container (${image})`,
    async launch(folder, port, config) {
      const host = port ?? (await freePort())
      const container = await new GenericContainer(image)
        .withCommand(['-js', '-sd', '/data', ...(config === undefined ? [] : ['-c', '/server.conf'])])
        .withBindMounts([
          { source: folder, target: '/data' },
          ...(config === undefined ? [] : [{ source: config, target: '/server.conf' }]),
        ])
        .withUser(`${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`)
        .withExposedPorts({ container: 4222, host })
        .start()
      return { port: host, end: async () => void (await container.stop()) }
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

function givenServer(url: string): NatsServer {
  const what = `nats-server at ${url.replace(/\/\/[^@/]*@/, '//')}`
  report(what)
  const refuse = () =>
    Promise.reject(new Error(`${what} was given by CAIRN_TEST_NATS_URL: tests may not stop or wipe it`))
  return { url, what, stop: refuse, start: refuse, wipe: refuse, [Symbol.asyncDispose]: async () => {} }
}

/** One line for the summary of the test run. */
function report(what: string): void {
  const parts = process.env.CAIRN_TEST_PARTS
  if (parts !== undefined) appendFileSync(parts, `${what}\n`)
}
