import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { lockFile } from '@cairn/completions'
import {
  beginBuild,
  type ProgramDataBuild,
  type ProgramDataSettings,
  readProgramData,
  resumeBuild,
} from '@cairn/domains'
import { BadUsage } from '../errors.ts'
import { DrawingThreads } from './drawing.ts'

export interface DataBuilder {
  readonly settings: ProgramDataSettings
  /** Where the whole file comes to lie; `FILE.part` beside it grows until then. */
  readonly file: string
  /** Threads that draw; with one, this thread does. */
  readonly threads: number
  /** Stops it between two blocks. */
  readonly signal: AbortSignal
  onProgress(build: ProgramDataBuild): void
  /** What a person might want to know. */
  say(text: string): void
}

/** How a build came out. */
export interface DataBuilt {
  /** Programs in the file, or in what there is of it. */
  readonly programs: number
  readonly finished: boolean
}

/**
 * Builds a data set, or goes on with what an earlier build has left. Every block is on the disk before the next one is
 * drawn, and the file has its name only when it is whole.
 *
 * @throws BadUsage if there is a file with other settings; BadProgramData, FileBusy, NoMorePrograms
 */
export async function buildData(builder: DataBuilder): Promise<DataBuilt> {
  const { settings, file, say } = builder
  if (existsSync(file)) {
    const { settings: there, length } = readProgramData(readFileSync(file))
    if (!same(there, settings)) throw new BadUsage('file', file, 'a new file: this one was built with other settings')
    say('built before, with these settings')
    return { programs: length, finished: true }
  }
  const part = `${file}.part`
  using _ = lockFile(part)
  const { build, handle } = existsSync(part) ? reopened(part, builder) : opened(part, settings)
  try {
    using threads = builder.threads > 1 ? new DrawingThreads(settings, builder.threads, build.tally.drawn) : undefined
    while (!build.done) {
      if (builder.signal.aborted) return { programs: build.programs, finished: false }
      const drawn = build.full ? undefined : await threads?.block()
      writeSync(handle, build.nextBytes(drawn))
      builder.onProgress(build)
      await setImmediate()
    }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(part, file)
  return { programs: build.programs, finished: true }
}

function opened(part: string, settings: ProgramDataSettings) {
  const { head, build } = beginBuild(settings)
  const handle = openSync(part, 'wx')
  writeSync(handle, head)
  return { build, handle }
}

function reopened(part: string, { settings, say }: DataBuilder) {
  const { build, end } = resumeBuild(readFileSync(part))
  if (!same(build.settings, settings))
    throw new BadUsage('file', part, 'a build with these settings; delete it, or give those it was begun with')
  truncateSync(part, end) // what is left of a block that was being written goes
  say(`going on after ${build.programs} programs`)
  return { build, handle: openSync(part, 'a') }
}

function same(one: ProgramDataSettings, other: ProgramDataSettings): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())
}
