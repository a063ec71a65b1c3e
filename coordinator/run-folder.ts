import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { homedir, hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { canonicalOptions, type Domain, type Task } from '@cairn/domains'
import { hashBytes, hex } from '@cairn/language'
import { createJournal } from './journal-file.ts'
import type { RunPlan } from './run-plan.ts'

/** What lies in a run's folder. */
export const runFiles = {
  manifest: 'manifest.json',
  journal: 'journal.db',
  lock: 'lock.db',
  holder: 'holder.json',
  best: 'best.txt',
  poison: 'poison.jsonl',
} as const

export const manifestFormat = 1

/** The program embedding that a run searches with: enough to answer from the journal without it. */
export interface ManifestEmbedding {
  readonly name: string
  /** Numbers in a vector. */
  readonly size: number
  /** Where its weights lay; absent where they come with Cairn. */
  readonly folder?: string
}

/** All that is needed to make the run again. */
export interface Manifest {
  readonly format: typeof manifestFormat
  readonly plan: RunPlan
  /** The command line that started it. */
  readonly command: readonly string[]
  /** Modules of the domains it needs besides the built-in ones. */
  readonly modules?: readonly string[]
  /** Of a search in a latent space. */
  readonly embedding?: ManifestEmbedding
  /** Version of cairn. */
  readonly version: string
  readonly hashes: {
    readonly language: string
    /** Of the language and every rule of the domain. */
    readonly domain: string
    /** Of the task's name and options. */
    readonly task: string
  }
  readonly node: string
  readonly host: string
  /** ISO 8601. */
  readonly startedAt: string
}

/** There is a run of that name already. */
export class RunExists extends Error {
  readonly code = 'E_RUN_EXISTS'
  readonly run: string
  readonly folder: string
  constructor(run: string, folder: string) {
    super(`there is a run "${run}" already, in ${folder}; resume it, or choose another name`)
    this.run = run
    this.folder = folder
  }
}

/** There is no run in that folder, or what is there cannot be read. */
export class BadRun extends Error {
  readonly code = 'E_BAD_RUN'
  readonly folder: string
  constructor(folder: string, why: string, options?: ErrorOptions) {
    super(`${folder} is not a run: ${why}`, options)
    this.folder = folder
  }
}

export class BadRunName extends Error {
  readonly code = 'E_BAD_RUN_NAME'
  readonly run: string
  constructor(run: string) {
    super(`run: expected up to 64 of a-z, 0-9 and -, got ${JSON.stringify(run)}`)
    this.run = run
  }
}

const runName = /^[a-z0-9][a-z0-9-]{0,63}$/

/** Where runs are kept unless told otherwise: CAIRN_RUNS, or .cairn/runs in the home folder. */
export function runsRoot(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment.CAIRN_RUNS || join(homedir(), '.cairn', 'runs')
}

export interface NewRun {
  readonly root: string
  readonly plan: RunPlan
  readonly domain: Domain
  readonly task: Task
  readonly command: readonly string[]
  readonly modules: readonly string[]
  readonly embedding: ManifestEmbedding | undefined
  readonly version: string
}

/**
 * Makes the folder of a new run: whole, or not at all.
 *
 * @throws BadRunName, RunExists
 */
export function createRunFolder({ root, plan, domain, task, command, modules, embedding, version }: NewRun): string {
  if (!runName.test(plan.run)) throw new BadRunName(plan.run)
  const folder = join(root, plan.run)
  if (existsSync(folder)) throw new RunExists(plan.run, folder)
  mkdirSync(root, { recursive: true })
  const unfinished = mkdtempSync(join(root, '.new-'))
  try {
    const manifest: Manifest = {
      format: manifestFormat,
      plan,
      command,
      modules,
      ...(embedding === undefined ? {} : { embedding }),
      version,
      hashes: { language: task.language.hash, domain: domain.hash, task: taskHash(task) },
      node: process.version,
      host: hostname(),
      startedAt: new Date().toISOString(),
    }
    writeWhole(join(unfinished, runFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
    createJournal(join(unfinished, runFiles.journal), plan)
    renameSync(unfinished, folder)
    syncFolder(root)
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true })
    if (existsSync(folder)) throw new RunExists(plan.run, folder)
    throw cause
  }
  return folder
}

/** @throws BadRun */
export function readManifest(folder: string): Manifest {
  const file = join(folder, runFiles.manifest)
  let manifest: Partial<Manifest>
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new BadRun(folder, cause instanceof Error ? cause.message : String(cause), { cause })
  }
  if (manifest?.format !== manifestFormat) {
    throw new BadRun(
      folder,
      `${runFiles.manifest} has format ${manifest?.format}; this version reads ${manifestFormat}`,
    )
  }
  const { plan } = manifest
  if (typeof plan?.run !== 'string' || typeof plan.task?.name !== 'string' || typeof plan.search?.name !== 'string') {
    throw new BadRun(folder, `${runFiles.manifest} holds no plan`)
  }
  const { embedding } = manifest
  if (embedding !== undefined && !(typeof embedding?.name === 'string' && Number.isInteger(embedding.size))) {
    throw new BadRun(folder, `embedding in ${runFiles.manifest}: expected a name and a size`)
  }
  return manifest as Manifest
}

/** Puts the text into the file, or leaves the file as it was. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.new`
  const handle = openSync(unfinished, 'w')
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(unfinished, file)
  syncFolder(dirname(file))
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return // cannot be opened there
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Of the task's name and options. */
export function taskHash({ spec }: Task): string {
  return hex(hashBytes(new TextEncoder().encode(`${spec.name} ${canonicalOptions(spec)}`)))
}
