import { canonicalOptions, openMap, type TaskSpec, taskCard, tickLimit } from '@cairn/domains'
import { hashBytes, hex } from '@cairn/language'
import type { LeagueTask } from './fixture.ts'

/** The task of a run is not a match on a map. */
export class NotPlayed extends Error {
  readonly code = 'E_NOT_PLAYED'
  readonly task: string
  constructor(task: string) {
    super(`standings are of tasks that are matches of MicroRTS, such as microrts/bases-workers8x8a; ${task} is none`)
    this.task = task
  }
}

/**
 * The rules of the league on the task of some runs: theirs, but that player 0 decides first, whoever is evaluated.
 *
 * @param maxTicks in place of those of the task
 * @throws NotPlayed
 */
export function leagueTask({ name, options }: TaskSpec, maxTicks: number | undefined): LeagueTask {
  const card = taskCard(name)
  if (!('map' in card) || typeof card.map !== 'string') throw new NotPlayed(name)
  const given = maxTicks ?? (options['max-ticks'] as number)
  const ticks = given === 0 ? tickLimit(openMap(card.map).height) : given
  const spec = { name, options: { ...options, opponents: anybody, loop: 'reference', 'max-ticks': ticks } }
  const key = hex(hashBytes(new TextEncoder().encode(`${name} ${canonicalOptions(spec)}`)))
  return { spec, map: card.map, maxTicks: ticks, key }
}

/** Whom the task names while its matches name somebody else. */
const anybody = 'WorkerRush'
