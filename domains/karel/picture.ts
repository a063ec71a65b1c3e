import type { World } from './world.ts'

/** One line per row: `#` wall, `.` free, `1`..`9` markers (`+` for ten and more), `^ > v <` the agent. */
export function drawWorld(world: World): string {
  const lines: string[] = []
  for (let row = 0; row < world.height; row++) {
    let line = ''
    for (let col = 0; col < world.width; col++) line += drawCell(world, row * world.width + col)
    lines.push(line)
  }
  return lines.join('\n')
}

function drawCell(world: World, cell: number): string {
  if (cell === world.at) return '^>v<'[world.facing]
  if (world.walls[cell] === 1) return '#'
  const count = world.markers[cell]
  return count === 0 ? '.' : count > 9 ? '+' : String(count)
}
