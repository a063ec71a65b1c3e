import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The binary, or undefined if this machine has none. */
export async function findNatsServer(): Promise<string | undefined> {
  const candidates = ['nats-server', '/usr/sbin/nats-server', '/usr/local/sbin/nats-server']
  return candidates.find((path) => spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0)
}

/** A server of its own on a free port, with its data in a folder that goes with it. */
export async function startBenchServer(binary: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-bench-nats-'))
  const args = ['-a', '127.0.0.1', '-p', '-1', '-js', '-sd', join(folder, 'data'), '--ports_file_dir', folder]
  const server = spawn(binary, args, { stdio: 'ignore' })
  const end = async () => {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    return { url: await urlOf(server, folder), [Symbol.asyncDispose]: end }
  } catch (error) {
    await end()
    throw error
  }
}

async function urlOf(server: ChildProcess, folder: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    if (server.exitCode !== null) throw new Error(`nats-server ended with exit code ${server.exitCode}`)
    const ports = (await readdir(folder)).find((name) => name.endsWith('.ports'))
    if (ports !== undefined) {
      const text = await readFile(join(folder, ports), 'utf8')
      if (text.trim() !== '') return (JSON.parse(text) as { nats: string[] }).nats[0]!
    }
    await sleep(50)
  }
  throw new Error('nats-server did not say its port within 5 s')
}
