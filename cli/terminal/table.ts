export interface Column {
  readonly head: string
  readonly align?: 'right'
}

/** Rows under their heads, two spaces between columns. Widths are of the uncoloured text. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ head }, at) => Math.max(head.length, ...rows.map((row) => row[at].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (columns[at].align === 'right' ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ head }) => head)), ...rows.map(line)].join('\n')
}
