import { colourOf, colours, doors, stateOf, typeOf, types } from './objects.ts'
import type { World } from './world.ts'

/** First letters of the colours, by index. */
const letters = 'rgbpyx'

/**
 * Two characters per cell: what it is, and its colour where that tells something. `#` wall, `.` free, `~` lava, `*`
 * goal, `o` ball, `=` box, `k` key, `|` closed door, `/` open door, `> v < ^` the agent.
 */
export function drawWorld(world: World): string {
  return rows(world, drawCell)
}

/** The colours of that picture (`Frame.inks`): doors and objects in theirs, lava and goal on a ground of theirs. */
export function inkWorld(world: World): string {
  return rows(world, inkCell)
}

function rows(world: World, cellOf: (world: World, cell: number) => string): string {
  const lines: string[] = []
  for (let y = 0; y < world.height; y++) {
    let line = ''
    for (let x = 0; x < world.width; x++) line += cellOf(world, y * world.width + x)
    lines.push(line.trimEnd())
  }
  return lines.join('\n')
}

export function describe(code: number): string {
  const type = Object.entries(types).find(([, index]) => index === typeOf[code])?.[0] ?? ''
  const colour = Object.entries(colours).find(([, index]) => index === colourOf[code])?.[0] ?? ''
  return `${colour} ${type}`
}

function drawCell({ cells, at, facing }: World, cell: number): string {
  if (cell === at) return `${'>v<^'[facing]} `
  const code = cells[cell]!
  const letter = letters[colourOf[code]!]
  switch (typeOf[code]) {
    case types.wall:
      return '##'
    case types.goal:
      return '* '
    case types.lava:
      return '~~'
    case types.door:
      return `${stateOf[code] === doors.open ? '/' : '|'}${letter}`
    case types.key:
      return `k${letter}`
    case types.ball:
      return `o${letter}`
    case types.box:
      return `=${letter}`
    default:
      return '. '
  }
}

function inkCell({ cells, at }: World, cell: number): string {
  if (cell === at) return '@ '
  const code = cells[cell]!
  const letter = letters[colourOf[code]!]!
  switch (typeOf[code]) {
    case types.goal:
      return `${letter.toUpperCase()} `
    case types.lava:
      return letter.toUpperCase().repeat(2)
    case types.door:
    case types.key:
    case types.ball:
    case types.box:
      return letter.repeat(2)
    default:
      return '..'
  }
}
