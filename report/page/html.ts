import { slug } from '../slug.ts'
import { escaped } from '../svg/mark.ts'
import { searchMark } from '../svg/marks.ts'

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

/** The first cell heads its row. */
type Row = readonly (Part | TableCell)[]

export interface PageTable {
  /** What the table holds; shown above it. */
  readonly caption: Part
  readonly heads: readonly Part[]
  readonly rows?: readonly Row[]
  /** Rows that belong together, below a head of their own. */
  readonly groups?: readonly { readonly head: Part; readonly rows: readonly Row[] }[]
  /** Columns from this one on hold figures. */
  readonly figuresFrom?: number
}

/** A table that a screen reader can follow, in a frame that scrolls where the page is narrower. */
export function htmlTable({ caption, heads, rows = [], groups = [], figuresFrom = 1 }: PageTable): Html {
  const align = (at: number) => (at >= figuresFrom ? 'n' : 't')
  const body = (part: readonly Row[]) =>
    part.map((row) => {
      const cells = row.map((cell, at) => {
        const { content, className = '' } = isCell(cell) ? cell : { content: cell }
        const classes = `${align(at)} ${className}`.trim()
        return at === 0
          ? html`<th scope="row" class="${classes}">${content}</th>`
          : html`<td class="${classes}">${content}</td>`
      })
      return html`<tr>${cells}</tr>\n`
    })
  const grouped = groups.map(
    ({ head: of, rows: own }) => html`<tbody class="group">
<tr><th scope="rowgroup" colspan="${heads.length}">${of}</th></tr>
${body(own)}</tbody>
`,
  )
  const head = heads.map((text, at) => html`<th scope="col" class="${align(at)}">${text}</th>`)
  return html`<div class="wide"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${head}</tr></thead>
${grouped}${rows.length > 0 && html`<tbody>\n${body(rows)}</tbody>\n`}</table></div>
`
}

function isCell(cell: Part | TableCell): cell is TableCell {
  return typeof cell === 'object' && 'content' in cell
}

/** A fragment of an address from a label. */
export function anchor(kind: string, label: string): string {
  return `${kind}-${slug(label)}`
}

/** The label of the search at this place behind its mark, so that tables and figures speak of it alike. */
export function searchName(label: string, place: number): Html {
  const mark = new Html(searchMark(place, 7, 7))
  return html`<span class="search"><svg class="figure" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">${mark}</svg>${label}</span>`
}
