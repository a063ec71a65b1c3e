import { actionCodes } from '../actions.ts'
import type { OrdersRecord } from '../position.ts'
import { unitNames } from '../units.ts'
import { badField } from './bad-message.ts'
import { Fields } from './fields.ts'
import { child, type Notation, parseJsonBody, parseXmlBody, valuesOf } from './notation.ts'

/** The line that answers everything but `getAction`. */
export const acknowledgement = 'ack'

/** The line that answers `getAction`. */
export function writeAnswer(notation: Notation, orders: OrdersRecord): string {
  const entries = orders.map(([id, ...action]) => ({ unitID: id, unitAction: memberOf(action) }))
  if (notation === 'json') return JSON.stringify(entries)
  const actions = entries.map(({ unitID, unitAction }) => {
    const attributes = Object.entries(unitAction).map(([name, value]) => ` ${name}="${value}"`)
    return `<action unitID="${unitID}"><UnitAction${attributes.join('')}/></action>`
  })
  return `<PlayerAction>${actions.join('')}</PlayerAction>`
}

function memberOf([type, first, second]: readonly number[]): Readonly<Record<string, number | string>> {
  if (type === actionCodes.attack) return { type, x: first, y: second }
  return { type, parameter: first, ...(type === actionCodes.produce ? { unitType: unitNames[second] } : {}) }
}

/**
 * The orders of a line that answers `getAction`, read more strictly than the engine does: every number a plain integer,
 * every type known, one line.
 *
 * @throws BadMessage naming the field
 */
export function readAnswer(notation: Notation, line: string): OrdersRecord {
  if (/[\r\n]/.test(line)) throw badField('answer', line, 'one line')
  return entriesOf(notation, line).map((entry) => {
    const id = entry.integer('unitID')
    const action = entry.part('unitAction')
    const type = action.integer('type', { min: 0, max: actionCodes.attack })
    if (type === actionCodes.attack) return [id, type, action.integer('x'), action.integer('y')]
    const parameter = action.integer('parameter')
    return type === actionCodes.produce
      ? [id, type, parameter, action.index('unitType', unitNames)]
      : [id, type, parameter]
  })
}

function entriesOf(notation: Notation, line: string): readonly Fields[] {
  // JSON.parse makes an integer of 8.0; the engine does not.
  const fraction = notation === 'json' ? /-?\d+(?:\.\d|[eE])[^\s,}]*/.exec(line) : null
  if (fraction !== null) throw badField('answer', fraction[0], 'plain integers')
  const entries = notation === 'json' ? parseJsonBody(line) : entriesOfXml(line)
  return new Fields({ answer: entries }, '').parts('answer')
}

function entriesOfXml(line: string): unknown {
  const root = parseXmlBody(line)
  if (root.name !== 'PlayerAction') throw badField('root element', root.name, 'PlayerAction')
  return root.children.map((action) => {
    if (action.name !== 'action') throw badField('element', action.name, 'action')
    return { ...valuesOf(action), unitAction: valuesOf(child(action, 'UnitAction')) }
  })
}
