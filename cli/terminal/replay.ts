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

function drawFrame({ picture, inks, caption }: Frame, output: Output): string {
  const inked = inks?.split('\n')
  const rows = picture
    .split('\n')
    .map((row, at) => paint(row, inked === undefined ? inksOf(row) : (inked[at] ?? ''), output))
  return [...rows.map((row) => `  ${row}`), `  ${output.colors.dim(caption)}`].join('\n')
}

function linesOf({ picture }: Frame): number {
  return picture.split('\n').length + 1
}

/** Floor and walls step back; the agent and what lies around stand out. */
function inksOf(row: string): string {
  return row
    .replace(/[#.]/g, '.')
    .replace(/[\^>v<]/g, '@')
    .replace(/[^.@]/g, ' ')
}

/** Colours every run of characters that have the same ink. */
function paint(row: string, inks: string, { colors }: Output): string {
  const brushes: Readonly<Record<string, (text: string) => string>> = {
    '.': colors.dim,
    '@': (text) => colors.bold(colors.yellow(text)),
    r: colors.red,
    g: colors.green,
    b: colors.blueBright,
    p: colors.magenta,
    y: colors.yellow,
    x: colors.gray,
    R: colors.bgRed,
    G: colors.bgGreen,
    B: colors.bgBlue,
    P: colors.bgMagenta,
    Y: colors.bgYellow,
    X: colors.bgBlackBright,
  }
  let [painted, from] = ['', 0]
  while (from < row.length) {
    const ink = inks[from] ?? ' '
    let to = from + 1
    while (to < row.length && (inks[to] ?? ' ') === ink) to++
    const run = row.slice(from, to)
    painted += brushes[ink]?.(run) ?? run
    from = to
  }
  return painted
}
