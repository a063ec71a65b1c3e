import { openBehaviours, writeWhole } from '@cairn/coordinator'
import type { Domain, Task } from '@cairn/domains'
import { type Program, seededRng } from '@cairn/language'
import { type BuiltLibrary, buildLibrary, type LibraryOptions } from '@cairn/search'
import { BadUsage } from '../errors.ts'
import { readSource } from '../program-sources.ts'
import { openWork, type WorkRequest } from '../work.ts'
import type { BuildView } from './build-view.ts'
import { headOf, type LibraryHead, printLibrary } from './library-file.ts'

export interface BuildRequest extends Pick<LibraryOptions, 'filter' | 'states' | 'size'> {
  readonly domain: Domain
  readonly task: Task
  /** Sources of programs. */
  readonly from: readonly string[]
  /** Of random programs, and of the choice when there are more options than `size`. */
  readonly seed: number
  /** Paths in sources start from here. */
  readonly folder: string
  /** Folder of all runs. */
  readonly runs: string
  /** The library; nothing is written before it is whole. */
  readonly file: string
}

export interface Builder {
  readonly work: WorkRequest
  readonly version: string
  readonly view: BuildView
  /** Ends it with its reason. */
  readonly signal: AbortSignal
}

/**
 * Builds a library and writes it into its file.
 *
 * @returns its head, and where the subtrees were run
 * @throws BadUsage, BadCompletions, NoProbe, BrokerUnreachable
 */
export async function buildInto(
  request: BuildRequest,
  { work: workers, version, view, signal }: Builder,
): Promise<{ readonly head: LibraryHead; readonly where: string }> {
  const { domain, task, from, filter, states, size, seed, folder, runs, file } = request
  const rng = seededRng(seed)
  const places = { folder, runs, seed, random: rng.stream('samples') }
  const programs: Program[] = []
  const read: LibraryHead['from'] = []
  for (const source of from.flatMap((named) => named.split(','))) {
    const sourced = await readSource(source.trim(), task, places)
    for (const program of sourced.programs) programs.push(program)
    read.push({ source: source.trim(), answers: sourced.answers ?? null, programs: sourced.programs.length })
  }
  if (programs.length === 0) throw new BadUsage('--from', from.join(','), 'sources with at least one program')

  const run = `options-${process.pid}`
  await using work = await openWork(workers, { run, domain: domain.name, epoch: 0 }, { version, say: view.say })
  const asker = openBehaviours({
    ...{ domain, transport: work.transport, run, signal },
    onProgress: view.progress,
    onWaiting: view.say,
    onPoison: ({ reason }) => view.say(`no worker survives one of the subtrees: ${reason}`),
  })
  let built: BuiltLibrary
  try {
    built = await buildLibrary(
      { language: task.language, behaviours: (subtrees, ask) => asker.behaviours(subtrees, ask) },
      programs,
      { filter, states, size, duplicates: false },
      rng.stream('library'),
    )
  } finally {
    asker.close()
  }
  const head = headOf(built, { domain: domain.name, hash: domain.hash, from: read, filter, size, seed })
  writeWhole(file, printLibrary(task.language, { head, options: built.options }))
  return { head, where: work.where }
}
