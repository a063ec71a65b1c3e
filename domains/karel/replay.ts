import type { Frame } from '../task.ts'
import type { ActionListener } from './action-log.ts'
import { drawWorld } from './picture.ts'
import { actionNames } from './rules.ts'
import type { World } from './world.ts'

/** Plays the same episode from its start, every time it is called: `started` first, then `heard` after each action. */
export type Play = (started: (world: World) => void, heard: ActionListener) => void

/** Pictures drawn by one playing of the episode. */
const framesAtOnce = 1000

/**
 * The episode, picture by picture. It is played again for every thousand pictures, so that an episode of any length
 * takes little memory and nothing is in the middle of an episode while somebody looks at a picture.
 */
export function* replay(play: Play): Generator<Frame> {
  for (let first = 0; ; first += framesAtOnce) {
    const frames = framesFrom(first, play)
    yield* frames
    if (frames.length < framesAtOnce) return
  }
}

/** Frame 0 is the start; frame n comes after action n. */
function framesFrom(first: number, play: Play): Frame[] {
  const frames: Frame[] = []
  let world: World | undefined
  let frame = 0
  let sum = 0
  function add(caption: string): void {
    if (world !== undefined) frames.push({ picture: drawWorld(world), caption: `${frame} ${caption}` })
  }
  play(
    (begun) => {
      world = begun
      if (first === 0) add('start')
    },
    (action, reward) => {
      frame++
      sum += reward
      if (frame < first || frame >= first + framesAtOnce) return
      add(`${actionNames[action]}  reward ${signed(reward)}  return ${plain(sum)}`)
    },
  )
  return frames
}

/** At most four decimals: `+0.0278`, `-1`, `0`. */
function signed(value: number): string {
  const text = plain(value)
  return value > 0 ? `+${text}` : text
}

function plain(value: number): string {
  return String(Number(value.toFixed(4)))
}
