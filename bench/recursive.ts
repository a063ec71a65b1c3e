import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Sources stay in the package's folder, compiled code lies in its `dist`. */
const source = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './recursive.c' : '../recursive.c', import.meta.url),
)

/** Actions per second of bench/recursive.c, or undefined where there is no C compiler. */
export async function recursiveInterpreter(): Promise<number | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-bench-'))
  try {
    const binary = join(folder, 'recursive')
    await run('cc', ['-O2', '-o', binary, source])
    const { stdout } = await run(binary)
    return Number(stdout.split(' ')[0])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
