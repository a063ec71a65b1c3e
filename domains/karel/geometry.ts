/** Steps between two cells of a world of that width, walls aside. */
export function distance(width: number, from: number, to: number): number {
  const fromRow = (from / width) | 0
  const toRow = (to / width) | 0
  return Math.abs(fromRow - toRow) + Math.abs(from - fromRow * width - (to - toRow * width))
}
