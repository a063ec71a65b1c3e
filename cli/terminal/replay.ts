import { setTimeout as sleep } from 'node:timers/promises'
import type { Frame } from '@cairn/domains'
import type { Output } from '../shell.ts'

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'
const eraseBelow = '\x1b[0J'

/** At most `most` of the frames, spread evenly; the first and the last are always there. */
export function thin<T>(frames: readonly T[], most: number): T[] {
  if (frames.length <= most) return [...frames]
  if (most < 2) return frames.slice(-most)
  return Array.from({ length: most }, (_, at) => frames[Math.round((at * (frames.length - 1)) / (most - 1))])
}

/** One frame over the other, the last one stays. Ends early, on the last frame, when the signal does. */
export async function animate(
  frames: readonly Frame[],
  delayMs: number,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const height = Math.max(...frames.map((frame) => linesOf(frame)))
  if (height >= output.rows) return printFrames(thin(frames, 2), output)
  output.write(hideCursor)
  try {
    for (const [at, frame] of frames.entries()) {
      if (signal.aborted && at < frames.length - 1) continue
      output.write(`${at === 0 ? '' : `\x1b[${linesOf(frames[at - 1])}A\r`}${eraseBelow}${drawFrame(frame, output)}\n`)
      if (at < frames.length - 1) await sleep(delayMs, undefined, { signal }).catch(() => {})
    }
  } finally {
    output.write(showCursor)
  }
}

/** One frame under the other. */
export function printFrames(frames: readonly Frame[], output: Output): void {
  output.write(`${frames.map((frame) => drawFrame(frame, output)).join('\n\n')}\n`)
}

function drawFrame({ picture, caption }: Frame, output: Output): string {
  const indented = picture.split('\n').map((row) => `  ${paint(row, output)}`)
  return [...indented, `  ${output.colors.dim(caption)}`].join('\n')
}

function linesOf({ picture }: Frame): number {
  return picture.split('\n').length + 1
}

/** Floor and walls step back; the agent and what lies around stand out. */
function paint(row: string, { colors }: Output): string {
  return row
    .replace(/[#.]+/g, (run) => `\0${run}\0`)
    .split('\0')
    .map((part, at) =>
      at % 2 === 1 ? colors.dim(part) : part.replace(/[\^>v<]/g, (agent) => colors.bold(colors.yellow(agent))),
    )
    .join('')
}
