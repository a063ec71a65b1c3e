import type { World } from './world.ts'

/** Action indices of traces, the same in every Karel repository. */
export const actions = { move: 0, turnLeft: 1, turnRight: 2, pickMarker: 3, putMarker: 4 } as const

/** Names by action index. */
export const actionNames = ['move', 'turnLeft', 'turnRight', 'pickMarker', 'putMarker'] as const

/**
 * What one task adds to the bare world. One object per opened task; it holds the bookkeeping of the one episode in
 * progress, so an episode must end before the next begins.
 */
export interface KarelRules {
  /** The task's own rule has ended the episode. Set by `step`, cleared by `begin`. */
  terminated: boolean
  /** Puts the world and the bookkeeping at the start of that episode. Allocates nothing once the episode is known. */
  begin(episode: number): World
  /**
   * Called after every executed action, a crashing one included. `from` is the agent's cell before the action; `change`
   * is what the action did to the marker count of that cell: -1, 0 or +1. May change markers and walls, never the
   * agent. Returns the step reward.
   */
  step(world: World, action: number, from: number, change: number): number
}
