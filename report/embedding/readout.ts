import { element, escaped, label } from '../svg/mark.ts'

/** Where the program of a mark is written while it is pointed at; style alone does it, no script. */
export interface Readout {
  readonly x: number
  readonly y: number
  /** Of a line, in characters. */
  readonly columns: number
}

export const lineHeight = 16

/** Rows a readout takes: a head, and a program of up to 3 lines. */
export const readoutRows = 4

export const readoutStyle = [
  '.figure .code{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}',
  '.figure .say{display:none}.figure .pt:hover .say{display:inline}.figure:has(.pt:hover) .hint{display:none}',
  '.figure .faded .dot,.figure .faded .mark{opacity:var(--fade)}',
  '.figure .pt:hover .dot,.figure .pt:hover .mark{stroke:var(--ink);stroke-width:2;opacity:1}',
].join('\n')

/** Marks that are not in the foreground; what they tell is as clear as ever. */
export function faded(opacity: number, ...marks: readonly string[]): string {
  return element('g', { class: 'faded', style: `--fade:${opacity.toFixed(2)}` }, ...marks)
}

/** A mark, or several that are the same program, which tells what it is when pointed at. */
export function telling(
  mark: string,
  { head, program }: { readonly head: string; readonly program: string },
  { x, y, columns }: Readout,
): string {
  const text = [
    element('tspan', { x, y, class: 'soft' }, escaped(head)),
    ...lines(program, columns, readoutRows - 1).map((line, at) =>
      element('tspan', { x, y: y + lineHeight * (at + 1), class: 'code' }, escaped(line)),
    ),
  ]
  return element('g', { class: 'pt' }, mark, element('text', { class: 'say' }, ...text))
}

/** Shown while nothing is pointed at. */
export function hint(text: string, { x, y }: Readout): string {
  return label(text, { class: 'soft hint', x, y })
}

/** Words in lines of so many characters; what does not fit into so many lines is left out. */
export function lines(text: string, columns: number, most: number): string[] {
  const rows: string[] = []
  for (const word of text.split(' ')) {
    const last = rows.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) rows[rows.length - 1] = `${last} ${word}`
    else rows.push(word)
  }
  if (rows.length <= most) return rows
  const kept = rows.slice(0, most)
  return [...kept.slice(0, -1), `${kept[most - 1]!.slice(0, columns - 2)} …`]
}
