import { attackNearestOnceIdle, attackOrSeek, defendHome, type Fight } from './fighting.ts'
import { type Gather, gatherOnly, gatherOrBring } from './gathering.ts'

/** What the families of rush bots differ in. */
export interface Tactics {
  readonly fight: Fight
  readonly gather: Gather
  /** Do workers that cannot gather fight? */
  readonly everybodyFights: boolean
}

/** `WorkerRush`, `LightRush`, ... */
export const rush: Tactics = { fight: attackNearestOnceIdle, gather: gatherOrBring, everybodyFights: true }

/** `WorkerDefense`, `LightDefense`, ... */
export const defence: Tactics = { fight: defendHome, gather: gatherOnly, everybodyFights: false }

/** `POWorkerRush`, `POLightRush`, ...: made for fog of war. */
export const seekingRush: Tactics = { ...rush, fight: attackOrSeek }
