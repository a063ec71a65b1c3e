/** The first setting that the server holds differently. Servers leave out what is zero. */
export function difference(
  asked: object,
  held: object,
): { readonly setting: string; readonly asked: unknown; readonly held: unknown } | undefined {
  const holds = held as Record<string, unknown>
  for (const [setting, value] of Object.entries(asked)) {
    const there = holds[setting] ?? (value === 0 ? 0 : undefined)
    if (JSON.stringify(there) !== JSON.stringify(value)) return { setting, asked: value, held: there }
  }
  return undefined
}
