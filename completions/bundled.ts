import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
/** The same folder for the sources and for what is compiled from them. */
const folder = join(basename(here) === 'dist' ? dirname(here) : here, 'bundled')

/** A task whose completions come with Cairn, and the file that holds them. */
export interface Bundled {
  /** `domain/task` */
  readonly task: string
  readonly file: string
}

/**
 * The completion file of a task that comes with Cairn; undefined if there is none.
 *
 * @param task `domain/task`, as the task's card has it
 */
export function bundledCompletions(task: string): string | undefined {
  return listBundled().find((bundled) => bundled.task === task)?.file
}

/** All completions that come with Cairn, by task. */
export function listBundled(): readonly Bundled[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: domain }) =>
      readdirSync(join(folder, domain))
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => ({ task: `${domain}/${basename(name, '.jsonl')}`, file: join(folder, domain, name) })),
    )
    .sort((a, b) => (a.task < b.task ? -1 : 1))
}
