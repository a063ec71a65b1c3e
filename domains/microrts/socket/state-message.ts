import { actionCodes } from '../actions.ts'
import { BadMap } from '../map.ts'
import { decodeTerrain } from '../map-xml.ts'
import type { PendingRecord, Position, UnitRecord } from '../position.ts'
import { unitNames } from '../units.ts'
import { badField } from './bad-message.ts'
import type { Fields } from './fields.ts'
import { stateFields } from './notation.ts'

/** Width, height and walls: what does not change in a game. */
export interface Ground {
  readonly width: number
  readonly height: number
  /** As it was sent: digits, or runs of letters. */
  readonly terrain: string
}

/** A state that the engine sent. */
export interface StateMessage {
  readonly position: Position
  /** What the message says of the ground, else what was known. */
  readonly ground: Ground
}

/** The largest map there is has 128 x 128 cells. */
export const mostGroundCells = 1 << 16

/**
 * The state of the line after `getAction` or `preGameAnalysis`.
 *
 * @param known the ground of this game, for states that leave it out
 * @throws BadMessage naming the field
 */
export function readState(body: string, known?: Ground): StateMessage {
  const fields = stateFields(body)
  const pgs = fields.part('pgs')
  const ground = groundOf(pgs, known)
  const units = unitsOf(pgs, ground)
  const players = pgs.parts('players')
  if (players.length !== 2) throw badField('pgs.players', players.length, 'two players')
  const [first, second] = players.map((player, id) => {
    if (player.integer('ID') !== id) throw player.bad('ID', `${id}: players in the order of their ids`)
    return player.integer('resources', { min: 0 })
  })
  const time = fields.integer('time', { min: 0 })
  return { ground, position: { time, stock: [first, second], units, pending: pendingOf(fields, units, time) } }
}

function groundOf(pgs: Fields, known: Ground | undefined): Ground {
  const names = ['width', 'height', 'terrain'].filter((name) => pgs.has(name))
  if (names.length === 0) {
    if (known === undefined) throw pgs.bad('terrain', 'width, height and terrain: none have been sent in this game')
    return known
  }
  const width = pgs.integer('width', { min: 1, max: mostGroundCells })
  const height = pgs.integer('height', { min: 1, max: mostGroundCells })
  if (width * height > mostGroundCells) throw pgs.bad('height', `at most ${mostGroundCells} cells in all`)
  return { width, height, terrain: pgs.text('terrain') }
}

/** One per cell, row by row from the top: is it a wall? @throws BadMessage */
export function wallsOf({ width, height, terrain }: Ground): readonly boolean[] {
  let expectation = 'terrain'
  const bad = (field: string, value: unknown, expected: string) => {
    expectation = expected
    return new BadMap({ map: 'pgs', field, value, expected })
  }
  try {
    return decodeTerrain(terrain, width * height, bad)
  } catch (cause) {
    if (!(cause instanceof BadMap)) throw cause
    throw badField(`pgs.${cause.field}`, cause.value, expectation)
  }
}

function unitsOf(pgs: Fields, { width, height }: Ground): UnitRecord[] {
  const [ids, cells] = [new Set<number>(), new Set<number>()]
  return pgs.parts('units').map((unit) => {
    const id = unit.integer('ID', { min: 0 })
    const x = unit.integer('x', { min: 0, max: width - 1 })
    const y = unit.integer('y', { min: 0, max: height - 1 })
    if (ids.has(id)) throw unit.bad('ID', 'an id that no other unit has')
    if (cells.has(x + y * width)) throw unit.bad('x', `a cell without another unit (y is ${y})`)
    ids.add(id)
    cells.add(x + y * width)
    const owner = unit.integer('player', { min: -1, max: 1 })
    const [type, hp] = [unit.index('type', unitNames), unit.integer('hitpoints')]
    return [id, type, owner, x, y, hp, unit.integer('resources')]
  })
}

function pendingOf(fields: Fields, units: readonly UnitRecord[], time: number): PendingRecord[] {
  const idle = new Set(units.map(([id]) => id))
  return fields.parts('actions').map((one) => {
    const id = one.integer('ID')
    if (!idle.delete(id)) throw one.bad('ID', 'the id of a unit that has no other action')
    return [id, one.integer('time', { min: 0, max: time }), ...actionOf(one.part('action'))]
  })
}

/** More ticks than any wait has. */
const longestWait = 1 << 24

function actionOf(action: Fields): readonly number[] {
  const code = action.integer('type', { min: 0, max: actionCodes.attack })
  switch (code) {
    case actionCodes.wait:
      return [code, action.has('parameter') ? action.integer('parameter', { min: -1, max: longestWait }) : -1]
    case actionCodes.attack:
      return [code, action.integer('x'), action.integer('y')]
    case actionCodes.produce:
      return [code, action.integer('parameter', { min: 0, max: 3 }), action.index('unitType', unitNames)]
    default:
      return [code, action.integer('parameter', { min: 0, max: 3 })]
  }
}
