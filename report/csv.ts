export type Field = string | number | undefined

/** RFC 4180; `inf` where a figure is beyond what was watched, nothing where there is none. */
export function csv(rows: readonly (readonly Field[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\n`).join('')
}

function csvField(field: Field): string {
  if (field === undefined) return ''
  if (typeof field === 'number') return Number.isFinite(field) ? String(field) : field > 0 ? 'inf' : '-inf'
  return /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
