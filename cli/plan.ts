import type { RunPlan } from '@cairn/coordinator'
import type { Search } from '@cairn/search'
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

/** Where the values of a mapping were written, for messages: the file of those that no flag gave. */
export type Origin = (mapping: 'option' | 'set', name: string) => string | undefined

/**
 * The plan with every default filled in and every name looked up.
 *
 * @param fallbackName name of the run when none is given; gets the task, the search and the seed
 * @throws BadUsage, Unknown
 */
export async function resolvePlan(
  wanted: Wanted,
  origin: Origin,
  fallbackName: (stem: string) => string,
): Promise<RunPlan> {
  const { loadDomain, openTask } = await import('@cairn/domains')
  for (const module of wanted.domain) await loadDomain(module)
  const task = located(origin, 'option', wanted.option, () => openTask({ name: wanted.task, options: wanted.option }))
  const search = await findSearch(wanted.search)
  const { completeOptions } = await import('@cairn/search')
  await knownOptions(search, wanted.set)
  const options = located(origin, 'set', wanted.set, () => completeOptions(search, wanted.set))
  const { seed, budget, episodes, 'fresh-episodes': freshEpisodes } = wanted
  const stem = `${task.spec.name.split('/').at(-1)}-${search.name}-${seed}`
  const run = wanted.run ?? fallbackName(stem)
  return { run, task: task.spec, search: { name: search.name, options }, seed, budget, episodes, freshEpisodes }
}

/** @throws Unknown with the nearest name */
export async function findSearch(name: string): Promise<Search> {
  const [{ searches }, { nearest }] = await Promise.all([import('@cairn/search'), import('@cairn/domains')])
  const found = searches.find((search) => search.name === name)
  if (found !== undefined) return found
  throw new Unknown(
    'search',
    name,
    nearest(
      name,
      searches.map((search) => search.name),
    ),
    '"cairn searches" lists them',
  )
}

async function knownOptions(search: Search, given: Settings): Promise<void> {
  const { nearest } = await import('@cairn/domains')
  for (const name of Object.keys(given)) {
    if (name in search.options) continue
    const hint = `"cairn searches ${search.name}" lists its options`
    throw new Unknown(`option of ${search.name}`, name, nearest(name, Object.keys(search.options)), hint)
  }
}

/** Errors about an option that a file gave name the file. */
function located<T>(origin: Origin, mapping: 'option' | 'set', given: Settings, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!isFieldError(error)) throw error
    const name = Object.keys(given).find((key) => error.field.split(/[./]/).at(-1) === key)
    const file = name === undefined ? undefined : origin(mapping, name)
    if (file === undefined) throw error
    throw new BadUsage(`${mapping}.${name}`, error.value, error.expected, file)
  }
}

function isFieldError(error: unknown): error is Error & { field: string; value: unknown; expected: string } {
  return error instanceof Error && 'field' in error && typeof error.field === 'string' && 'expected' in error
}
