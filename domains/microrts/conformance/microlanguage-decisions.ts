import { type Program, parse } from '@cairn/language'
import { type AbstractActions, abstractKinds } from '../bots/abstraction/abstract-actions.ts'
import { serialised } from '../language/language.ts'
import { ProgramBot } from '../language/program-bot.ts'
import { openMap } from '../maps.ts'
import { createOrders } from '../orders.ts'
import {
  type OrdersRecord,
  type Position,
  setPosition,
  type UnitRecord,
  writeOrders,
  writePosition,
} from '../position.ts'
import { createState, type Player, type State } from '../state.ts'
import type { Difference } from './game-record.ts'
import { differentItem } from './games.ts'

/** A position; actions in progress are `[id, ...action, tick of issue]` in list order. */
export interface PositionRecord {
  readonly t: number
  readonly res: readonly [number, number]
  readonly units: readonly UnitRecord[]
  readonly pending: readonly (readonly number[])[]
}

/** One decision of a program. */
export interface MicrolanguageDecisionRecord {
  readonly map: string
  /** A program of the list of programs. */
  readonly program: string
  readonly player: Player
  readonly state: PositionRecord
  /** Assigned actions in order. */
  readonly abstract: readonly (readonly (string | number | null)[])[]
  /** What is left of the player's resources. */
  readonly resourceLeft: number
  readonly actions: OrdersRecord
}

/** The list of programs that decisions and games name theirs in. */
export interface NamedProgram {
  readonly program: string
  readonly serialised: string
}

/** @throws RangeError if there is no program of that name */
export function programNamed(name: string, programs: readonly NamedProgram[]): Program {
  const found = programs.find(({ program }) => program === name)
  if (found === undefined) throw new RangeError(`program: the list of programs has none called ${JSON.stringify(name)}`)
  return parse(serialised, found.serialised)
}

/** Lets the program of a record decide. The first difference in words, or undefined when all is as recorded. */
export function checkMicrolanguageDecisionRecord(
  record: MicrolanguageDecisionRecord,
  programs: readonly NamedProgram[],
): Difference {
  const state = createState(openMap(record.map))
  setPosition(state, positionOf(record.state))
  const bot = new ProgramBot(programNamed(record.program, programs))
  const orders = createOrders()
  bot.interpreter.run(state, record.player)
  const assigned = written(state, bot.interpreter.actions)
  const left = bot.interpreter.resources
  bot.decide(state, record.player, orders)
  return (
    differentItem('abstract', record.abstract, assigned) ??
    differentItem('resourceLeft', [record.resourceLeft], [left]) ??
    differentItem('actions', record.actions, writeOrders(state, orders))
  )
}

function positionOf({ t, res, units, pending }: PositionRecord): Position {
  return {
    time: t,
    stock: res,
    units,
    pending: pending.map(([id, ...action]) => [id, action.at(-1)!, ...action.slice(0, -1)]),
  }
}

/** The position of a game as it is recorded. */
export function writePositionRecord(state: State): PositionRecord {
  const { time, stock, units, pending } = writePosition(state)
  const inListOrder = pending.toSorted(
    ([one], [other]) => units.findIndex(([id]) => id === one) - units.findIndex(([id]) => id === other),
  )
  return { t: time, res: stock, units, pending: inListOrder.map(([id, issued, ...action]) => [id, ...action, issued]) }
}

function written(state: State, actions: AbstractActions): MicrolanguageDecisionRecord['abstract'] {
  const idOf = (unit: number) => (unit < 0 ? null : state.id[unit])
  return Array.from(actions.units.subarray(0, actions.count), (unit) => {
    const id = state.id[unit]
    const [first, second, third] = [actions.first[unit], actions.second[unit], actions.third[unit]]
    switch (actions.kind[unit]) {
      case abstractKinds.train:
        return [id, 'train', first, third]
      case abstractKinds.build:
        return [id, 'build', first, second, third]
      case abstractKinds.harvest:
        return [id, 'harvest', idOf(first), idOf(second)]
      case abstractKinds.attack:
        return [id, 'attack', idOf(first)]
      case abstractKinds.move:
        return [id, 'move', first, second]
      default:
        return [id, 'idle']
    }
  })
}
