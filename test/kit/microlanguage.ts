import { type Program, parse } from '@cairn/language'
import { type AbstractActions, abstractKinds } from '../../domains/microrts/bots/abstraction/abstract-actions.ts'
import { compile } from '../../domains/microrts/language/compile.ts'
import { Interpreter } from '../../domains/microrts/language/interpreter.ts'
import { microlanguage } from '../../domains/microrts/language/language.ts'
import { gameMap, type MapUnit } from '../../domains/microrts/map.ts'
import { AStar } from '../../domains/microrts/path-finding/a-star.ts'
import { createState, type Player, type State } from '../../domains/microrts/state.ts'
import type { UnitName } from '../../domains/microrts/units.ts'

const width = 6
const height = 5

/** A field of 6 x 5 with units [type, owner, x, y]; their ids are their places in the list. */
export function field(
  units: readonly (readonly [UnitName, -1 | 0 | 1, number, number])[],
  { stock = 5, walls = [] as readonly (readonly [number, number])[] } = {},
): State {
  const standing: MapUnit[] = units.map(([type, owner, x, y], id) => ({
    ...{ id, type, owner, x, y },
    hp: type === 'Base' ? 10 : 1,
    resources: type === 'Resource' ? 20 : 0,
  }))
  const map = gameMap({
    name: 'field',
    source: 'a test',
    width,
    height,
    walls: Array.from({ length: width * height }, (_, i) => walls.some(([x, y]) => x + y * width === i)),
    stock: [stock, stock],
    units: standing,
  })
  return createState(map)
}

export const programOf = (text: string): Program => parse(microlanguage, text)
export const eachUnit = (body: string) => `for(Unit u){${body}}`

/** What a program assigns, and what it leaves of the resources. */
export function decide(state: State, text: string, player: Player = 0) {
  const interpreter = new Interpreter(compile(programOf(text)), new AStar())
  interpreter.run(state, player)
  return { assigned: listed(interpreter.actions), left: interpreter.resources }
}

const names = Object.keys(abstractKinds)

/** `[unit, kind, ...parameters]` in the order of assignment. */
export function listed({ units, count, kind, first, second, third }: AbstractActions) {
  return Array.from(units.subarray(0, count), (unit) => {
    const parameters = { train: [first, third], build: [first, second, third], harvest: [first, second] }
    const others = { attack: [first], move: [first, second], idle: [] }
    const name = names[kind[unit]] as keyof typeof parameters
    return [unit, name, ...({ ...parameters, ...others }[name]?.map((column) => column[unit]) ?? [])]
  })
}
