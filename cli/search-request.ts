import { dirname, isAbsolute, resolve } from 'node:path'
import type { FlagValues, GivenFlags } from './command.ts'
import { readConfig } from './config.ts'
import { BadUsage } from './errors.ts'
import { text } from './flags.ts'
import type { Origin, Wanted } from './plan.ts'
import { planFlags, workFlags } from './search-flags.ts'

const requestFlags = { ...planFlags, ...workFlags }

/** What a configuration file may hold: every flag that decides what is done, and the task. */
export const configFields = { task: text('the task'), ...requestFlags }

export type Request = Wanted & FlagValues<typeof requestFlags>

interface Sources {
  readonly task: string | undefined
  readonly config: string | undefined
  /** With defaults. */
  readonly flags: FlagValues<typeof requestFlags>
  readonly given: GivenFlags<typeof requestFlags>
  readonly folder: string
}

/**
 * Flags over configuration file over defaults.
 *
 * @throws BadUsage
 */
export async function gatherRequest(sources: Sources): Promise<{ readonly request: Request; readonly origin: Origin }> {
  const { flags, given, folder } = sources
  const file = sources.config === undefined ? undefined : resolve(folder, sources.config)
  const config = file === undefined ? {} : await readConfig(file, configFields)
  const task = sources.task ?? config.task
  if (task === undefined)
    throw new BadUsage(
      'task',
      undefined,
      'a task, for example "cairn search karel/harvester"; "cairn tasks" lists them',
    )

  const mappings = { set: { ...config.set, ...given.set }, option: { ...config.option, ...given.option } }
  // A path in a file starts from that file's folder.
  const home = file === undefined ? folder : dirname(file)
  const domain = [
    ...(config.domain ?? []).map((module) => located(module, home)),
    ...(given.domain ?? []).map((module) => located(module, folder)),
  ]
  const runs = given.runs ?? (config.runs === undefined ? undefined : resolve(home, config.runs))
  return {
    request: { ...flags, ...config, ...given, ...mappings, domain, runs, task },
    origin: (mapping, name) => (file === undefined || name in (given[mapping] ?? {}) ? undefined : file),
  }
}

/** Modules given as a path are found from here; packages by their name. */
function located(module: string, folder: string): string {
  return module.startsWith('.') || isAbsolute(module) ? resolve(folder, module) : module
}
