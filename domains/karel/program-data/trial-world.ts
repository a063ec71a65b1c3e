import type { Rng } from '@cairn/language'
import type { Facing } from '../world.ts'
import type { ProgramDataSettings } from './settings.ts'

/** A start state as a demonstration has it: cells are numbered row-major, the border is wall. */
export interface TrialStart {
  /** 1 on every wall, the border included. */
  readonly walls: Uint8Array
  /** Markers per cell. */
  readonly markers: Uint8Array
  readonly at: number
  readonly facing: Facing
}

/** Draws a start: walls, then the agent on a free cell, then markers, which may lie under the agent. */
export function drawStart(
  rng: Rng,
  { side, wallPercent, markerPercent }: Pick<ProgramDataSettings, 'side' | 'wallPercent' | 'markerPercent'>,
): TrialStart {
  const walls = new Uint8Array(side * side).fill(1)
  const markers = new Uint8Array(side * side)
  let free = 0
  while (free === 0) {
    for (let row = 1; row < side - 1; row++) {
      for (let cell = row * side + 1; cell < (row + 1) * side - 1; cell++) {
        walls[cell] = rng.below(100) < wallPercent ? 1 : 0
        free += 1 - walls[cell]
      }
    }
  }
  let at: number
  do at = (1 + rng.below(side - 2)) * side + 1 + rng.below(side - 2)
  while (walls[at] === 1)
  const facing = rng.below(4) as Facing
  for (let cell = side; cell < walls.length - side; cell++) {
    if (walls[cell] === 0 && rng.below(100) < markerPercent) markers[cell] = 1
  }
  return { walls, markers, at, facing }
}
