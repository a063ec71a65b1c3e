/** A number as SVG takes it, to a tenth of a pixel. */
export function px(value: number): string {
  const text = value.toFixed(1)
  return text.endsWith('.0') ? text.slice(0, -2).replace(/^-0$/, '0') : text
}

/** Text that stands for itself in HTML and in SVG. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element; attributes that are undefined are left out, numbers are pixels. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return []
    return ` ${key}="${typeof value === 'number' ? px(value) : escaped(value)}"`
  })
  const open = `<${name}${written.join('')}`
  return content.length === 0 ? `${open}/>` : `${open}>${content.join('')}</${name}>`
}

/** A line of text. */
export function label(text: string, attributes: Attributes): string {
  return element('text', attributes, escaped(text))
}
