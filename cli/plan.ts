import type { RunPlan } from '@cairn/coordinator'
import type { Task } from '@cairn/domains'
import type { Search, SearchOptions } from '@cairn/search'
import { BadUsage, Unknown } from './errors.ts'
import type { Settings } from './flags.ts'

/** What a search is asked for, from flags and a configuration file. */
export interface Wanted {
  readonly task: string
  readonly option: Settings
  readonly search: string
  readonly set: Settings
  readonly seed: number
  readonly budget: number
  readonly episodes: number
  readonly 'fresh-episodes': number
  readonly run?: string | undefined
  readonly domain: readonly string[]
}

/** The file in which a value of a mapping was written; undefined when a flag gave it. */
export type Origin = (mapping: 'option' | 'set', name: string) => string | undefined

/**
 * The plan with every default filled in and every name looked up.
 *
 * @param nameRun name of the run when none is wanted; gets the task, the search and the seed
 * @throws BadUsage, Unknown, UnknownTask, BadTask, BadSearchOption
 */
export async function resolvePlan(wanted: Wanted, origin: Origin, nameRun: (stem: string) => string): Promise<RunPlan> {
  const { loadDomain } = await import('@cairn/domains')
  for (const module of wanted.domain) await loadDomain(module)
  const task = await openTaskWith(wanted.task, wanted.option, origin)
  const search = await findSearch(wanted.search)
  const options = await completedOptions(search, wanted.set, origin)
  const { seed, budget, episodes, 'fresh-episodes': freshEpisodes } = wanted
  const run = wanted.run ?? nameRun(`${task.spec.name.split('/').at(-1)}-${search.name}-${seed}`)
  return { run, task: task.spec, search: { name: search.name, options }, seed, budget, episodes, freshEpisodes }
}

/** @throws Unknown with the nearest name */
export async function findSearch(name: string): Promise<Search> {
  const { searches } = await import('@cairn/search')
  const found = searches.find((search) => search.name === name)
  if (found !== undefined) return found
  throw await unknown(
    'search',
    name,
    searches.map((search) => search.name),
    '"cairn searches" lists them',
  )
}

async function openTaskWith(name: string, given: Settings, origin: Origin): Promise<Task> {
  const { openTask, taskCard } = await import('@cairn/domains')
  const card = taskCard(name)
  await known(`option of ${card.name}`, given, card.options, `"cairn tasks ${card.name}" lists them`)
  return located(origin, 'option', given, () => openTask(card.name, given))
}

async function completedOptions(search: Search, given: Settings, origin: Origin): Promise<SearchOptions> {
  const { completeOptions } = await import('@cairn/search')
  await known(`option of ${search.name}`, given, search.options, `"cairn searches ${search.name}" lists them`)
  return located(origin, 'set', given, () => completeOptions(search, given))
}

async function known(kind: string, given: Settings, declared: object, hint: string): Promise<void> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) throw await unknown(kind, name, Object.keys(declared), hint)
  }
}

async function unknown(kind: string, name: string, known: readonly string[], hint: string): Promise<Unknown> {
  const { nearest } = await import('@cairn/domains')
  return new Unknown(kind, name, nearest(name, known), hint)
}

/** An error about one of the values that a file gave names the file and the field in it. */
function located<T>(origin: Origin, mapping: 'option' | 'set', given: Settings, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!isFieldError(error)) throw error
    const name = Object.keys(given).find((key) => error.field.split('.').at(-1) === key)
    const file = name === undefined ? undefined : origin(mapping, name)
    if (file === undefined) throw error
    throw new BadUsage(`${mapping}.${name}`, error.value, error.expected, file)
  }
}

interface FieldError {
  readonly field: string
  readonly value: unknown
  readonly expected: string
}

function isFieldError(error: unknown): error is FieldError {
  return error instanceof Error && 'field' in error && typeof error.field === 'string' && 'expected' in error
}
