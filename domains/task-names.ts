import { nearest } from './nearest.ts'

/** No task is called so. */
export class UnknownTask extends Error {
  readonly code = 'E_UNKNOWN_TASK'
  /** What was asked for. */
  readonly task: string
  /** The task that was probably meant. */
  readonly nearest: string | undefined

  constructor(task: string, near: string | undefined) {
    super(`no task is called ${JSON.stringify(task)}${near === undefined ? '' : `; did you mean ${near}?`}`)
    this.name = 'UnknownTask'
    this.task = task
    this.nearest = near
  }
}

/**
 * The one with that name; letter case, `-` and `_` do not matter: `karel/StairClimberSparse`, `karel/stair_climber_sparse`.
 * @throws UnknownTask
 */
export function byName<Named extends { readonly name: string }>(name: string, all: readonly Named[]): Named {
  const wanted = bare(name)
  const found = all.find((one) => bare(one.name) === wanted)
  if (found !== undefined) return found
  throw new UnknownTask(name, nearestTask(name, all))
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}

/** Compares whole names, then the part after the domain, which is what people leave out. */
function nearestTask(name: string, all: readonly { readonly name: string }[]): string | undefined {
  const names = all.map((one) => one.name)
  const whole = nearest(name, names)
  if (whole !== undefined) return whole
  const tail = nearest(
    name,
    names.map((full) => full.slice(full.indexOf('/') + 1)),
  )
  return names.find((full) => full.endsWith(`/${tail}`))
}
