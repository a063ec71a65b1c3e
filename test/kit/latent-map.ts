import type { LatentMap, Trajectory, TrajectoryIteration } from '@cairn/report'

/** Evenly spread numbers from -1 to 1. */
const spread = (i: number) => 2 * ((i * 0.618033988749895) % 1) - 1

const actions = ['move', 'turnLeft', 'turnRight', 'pickMarker', 'putMarker']

/** A flat cloud of programs in a space of 6 numbers. */
export function madeMap({ points = 60, trajectory = false, ...changes }: MadeMap = {}): LatentMap {
  return {
    title: 'made-up: latent space',
    about: `${points} made-up programs`,
    colour: { kind: 'figure', label: 'return' },
    points: Array.from({ length: points }, (_, i) => ({
      latent: [3 * spread(i + 1), 2 * spread(7 * i + 3), 0.5 * spread(13 * i + 5), 0, 0.2 * spread(29 * i), 0],
      program: `DEF run m( ${Array.from({ length: 1 + (i % 5) }, (_, k) => actions[(i + k) % 5]).join(' ')} m)`,
      value: (i % 10) / 10,
    })),
    ...(trajectory ? { trajectory: madeTrajectory(12) } : {}),
    ...changes,
  }
}

interface MadeMap extends Partial<Omit<LatentMap, 'trajectory' | 'points'>> {
  readonly points?: number
  readonly trajectory?: boolean
}

/** A search that goes straight to the right, better every third iteration. */
export function madeTrajectory(iterations: number): Trajectory {
  return { about: 'made-up search', iterations: Array.from({ length: iterations }, (_, i) => iterationOf(i)) }
}

function iterationOf(i: number): TrajectoryIteration {
  const at = [-2 + 0.3 * i, 0.4 * Math.sin(i), 0, 0, 0, 0]
  const vectors = Array.from({ length: 8 }, (_, k) => at.map((value, d) => value + 0.3 * spread(5 * k + 3 * d + i + 1)))
  const value = Math.floor(i / 3) / 5
  return {
    iteration: i + 1,
    vectors,
    programs: vectors.map((_, k) => (k === 3 ? undefined : `DEF run m( ${actions[k % 5]} m)`)),
    returns: vectors.map((_, k) => (k === 3 ? undefined : value - 0.05 * k)),
    centre: { vector: at, program: `DEF run m( REPEAT R=${i} r( move r) m)`, return: value },
  }
}
