import { empty, opaque, wall } from './objects.ts'
import type { World } from './world.ts'

/** Cells to a side of what the agent sees. */
export const viewSize = 7

const [column, row] = [3, viewSize - 1]
const unseen = 0

/**
 * What the agent sees, as codes: index `column * 7 + row`, the agent in column 3 of the last row, facing the first. Its
 * own cell shows what it carries. Programs do not use it (LLM-GS looks at the true cell in front).
 */
export function partialView(world: World, seeThroughWalls: boolean): Uint8Array {
  const { width, height, cells, at, facing, carrying } = world
  const [ax, ay] = [at % width, Math.floor(at / width)]
  const view = new Uint8Array(viewSize * viewSize)
  for (let i = 0; i < viewSize; i++) {
    for (let j = 0; j < viewSize; j++) {
      const [ahead, aside] = [row - j, i - column]
      const x = ax + [ahead, -aside, -ahead, aside][facing]!
      const y = ay + [aside, ahead, -aside, -ahead][facing]!
      const inside = x >= 0 && x < width && y >= 0 && y < height
      view[i * viewSize + j] = inside ? cells[y * width + x]! : wall
    }
  }
  if (!seeThroughWalls) hide(view)
  view[column * viewSize + row] = carrying === 0 ? empty : carrying
  return view
}

/** Light spreads from the agent row by row (Minigrid's `process_vis`); what it does not reach is unseen. */
function hide(view: Uint8Array): void {
  const lit = new Uint8Array(view.length)
  const cell = (i: number, j: number) => i * viewSize + j
  lit[cell(column, row)] = 1
  const spread = (i: number, j: number, to: number) => {
    if (lit[cell(i, j)] === 0 || opaque[view[cell(i, j)]!] === 1) return
    lit[cell(to, j)] = 1
    if (j === 0) return
    lit[cell(to, j - 1)] = 1
    lit[cell(i, j - 1)] = 1
  }
  for (let j = row; j >= 0; j--) {
    for (let i = 0; i < viewSize - 1; i++) spread(i, j, i + 1)
    for (let i = viewSize - 1; i > 0; i--) spread(i, j, i - 1)
  }
  for (let i = 0; i < view.length; i++) if (lit[i] === 0) view[i] = unseen
}
