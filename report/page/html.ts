import { escaped } from '../svg/mark.ts'

/** Text that is markup already. Everything else that goes into a page is escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | false | readonly Part[]

/** Markup from a template: strings put into it are escaped, markup is taken as it is, lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(parts.map((part, at) => part + written(values[at])).join(''))
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(written).join('')
  return escaped(String(part))
}

export interface TableCell {
  readonly content: Part
  readonly className?: string
}

export interface PageTable {
  /** What the table holds; shown above it. */
  readonly caption: Part
  readonly heads: readonly Part[]
  /** The first cell heads its row. */
  readonly rows: readonly (readonly (Part | TableCell)[])[]
  /** Columns from this one on hold figures. */
  readonly figuresFrom?: number
}

/** A table that a screen reader can follow, in a frame that scrolls where the page is narrower. */
export function htmlTable({ caption, heads, rows, figuresFrom = 1 }: PageTable): Html {
  const align = (at: number) => (at >= figuresFrom ? 'n' : 't')
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => {
      const { content, className = '' } = isCell(cell) ? cell : { content: cell }
      const classes = `${align(at)} ${className}`.trim()
      return at === 0
        ? html`<th scope="row" class="${classes}">${content}</th>`
        : html`<td class="${classes}">${content}</td>`
    })
    return html`<tr>${cells}</tr>\n`
  })
  const head = heads.map((text, at) => html`<th scope="col" class="${align(at)}">${text}</th>`)
  return html`<div class="wide"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
`
}

function isCell(cell: Part | TableCell): cell is TableCell {
  return typeof cell === 'object' && 'content' in cell
}

/** Heads a row with its task; shown on the first of the task's rows, read out on all. */
export function taskHead({ task }: { readonly task: { readonly label: string } }, shown: boolean): Html {
  return shown ? html`${task.label}` : html`<span class="unseen">${task.label}</span>`
}

/** A fragment of an address from a label. */
export function anchor(kind: string, label: string): string {
  return `${kind}-${label.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
}
