import type { World } from './world.ts'

/** Pixels of a cell. */
const side = 16
const colours = { floor: '#f6f3ec', grid: '#ddd6c8', wall: '#3d3a36', marker: '#d9822b', agent: '#2463a8' }

/** A picture of a world: walls dark, markers as dots (with a number from two on), the agent as an arrow. */
export function svgOf(world: World, title: string): string {
  const width = world.width * side
  const height = world.height * side
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.floor}"/>`,
    `<path d="${gridLines(world)}" stroke="${colours.grid}" fill="none"/>`,
    `<path d="${wallRuns(world)}" fill="${colours.wall}"/>`,
    ...markers(world),
    `<path d="${arrow(world)}" fill="${colours.agent}" stroke="#fff"/>`,
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

function gridLines({ height, width }: World): string {
  let path = ''
  for (let row = 1; row < height; row++) path += `M0 ${row * side}h${width * side}`
  for (let col = 1; col < width; col++) path += `M${col * side} 0v${height * side}`
  return path
}

/** One box for each run of walls in a row. */
function wallRuns({ height, width, walls }: World): string {
  let path = ''
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      const first = col
      while (col < width && walls[row * width + col] === 1) col++
      const long = (col - first) * side
      if (long > 0) path += `M${first * side} ${row * side}h${long}v${side}h-${long}z`
    }
  }
  return path
}

function markers(world: World): string[] {
  const shapes: string[] = []
  for (let cell = 0; cell < world.cells; cell++) {
    const count = world.markers[cell]
    if (count === 0) continue
    const [x, y] = centre(world, cell)
    shapes.push(`<circle cx="${x}" cy="${y}" r="4" fill="${colours.marker}"/>`)
    if (count > 1) shapes.push(`<text x="${x}" y="${y + 3}" font-size="8" text-anchor="middle">${count}</text>`)
  }
  return shapes
}

/** A triangle that points where the agent faces; smaller than a cell, so that a marker under it shows. */
function arrow(world: World): string {
  const [x, y] = centre(world, world.at)
  const turned = (forward: number, right: number): string => {
    const [dx, dy] = [
      [right, -forward],
      [forward, right],
      [-right, forward],
      [-forward, -right],
    ][world.facing]
    return `${x + dx} ${y + dy}`
  }
  return `M${turned(7, 0)}L${turned(-5, 5)}L${turned(-2, 0)}L${turned(-5, -5)}Z`
}

function centre({ width }: World, cell: number): [x: number, y: number] {
  return [(cell % width) * side + side / 2, Math.floor(cell / width) * side + side / 2]
}
