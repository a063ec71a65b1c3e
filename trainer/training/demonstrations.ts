import { DemonstrationWorld, type ProgramData } from '@cairn/domains'
import type { Rng } from '@cairn/language'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import type { BatchDemonstrations } from '../model/embedding.ts'
import { oneHotRows } from '../model/one-hot.ts'

/**
 * Some demonstrations of each program, as the policy sees them: the state before each action, and what was done before.
 * Rows go on for one step after the longest, in which the policy should stop; what comes after that would not count.
 * Whoever asks disposes of `states` and `previous`.
 *
 * @param each demonstrations of each program
 * @param rng draws which; the first ones without it
 */
export function batchDemonstrations(
  tf: Tf,
  data: ProgramData,
  programs: ArrayLike<number>,
  each: number,
  rng?: Rng,
): BatchDemonstrations {
  const chosen = Array.from(programs, (program) => {
    const left = [...data.demonstrations(program)]
    return Array.from({ length: each }, () => left.splice(rng?.below(left.length) ?? 0, 1)[0]!)
  })
  // All first ones, then all second ones.
  const all = Array.from({ length: each }, (_, k) => chosen.map((some) => some[k]!)).flat()
  const steps = 1 + Math.max(...all.map(({ actions }) => actions.length))
  const world = new DemonstrationWorld(data.settings)
  const stop = 5
  const states = new Float32Array(steps * all.length * world.size)
  const targets = new Int32Array(steps * all.length).fill(stop)
  const previous = new Int32Array(steps * all.length).fill(stop)
  for (const [i, { start, actions }] of all.entries()) {
    world.begin(start)
    for (let t = 0; t < steps; t++) {
      const row = t * all.length + i
      world.write(states, row * world.size)
      if (t < actions.length) {
        targets[row] = actions[t]!
        world.act(actions[t]!)
      }
      if (t > 0) previous[row] = targets[row - all.length]!
    }
  }
  return {
    states: tf.tensor(states, [steps * all.length, world.side, world.side, world.channels]) as Tensor4D,
    previous: oneHotRows(tf, previous, stop + 1),
    actions: { batch: all.length, targets },
  }
}
