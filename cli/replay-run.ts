import type { Frame, Task } from '@cairn/domains'
import type { Program } from '@cairn/language'
import { onInterrupt } from './interrupt.ts'
import { line, type Output } from './shell.ts'
import { animate, printFrames, thin } from './terminal/replay.ts'

export interface ReplayOptions {
  readonly episode: number
  /** Pause between two pictures. */
  readonly delayMs: number
  /** Pictures shown at most. */
  readonly frames: number
  /** One picture over the other, or one under the other. */
  readonly animated: boolean
}

export const replayDefaults = { delayMs: 120, frames: 200, stillFrames: 2 } as const

/** Plays an episode in the terminal. Ctrl-C jumps to its end. */
export async function replay(task: Task, program: Program, options: ReplayOptions, output: Output): Promise<void> {
  const all = [...task.replay(program, options.episode)]
  const frames = chosen(all, options.frames)
  line(
    output,
    output.colors.bold(
      `Episode ${options.episode}, ${all.length - 1} actions${frames.length < all.length ? `, ${frames.length} pictures of them` : ''}`,
    ),
  )
  if (!options.animated) return printFrames(frames, output)
  using interrupt = onInterrupt()
  await animate(frames, options.delayMs, output, interrupt.signal)
}

/** At most `most` frames; those in which nothing moved go first. */
function chosen(all: readonly Frame[], most: number): Frame[] {
  if (all.length <= most) return [...all]
  return thin(
    all.filter(({ picture }, at) => at === 0 || at === all.length - 1 || picture !== all[at - 1].picture),
    most,
  )
}
