import type { Frame } from './task.ts'

/** An episode that can be played over and over, and how it is shown. */
export interface Replayed<World> {
  /** Plays it from its start: `started` first, then `heard` after each action, with the action's index and reward. */
  play(started: (world: World) => void, heard: (action: number, reward: number) => void): void
  draw(world: World): Pick<Frame, 'picture' | 'inks'>
  /** By action index. */
  readonly actionNames: readonly string[]
  /** What else the caption says of a world, if anything. */
  note?(world: World): string | undefined
}

/** Pictures drawn by one playing of the episode. */
const framesAtOnce = 1000

/**
 * The episode, picture by picture. It is played again for every thousand pictures, so that an episode of any length
 * takes little memory and nothing is in the middle of an episode while somebody looks at a picture.
 */
export function* replay<World>(replayed: Replayed<World>): Generator<Frame> {
  for (let first = 0; ; first += framesAtOnce) {
    const frames = framesFrom(first, replayed)
    yield* frames
    if (frames.length < framesAtOnce) return
  }
}

/** Frame 0 is the start; frame n comes after action n. */
function framesFrom<World>(first: number, { play, draw, actionNames, note }: Replayed<World>): Frame[] {
  const frames: Frame[] = []
  let world: World | undefined
  let frame = 0
  let sum = 0
  function add(happened: string): void {
    if (world === undefined) return
    const noted = note?.(world)
    frames.push({ ...draw(world), caption: `${frame} ${happened}${noted === undefined ? '' : `  ${noted}`}` })
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
