/** An element of an XML document. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** All characters directly inside, without those of the children. */
  readonly text: string
  /** Line of the start tag, from 1. */
  readonly line: number
}

/** A text is not an XML document, as far as MicroRTS writes any. */
export class BadXml extends Error {
  readonly code = 'E_BAD_XML'
  /** From 1. */
  readonly line: number
  readonly problem: string

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`)
    this.name = 'BadXml'
    this.line = line
    this.problem = problem
  }
}

interface Open {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  text: string
  readonly line: number
}

/** In this order: comments, declarations, character data, end tags, start tags. */
const markup =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * The root element of a document. Reads elements, attributes, text, comments, processing instructions and the five
 * named and the numeric character references; a document type is refused.
 *
 * @throws BadXml naming the line
 */
export function parseXml(source: string): XmlElement {
  const open: Open[] = []
  let root: XmlElement | undefined
  let [line, at] = [1, 0]
  const close = ({ name, attributes, children, text, line: started }: Open) => {
    const element: XmlElement = { name, attributes, children, text, line: started }
    const parent = open.at(-1)
    if (parent !== undefined) parent.children.push(element)
    else if (root !== undefined) throw new BadXml(started, `a second root element <${name}>`)
    else root = element
  }
  const characters = (text: string) => {
    const inside = open.at(-1)
    if (inside !== undefined) inside.text += text
    else if (text.trim() !== '') throw new BadXml(line, `text outside the root element: ${JSON.stringify(short(text))}`)
  }
  while (at < source.length) {
    const next = source.indexOf('<', at)
    const end = next < 0 ? source.length : next
    const text = source.slice(at, end)
    characters(decoded(text, line))
    line += newlines(text)
    if (next < 0) break
    markup.lastIndex = next
    const found = markup.exec(source)
    if (found === null) throw new BadXml(line, `expected a tag, got ${JSON.stringify(short(source.slice(next)))}`)
    const [tag, data, ended, started, attributes, empty] = found
    if (data !== undefined) characters(data)
    if (started !== undefined) {
      const element = { name: started, attributes: attributesOf(attributes!, line), children: [], text: '', line }
      if (empty === '/') close(element)
      else open.push(element)
    }
    if (ended !== undefined) {
      const last = open.pop()
      if (last?.name !== ended) {
        throw new BadXml(line, `expected ${last ? `</${last.name}>` : 'no end tag'}, got </${ended}>`)
      }
      close(last)
    }
    line += newlines(tag)
    at = next + tag.length
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined) throw new BadXml(line, `<${unclosed.name}> of line ${unclosed.line} is not closed`)
  if (root === undefined) throw new BadXml(line, 'there is no element')
  return root
}

function attributesOf(text: string, line: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name, double, single] of text.matchAll(attribute)) {
    if (found.has(name!)) throw new BadXml(line, `attribute ${name} comes twice`)
    found.set(name!, decoded((double ?? single)!, line))
  }
  return found
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string, line: number): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&([^;&]*);?/g, (reference, name: string) => {
    const [, digits, hexadecimal] = /^#(?:(\d+)|x([\da-f]+))$/i.exec(name) ?? []
    const point = digits ? Number(digits) : hexadecimal ? Number.parseInt(hexadecimal, 16) : undefined
    const character = point === undefined ? named[name] : point <= 0x10ffff ? String.fromCodePoint(point) : undefined
    if (character === undefined || !reference.endsWith(';')) {
      throw new BadXml(line, `unknown reference ${JSON.stringify(short(reference))}`)
    }
    return character
  })
}

function newlines(text: string): number {
  return text.split('\n').length - 1
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}
