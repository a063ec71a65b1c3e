import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type RunRecord, readRun, runsRoot } from '@cairn/coordinator'
import { loadDomain, nearest } from '@cairn/domains'
import { Unknown } from './errors.ts'
import type { Shell } from './shell.ts'

/** Folder of all runs: the flag, else where the environment says. */
export function runsFolder(flag: string | undefined, { env, folder }: Pick<Shell, 'env' | 'folder'>): string {
  return resolve(folder, flag ?? runsRoot(env))
}

/** `stem`, or with the first number that makes it new. */
export function freeName(root: string, stem: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? stem : `${stem}-${count}`
    if (!existsSync(join(root, name))) return name
  }
}

export interface OpenedRun {
  readonly record: RunRecord
  /** Modules of the domains it needs, by now loaded. */
  readonly modules: readonly string[]
}

/**
 * What is known of a run, with the domains it needs loaded.
 *
 * @param flags `domain`: modules in place of those that the run was started with
 * @throws Unknown, BadRun, BadJournal, BadDomain
 */
export async function openRun(
  run: string,
  flags: { readonly runs: string | undefined; readonly domain: readonly string[] },
  shell: Pick<Shell, 'env' | 'folder'>,
): Promise<OpenedRun> {
  const record = readRun(findRun(run, runsFolder(flags.runs, shell), shell.folder))
  const modules = flags.domain.length > 0 ? flags.domain : (record.manifest.modules ?? [])
  for (const module of modules) await loadDomain(module)
  return { record, modules }
}

/**
 * The folder of a run, by its name or its path.
 *
 * @throws Unknown with the nearest name
 */
export function findRun(run: string, root: string, folder: string): string {
  const candidates = [join(root, run), resolve(folder, run)]
  const found = candidates.find((candidate) => existsSync(join(candidate, 'manifest.json')))
  if (found !== undefined) return found
  const names = existsSync(root) ? readdirSync(root).filter((name) => !name.startsWith('.')) : []
  const guess = nearest(basename(run), names) ?? names.find((name) => name.startsWith(run))
  throw new Unknown('run', run, guess, `"cairn runs" lists those in ${root}`)
}

interface ResumeFlags {
  readonly runs: string | undefined
  readonly nats: string | undefined
  readonly trainer?: string | undefined
}

/** What continues a run from any folder. */
export function resumeCommand(cairn: string, run: string, { runs, nats, trainer }: ResumeFlags): string {
  const flags = [
    ...(runs === undefined ? [] : ['--runs', quoted(runs)]),
    ...(nats === undefined ? [] : ['--nats', quoted(nats)]),
    ...(trainer === undefined ? [] : ['--trainer', quoted(trainer)]),
  ]
  return [cairn, 'resume', run, ...flags].join(' ')
}

/** As a shell takes it for one word. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
