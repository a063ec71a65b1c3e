import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A page of the documentation. */
export interface Page {
  readonly path: string
  readonly text: string
  /** What is below a heading of that name, up to the next one of its level or above. */
  section(heading: string): string
  /** The rows of the tables below a heading, by the names of their columns; code ticks are taken off. */
  rows(heading: string): readonly Readonly<Record<string, string>>[]
}

/** Reads a file of docs/. */
export function page(name: string): Page {
  const path = `docs/${name}`
  const text = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
  return {
    path,
    text,
    section,
    rows: (heading) =>
      tables(section(heading)).flatMap(([head = [], , ...body]) => body.map((cells) => named(head, cells))),
  }

  function section(heading: string): string {
    const lines = text.split('\n')
    const from = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'))
    if (from < 0) throw new Error(`${path} has no heading "${heading}"`)
    const level = lines[from]!.indexOf(' ')
    const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level)
    return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n')
  }
}

function tables(markdown: string): string[][][] {
  const found: string[][][] = []
  let open = false
  for (const line of markdown.split('\n')) {
    const isRow = line.startsWith('|')
    if (isRow && !open) found.push([])
    if (isRow) found.at(-1)!.push(cellsOf(line))
    open = isRow
  }
  return found
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim().replaceAll('`', ''))
}

function named(head: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(head.map((column, i) => [column, cells[i] ?? '']))
}
