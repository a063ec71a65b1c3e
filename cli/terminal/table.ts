/** The head of a column. */
export type Column = string | { readonly right: string }

/** A column of numbers. */
export const right = (head: string): Column => ({ right: head })

/** Rows under their heads, two spaces between columns. Widths are of the uncoloured text. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const heads = columns.map((column) => (typeof column === 'string' ? column : column.right))
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (typeof columns[at] === 'string' ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join('  ')
      .trimEnd()
  return [line(heads), ...rows.map(line)].join('\n')
}
