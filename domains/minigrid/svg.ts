import { colourOf, doors, stateOf, typeOf, types } from './objects.ts'
import type { RoomStart } from './world.ts'

/** Pixels of a cell. */
const side = 24
const look = { floor: '#f6f3ec', grid: '#ddd6c8', wall: '#3d3a36', lava: '#e2711d', goal: '#3f9b4f', agent: '#2463a8' }
/** By Minigrid's index of colours. */
const paints = ['#c8352b', '#3f9b4f', '#2f62c9', '#8d4fb8', '#d6a917', '#8a867e']

/** A picture of a room: walls dark, lava in waves, objects in their colours, the agent as an arrow. */
export function svgOf(room: RoomStart, title: string): string {
  const width = room.width * side
  const height = room.height * side
  const objects = Array.from(room.cells, (code, cell) => drawCell(code, place(room, cell))).filter(Boolean)
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="${look.floor}"/>`,
    `<path d="${gridLines(room)}" stroke="${look.grid}" fill="none"/>`,
    ...objects,
    `<path d="${arrow(room)}" fill="${look.agent}" stroke="#fff"/>`,
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

type Corner = readonly [x: number, y: number]

/** The upper left corner of a cell. */
function place({ width }: RoomStart, cell: number): Corner {
  return [(cell % width) * side, Math.floor(cell / width) * side]
}

function gridLines({ height, width }: RoomStart): string {
  let path = ''
  for (let row = 1; row < height; row++) path += `M0 ${row * side}h${width * side}`
  for (let col = 1; col < width; col++) path += `M${col * side} 0v${height * side}`
  return path
}

/** What is on a cell; nothing for a free one. */
function drawCell(code: number, [x, y]: Corner): string {
  const colour = paints[colourOf[code]!]!
  const square = (fill: string) => `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="${fill}"/>`
  switch (typeOf[code]) {
    case types.wall:
      return square(look.wall)
    case types.goal:
      return square(look.goal)
    case types.lava: {
      const wave = (down: number) => `M${x + 2} ${y + down}q5 -5 10 0t10 0`
      return `${square(look.lava)}<path d="${wave(8)}${wave(16)}" stroke="#fff" stroke-width="1.5" fill="none"/>`
    }
    case types.door:
      return drawDoor(code, colour, [x, y])
    case types.key:
      return `<path d="M${x + 12} ${y + 11}v9m0 -3h4" stroke="${colour}" stroke-width="2" fill="none"/><circle cx="${x + 12}" cy="${y + 8}" r="3" stroke="${colour}" stroke-width="2" fill="none"/>`
    case types.ball:
      return `<circle cx="${x + 12}" cy="${y + 12}" r="7" fill="${colour}"/>`
    case types.box:
      return `<path d="M${x + 5} ${y + 5}h14v14h-14zm0 7h14" stroke="${colour}" stroke-width="2.5" fill="none"/>`
    default:
      return ''
  }
}

/** A slab across the cell with a handle, at the cell's side when it is open. */
function drawDoor(code: number, colour: string, [x, y]: Corner): string {
  if (stateOf[code] === doors.open) {
    return `<rect x="${x + 1}" y="${y + 1}" width="5" height="${side - 2}" fill="none" stroke="${colour}" stroke-width="2"/>`
  }
  const handle = stateOf[code] === doors.locked ? `M${x + 16} ${y + 9}v6` : `M${x + 16} ${y + 12}h3`
  return `<rect x="${x + 1}" y="${y + 1}" width="${side - 2}" height="${side - 2}" fill="${colour}"/><path d="${handle}" stroke="#fff" stroke-width="3"/>`
}

/** A triangle that points where the agent faces. */
function arrow({ width, at, facing }: RoomStart): string {
  const x = (at % width) * side + side / 2
  const y = Math.floor(at / width) * side + side / 2
  const turned = (forward: number, right: number): string => {
    const [dx, dy] = [
      [forward, right],
      [-right, forward],
      [-forward, -right],
      [right, -forward],
    ][facing]!
    return `${x + dx!} ${y + dy!}`
  }
  return `M${turned(9, 0)}L${turned(-7, 7)}L${turned(-3, 0)}L${turned(-7, -7)}Z`
}
