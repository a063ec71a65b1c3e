import { BadXml, parseXml, type XmlElement } from '../xml.ts'
import { BadMessage, badField, shown } from './bad-message.ts'
import { Fields } from './fields.ts'

/** How tables, states and answers are written. Which one is told by the first character. */
export type Notation = 'json' | 'xml'

/** The notation of a table or a state; undefined: it is neither. */
export function notationOf(body: string): Notation | undefined {
  const first = body.trimStart()[0]
  return first === '{' ? 'json' : first === '<' ? 'xml' : undefined
}

/** @throws BadMessage when it is neither */
export function notationOrThrow(body: string): Notation {
  const notation = notationOf(body)
  if (notation === undefined) throw new BadMessage('malformed', `expected JSON or XML, got ${shown(body)}`)
  return notation
}

/** @throws BadMessage */
export function parseJsonBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadMessage('malformed', `expected JSON, got ${shown(text)}`, { cause })
  }
}

/** @throws BadMessage */
export function parseXmlBody(text: string): XmlElement {
  try {
    return parseXml(text)
  } catch (cause) {
    if (!(cause instanceof BadXml)) throw cause
    throw new BadMessage('malformed', `expected XML: ${cause.problem}`, { cause })
  }
}

/** The unit table, in the shape that JSON has. @throws BadMessage */
export function tableFields(body: string): Fields {
  return new Fields(notationOrThrow(body) === 'json' ? parseJsonBody(body) : tableOfXml(parseXmlBody(body)), '')
}

/** The state, in the shape that JSON has. @throws BadMessage */
export function stateFields(body: string): Fields {
  return new Fields(notationOrThrow(body) === 'json' ? parseJsonBody(body) : stateOfXml(parseXmlBody(body)), '')
}

function tableOfXml(root: XmlElement): unknown {
  if (root.name !== 'rts.units.UnitTypeTable') throw badField('root element', root.name, 'rts.units.UnitTypeTable')
  const unitTypes = root.children.map((type) => ({
    ...valuesOf(type),
    produces: type.children.filter(({ name }) => name === 'produces').map((one) => one.attributes.get('type')),
  }))
  return { ...valuesOf(root), unitTypes }
}

/** The second is the root under fog of war. */
const stateRoots = ['rts.GameState', 'rts.PartiallyObservableGameState']

function stateOfXml(root: XmlElement): unknown {
  if (!stateRoots.includes(root.name)) throw badField('root element', root.name, stateRoots.join(' or '))
  const ground = child(root, 'rts.PhysicalGameState')
  const terrain = ground.children.find(({ name }) => name === 'terrain')
  return {
    ...valuesOf(root),
    pgs: {
      ...valuesOf(ground),
      ...(terrain === undefined ? {} : { terrain: terrain.text.trim() }),
      players: child(ground, 'players').children.map(valuesOf),
      units: child(ground, 'units').children.map(valuesOf),
    },
    actions: child(root, 'actions').children.map((one) => ({
      ...valuesOf(one),
      action: valuesOf(child(one, 'UnitAction')),
    })),
  }
}

/** The one child of that name. */
export function child(parent: XmlElement, name: string): XmlElement {
  const found = parent.children.filter((one) => one.name === name)
  if (found.length === 1) return found[0]
  throw badField(`<${parent.name}>`, found.length, `exactly one <${name}>`)
}

/** The attributes, with integers and truth values as such. */
export function valuesOf({ attributes }: XmlElement): Record<string, unknown> {
  return Object.fromEntries(Array.from(attributes, ([name, text]) => [name, literal(text)]))
}

function literal(text: string): unknown {
  if (/^-?\d{1,10}$/.test(text)) return Number(text)
  return text === 'true' ? true : text === 'false' ? false : text
}
