import type { CampaignPlan, Cell } from '@cairn/coordinator'
import { slug } from '@cairn/report'
import { BadUsage } from '../errors.ts'
import type { Settings } from '../flags.ts'
import { resolvePlan } from '../plan.ts'
import { searchDefaults } from '../search-flags.ts'
import type { PlanFile, PlannedSearch, PlannedTask } from './plan-file.ts'

/** The plan names something that does not exist, or gives it a value that it does not take. */
export class BadPlan extends Error {
  readonly code = 'E_BAD_PLAN'
  readonly file: string
  /** Such as `tasks[2]`. */
  readonly field: string
  constructor(file: string, field: string, cause: Error) {
    super(`${file}: ${field}: ${cause.message}`, { cause })
    this.file = file
    this.field = field
  }
}

/**
 * Every run of the comparison, with defaults filled in and names looked up. Seeds outermost, so that what is there
 * early covers every task and every search.
 *
 * @throws BadUsage, BadPlan
 */
export async function resolveCampaign(plan: PlanFile): Promise<CampaignPlan> {
  const { tasks, searches, seeds, name, domain } = plan
  const resolved = (task: PlannedTask, { search, set }: Pick<PlannedSearch, 'search' | 'set'>, run: string, seed = 0) =>
    resolvePlan(
      { ...task, search, set, seed, run, domain },
      () => plan.file,
      () => run,
    )

  // One check of each entry: what is wrong with it is said of it, and not of its first run.
  for (const [at, task] of tasks.entries()) {
    await about(plan, `tasks[${at}]`, () => resolved(task, { search: searchDefaults.search, set: {} }, name))
  }
  for (const search of searches) {
    const at = search.entry
    await about(plan, `searches[${at}]`, () => resolved(tasks[0]!, search, name))
    for (const task of tasks) {
      if (search['set-for'][task.label] === undefined) continue
      const field = `searches[${at}].set-for.${task.label}`
      await about(plan, field, () => resolved(task, { ...search, set: optionsOn(task, search) }, name))
    }
  }

  const names = runNames(plan)
  const cells: Cell[] = []
  for (const seed of seeds) {
    for (const task of tasks) {
      for (const search of searches) {
        const run = `${names(task, search)}-${seed}`
        const set = optionsOn(task, search)
        cells.push({
          task: task.label,
          search: search.label,
          plan: await resolved(task, { ...search, set }, run, seed),
        })
      }
    }
  }
  return { name, cells, modules: domain }
}

function optionsOn(task: PlannedTask, { set, 'set-for': setFor }: PlannedSearch): Settings {
  return { ...set, ...setFor[task.label] }
}

/** Says of an error which entry of the file it is about. */
async function about<T>({ file }: PlanFile, field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BadUsage) throw new BadUsage(`${field}.${error.field}`, error.value, error.expected, file)
    if (error instanceof Error && 'code' in error) throw new BadPlan(file, field, error)
    throw error
  }
}

const longestName = 64

/** Names of runs but for the seed: campaign, task and search, in the letters that a run's name may have. */
function runNames({
  name,
  tasks,
  searches,
  seeds,
  file,
}: PlanFile): (task: PlannedTask, search: PlannedSearch) => string {
  const stem = (task: PlannedTask, search: PlannedSearch) => [name, slug(task.label), slug(search.label)].join('-')
  const taken = new Map<string, string>()
  const room = longestName - 1 - String(Math.max(...seeds)).length
  for (const task of tasks) {
    for (const search of searches) {
      const stemmed = stem(task, search)
      const labels = `${task.label} x ${search.label}`
      const other = taken.get(stemmed)
      if (other !== undefined)
        throw new BadUsage('label', labels, `labels that differ from "${other}" in letters and digits`, file)
      if (stemmed.length > room)
        throw new BadUsage('label', labels, `labels short enough for a run's name: "${stemmed}" is over ${room}`, file)
      taken.set(stemmed, labels)
    }
  }
  return stem
}
