import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { nearest } from '@cairn/domains'
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { BadUsage } from '../errors.ts'
import { type Flag, list, Mismatch, type Settings, settings, text } from '../flags.ts'
import { planFlags, searchDefaults } from '../search-flags.ts'
import { gridPoints } from './grid.ts'
import { leagueFlags, leagueOf, type PlannedLeague } from './league.ts'
import { type SeedList, seedList } from './seeds.ts'

/** A task of a plan: where it says nothing, the plan's own values count. */
export interface PlannedTask {
  readonly task: string
  readonly label: string
  readonly option: Settings
  readonly budget: number
  readonly episodes: number
  readonly 'fresh-episodes': number
}

export interface PlannedSearch {
  /** Its place in the list of the file; the points of a grid share one. */
  readonly entry: number
  readonly search: string
  readonly label: string
  readonly set: Settings
  /** Further options by label of the task; they win over `set`. */
  readonly 'set-for': Readonly<Record<string, Settings>>
}

/** A plan file as it stands, with its defaults; no name has been looked up yet. */
export interface PlanFile {
  readonly file: string
  /** As it was written. */
  readonly source: string
  readonly name: string
  readonly tasks: readonly PlannedTask[]
  readonly searches: readonly PlannedSearch[]
  readonly seeds: readonly number[]
  /** Paths are absolute. */
  readonly domain: readonly string[]
  /** Absolute; undefined for the folder of all runs. */
  readonly runs: string | undefined
  readonly league: PlannedLeague
}

const longestLabel = 40
const label = text('label', { pattern: /^\S(.{0,38}\S)?$/, expected: `up to ${longestLabel} characters` })
const campaignName = text('name', {
  pattern: /^[a-z0-9][a-z0-9-]{0,31}$/,
  expected: 'up to 32 of a-z, 0-9 and -',
})

const sizes = {
  budget: checked(planFlags.budget).optional(),
  episodes: checked(planFlags.episodes).optional(),
  'fresh-episodes': checked(planFlags['fresh-episodes']).optional(),
}

const options = checked(settings('options')).optional()

const taskSchema = z.strictObject({
  task: checked(text('task', { expected: 'name of a task, such as karel/harvester' })),
  label: checked(label).optional(),
  option: options,
  ...sizes,
})

const searchSchema = z.strictObject({
  search: checked(text('search', { expected: 'name of a search, such as hill-climb' })),
  label: checked(label).optional(),
  set: options,
  'set-for': z
    .record(z.string(), checked(settings('options')), 'expected a mapping of task labels to options')
    .optional(),
  grid: z
    .record(
      z.string(),
      z
        .array(z.union([z.string(), z.number(), z.boolean()], 'expected a word, a number, true or false'))
        .min(1, 'expected one value at least'),
    )
    .optional(),
})

const leagueSchema = z.strictObject({
  checkpoints: checked(leagueFlags.checkpoints).optional(),
  bots: checked(leagueFlags.bots).optional(),
  'max-ticks': checked(leagueFlags['max-ticks']).optional(),
})

/** `karel/harvester` is short for `{ task: karel/harvester }`. */
const named = (field: string, value: unknown) => (typeof value === 'string' ? { [field]: value } : value)

const planSchema = z.strictObject({
  name: checked(campaignName),
  tasks: z.array(z.preprocess((value) => named('task', value), taskSchema)).min(1, 'at least one task'),
  searches: z.array(z.preprocess((value) => named('search', value), searchSchema)).min(1, 'at least one search'),
  seeds: checked<SeedList>(seedList('seeds')),
  option: options,
  ...sizes,
  domain: checked(list('modules', {})).optional(),
  runs: checked(text('folder')).optional(),
  league: leagueSchema.optional(),
})

const taskFields = Object.keys(taskSchema.shape)
const searchFields = Object.keys(searchSchema.shape)
const leagueFields = Object.keys(leagueSchema.shape)

/**
 * Reads a plan file and checks everything that can be checked without looking up a name.
 *
 * @throws BadUsage naming the file, the field, the value and what was expected
 */
export async function readPlanFile(file: string): Promise<PlanFile> {
  let source: string
  try {
    source = await readFile(file, 'utf8')
  } catch (error) {
    throw new BadUsage('plan', file, `a file that can be read (${error instanceof Error ? error.message : error})`)
  }
  return parsePlan(source, file)
}

/**
 * As `readPlanFile`, of a text that was read from `file`.
 *
 * @throws BadUsage
 */
export function parsePlan(source: string, file: string): PlanFile {
  const content = parseYaml(source, file)
  const result = planSchema.safeParse(content)
  if (!result.success) throw problem(result.error.issues[0]!, content, file)
  const plan = result.data
  const home = dirname(file)
  const tasks = plan.tasks.map((task) => ({
    task: task.task,
    label: task.label ?? lastPart(task.task),
    option: { ...plan.option, ...task.option },
    budget: task.budget ?? plan.budget ?? searchDefaults.budget,
    episodes: task.episodes ?? plan.episodes ?? searchDefaults.episodes,
    'fresh-episodes': task['fresh-episodes'] ?? plan['fresh-episodes'] ?? searchDefaults.freshEpisodes,
  }))
  const searches = plan.searches.flatMap(({ search, label = search, set, 'set-for': setFor = {}, grid = {} }, entry) =>
    gridPoints(grid).map((point) => ({
      ...{ entry, search, label: [label, point.label].join(' ').trim() },
      ...{ set: { ...set, ...point.set }, 'set-for': setFor },
    })),
  )
  const labels = tasks.map(({ label: of }) => of)
  distinct('tasks', labels, [...labels.keys()], file)
  distinct(
    'searches',
    searches.map(({ label: of }) => of),
    searches.map(({ entry }) => entry),
    file,
  )
  for (const { entry: at, 'set-for': setFor } of searches) {
    for (const task of Object.keys(setFor)) {
      if (labels.includes(task)) continue
      const guess = nearest(task, labels)
      const expected = guess === undefined ? `one of ${labels.join(', ')}` : `a task's label (did you mean "${guess}"?)`
      throw new BadUsage(`searches[${at}].set-for`, task, expected, file)
    }
  }
  return {
    ...{ file, source, name: plan.name, tasks, searches, seeds: plan.seeds },
    domain: (plan.domain ?? []).map((module) =>
      module.startsWith('.') || isAbsolute(module) ? resolve(home, module) : module,
    ),
    runs: plan.runs === undefined ? undefined : resolve(home, plan.runs),
    league: leagueOf(plan.league ?? {}),
  }
}

function parseYaml(source: string, file: string): unknown {
  try {
    return parse(source)
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw new BadUsage('plan', error.message.split('\n')[0], 'YAML', file)
  }
}

/** A field that one of the flags reads. */
function checked<T>(flag: Flag<T>) {
  return z.unknown().transform((value, check): T => {
    try {
      return flag.read(value)
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      const part = value === undefined ? {} : { part: error.part }
      check.addIssue({ code: 'custom', message: error.expected, params: part })
      return z.NEVER
    }
  })
}

/** The first thing that is wrong, as `tasks[2].budget: expected ..., got ...`. */
function problem(issue: z.core.$ZodIssue, content: unknown, file: string): BadUsage {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys
    const known = fieldsAt(path)
    const guess = nearest(key!, known)
    const expected = guess === undefined ? `one of ${known.join(', ')}` : `a known name (did you mean "${guess}"?)`
    return new BadUsage(written([...path, key!]), valueAt(content, [...path, key!]), expected, file)
  }
  const value = issue.code === 'custom' ? (issue.params?.part ?? valueAt(content, path)) : valueAt(content, path)
  return new BadUsage(path.length === 0 ? 'plan' : written(path), value, expectedOf(issue, path), file)
}

function expectedOf(issue: z.core.$ZodIssue, path: readonly (string | number)[]): string {
  if (issue.code !== 'invalid_type') return issue.message.replace(/^expected /, '')
  if (path.length === 0) return `a mapping with ${Object.keys(planSchema.shape).join(', ')}`
  if (path[2] === 'grid') return path.length === 3 ? 'a mapping of options to lists of values' : 'a list of values'
  if (issue.expected === 'array') return `a list of ${path[0]}`
  return path.length === 2 ? `the name of a ${path[0] === 'tasks' ? 'task' : 'search'} or a mapping` : 'a mapping'
}

function fieldsAt([first]: readonly (string | number)[]): string[] {
  if (first === 'tasks') return taskFields
  if (first === 'league') return leagueFields
  return first === 'searches' ? searchFields : Object.keys(planSchema.shape)
}

function valueAt(content: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    content,
  )
}

function written(path: readonly (string | number)[]): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('')
}

/** @param entries where each label comes from, in the list of the file */
function distinct(field: string, labels: readonly string[], entries: readonly number[], file: string): void {
  const seen = new Map<string, number>()
  for (const [i, one] of labels.entries()) {
    const at = entries[i]!
    const first = seen.get(one)
    if (first !== undefined)
      throw new BadUsage(`${field}[${at}].label`, one, `a label of its own; ${field}[${first}] has that one`, file)
    if (one.length > longestLabel)
      throw new BadUsage(
        `${field}[${at}].label`,
        one,
        `up to ${longestLabel} characters with the values of the grid`,
        file,
      )
    seen.set(one, at)
  }
}

function lastPart(task: string): string {
  return task.slice(task.lastIndexOf('/') + 1)
}
