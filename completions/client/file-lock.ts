import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Another process is writing that file. */
export class FileBusy extends Error {
  readonly code = 'E_FILE_BUSY'
  readonly file: string
  /** Process that holds it. */
  readonly holder: number
  constructor(file: string, holder: number) {
    super(`${file}: process ${holder} is writing it; wait for it, or name another --output`)
    this.file = file
    this.holder = holder
  }
}

/**
 * Keeps other processes of this machine from writing a file, by a file beside it that holds our process number. What a
 * process that is gone has left is taken over.
 *
 * @throws FileBusy
 */
export function lockFile(file: string): Disposable {
  const lock = `${file}.lock`
  if (!create(lock)) {
    const holder = Number(readFileSync(lock, 'utf8'))
    if (alive(holder)) throw new FileBusy(file, holder)
    rmSync(lock, { force: true })
    if (!create(lock)) throw new FileBusy(file, Number(readFileSync(lock, 'utf8')))
  }
  return { [Symbol.dispose]: () => rmSync(lock, { force: true }) }
}

function create(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** A process of another user is alive too: there signal 0 is forbidden. */
function alive(process_: number): boolean {
  if (!Number.isSafeInteger(process_) || process_ < 1) return false
  try {
    process.kill(process_, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
