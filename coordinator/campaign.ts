import type { RunPlan } from './run-plan.ts'

/** Many runs that are compared: tasks x searches x seeds. */
export interface CampaignPlan {
  /** Name of the campaign and of its folder. */
  readonly name: string
  /** In the order in which they are run. */
  readonly cells: readonly Cell[]
  /** Modules of the domains that are not built in; `loadDomain` takes each. */
  readonly modules: readonly string[]
}

/** One run of a campaign and its place in the comparison. */
export interface Cell {
  /** Label of the task, unique among the tasks of the campaign. */
  readonly task: string
  /** Label of the search, unique among the searches of the campaign. */
  readonly search: string
  readonly plan: RunPlan
}

/** What is new or different in a plan. */
export interface PlanChanges {
  /** Runs that only the new plan has. */
  readonly added: readonly string[]
  /** Runs that only the old plan has. */
  readonly removed: readonly string[]
  readonly changed: readonly ValueChange[]
}

export interface ValueChange {
  /** Such as `search.options.neighbours`. */
  readonly field: string
  readonly was: unknown
  readonly is: unknown
  /** Runs in which it differs in this way. */
  readonly runs: readonly string[]
}

/** How one list of cells differs from another; runs are told apart by their names, their order does not matter. */
export function planChanges(before: readonly Cell[], after: readonly Cell[]): PlanChanges {
  const old = new Map(before.map((cell) => [cell.plan.run, cell]))
  const names = new Set(after.map(({ plan }) => plan.run))
  const changes = new Map<string, { field: string; was: unknown; is: unknown; runs: string[] }>()
  for (const cell of after) {
    const was = old.get(cell.plan.run)
    if (was === undefined) continue
    for (const { field, was: from, is } of valueChanges(flat(was), flat(cell))) {
      const key = JSON.stringify([field, from, is])
      const known = changes.get(key) ?? { field, was: from, is, runs: [] }
      known.runs.push(cell.plan.run)
      changes.set(key, known)
    }
  }
  return {
    added: [...names].filter((run) => !old.has(run)),
    removed: [...old.keys()].filter((run) => !names.has(run)),
    changed: [...changes.values()],
  }
}

function valueChanges(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, was: before.get(field), is: after.get(field) }))
    .filter(({ was, is }) => was !== is)
}

/** Every value of a cell by its dotted path. */
function flat({ task, search, plan }: Cell): Map<string, unknown> {
  const values = new Map<string, unknown>([
    ['label of the task', task],
    ['label of the search', search],
  ])
  const add = (path: string, value: unknown) => {
    if (typeof value !== 'object' || value === null) values.set(path, value)
    else for (const [name, inner] of Object.entries(value)) add(path === '' ? name : `${path}.${name}`, inner)
  }
  add('', plan)
  return values
}
