import { AbstractActions } from './abstraction/abstract-actions.ts'
import { attackNearest, attackNearestOnceIdle, attackOrSeek, defendHome, type Fight } from './fighting.ts'
import { type Gather, gatherOnly, gatherOrBring } from './gathering.ts'

/** What the families of rush bots differ in. */
export interface Tactics {
  readonly fight: Fight
  readonly gather: Gather
  /** Do workers that cannot gather fight? */
  readonly everybodyFights: boolean
  /** How abstract actions end, where not as usual. */
  makeActions?(): AbstractActions
}

/** `WorkerRush`, `LightRush`, ... */
export const rush: Tactics = { fight: attackNearestOnceIdle, gather: gatherOrBring, everybodyFights: true }

/** `WorkerDefense`, `LightDefense`, ... */
export const defence: Tactics = { fight: defendHome, gather: gatherOnly, everybodyFights: false }

/** `POWorkerRush`, `POLightRush`, ...: made for fog of war. */
export const seekingRush: Tactics = { ...rush, fight: attackOrSeek }

/** The rush bots of rubensolv/MicroRTS (2021): workers without work stay where they are, loads included. */
export const olderRush: Tactics = {
  fight: attackNearest,
  gather: gatherOnly,
  everybodyFights: false,
  makeActions: () => new AbstractActions({ harvestEndsWithResource: true }),
}
