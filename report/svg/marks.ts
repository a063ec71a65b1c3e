import { element, escaped, px } from './mark.ts'
import { lookAt } from './palette.ts'

const radius = 3.4

/** The mark of the search at `place`, filled or hollow, with an optional note that shows when it is pointed at. */
export function searchMark(place: number, x: number, y: number, { open = false, note = '' } = {}): string {
  const { mark, className } = lookAt(place)
  const title = note === '' ? [] : [element('title', {}, note)]
  const style = { class: `mark ${open ? 'open' : 'full'} ${className}` }
  const r = radius
  switch (mark) {
    case 'circle':
      return element('circle', { ...style, cx: x, cy: y, r: px(r) }, ...title)
    case 'square':
      return path(`M${px(x - r)} ${px(y - r)}h${px(2 * r)}v${px(2 * r)}h${px(-2 * r)}z`)
    case 'triangle':
      return path(`M${px(x)} ${px(y - r - 0.8)}l${px(r + 0.6)} ${px(2 * r)}h${px(-2 * r - 1.2)}z`)
    case 'diamond':
      return path(
        `M${px(x)} ${px(y - r - 1)}l${px(r + 1)} ${px(r + 1)}l${px(-r - 1)} ${px(r + 1)}l${px(-r - 1)} ${px(-r - 1)}z`,
      )
    case 'cross':
      return path(`M${px(x - r)} ${px(y - r)}l${px(2 * r)} ${px(2 * r)}m0 ${px(-2 * r)}l${px(-2 * r)} ${px(2 * r)}`)
  }

  function path(d: string): string {
    return element('path', { ...style, d }, ...title)
  }
}

/** Line, mark and label of every search, in rows of at most `width` pixels from (x, y) on. */
export function legend(
  labels: readonly string[],
  x: number,
  y: number,
  width: number,
): { svg: string; height: number } {
  let [left, top] = [x, y]
  const parts = labels.map((text, place) => {
    const { className, dashes } = lookAt(place)
    const own = 40 + 7 * text.length + 18
    if (left > x && left + own > x + width) [left, top] = [x, top + 20]
    const at = left
    left += own
    return [
      element('path', {
        class: `curve ${className}`,
        'stroke-dasharray': dashes === '' ? undefined : dashes,
        d: `M${px(at)} ${px(top)}h30`,
      }),
      searchMark(place, at + 15, top),
      element('text', { x: at + 37, y: top + 4 }, escaped(text)),
    ].join('')
  })
  return { svg: parts.join(''), height: top - y + 20 }
}
