import type { Program } from '@cairn/language'
import type { InterpreterOptions } from '../../domains/karel/interpreter.ts'
import { karel } from '../../domains/karel/language.ts'
import { changeMarkers, type Facing, type World } from '../../domains/karel/world.ts'

/** Thrown where a run ends early. */
class Stop extends Error {}

/**
 * The rules of prog_policies read out one by one, recursively and without any care for speed: an oracle for the real
 * interpreter.
 */
export function plainly(program: Program, world: World, { crashable, turnOnBlock, maxCalls }: InterpreterOptions) {
  const names = karel.productions.map((production) => production.name)
  const arities = karel.productions.map((production) => production.slots.length)
  const seen = new Map<number, Set<string>>()
  let actions = ''
  let calls = 0
  let crash: string | undefined

  const end = (at: number): number => {
    let next = at + 1
    for (let i = 0; i < arities[program[at]]; i++) next = end(next)
    return next
  }
  const call = () => {
    if (++calls > maxCalls) crash ??= 'limit'
  }
  const clear = (turn: number) => {
    const row = Math.floor(world.at / world.width) + [-1, 0, 1, 0][(world.facing + turn) % 4]
    const col = (world.at % world.width) + [0, 1, 0, -1][(world.facing + turn) % 4]
    if (row < 0 || row >= world.height || col < 0 || col >= world.width) return undefined
    return world.walls[row * world.width + col] === 1 ? undefined : row * world.width + col
  }
  const turn = (by: number) => {
    world.facing = ((world.facing + by) % 4) as Facing
  }
  const perceptions: Record<string, () => boolean> = {
    frontIsClear: () => clear(0) !== undefined,
    leftIsClear: () => clear(3) !== undefined,
    rightIsClear: () => clear(1) !== undefined,
    markersPresent: () => world.markers[world.at] > 0,
    noMarkersPresent: () => world.markers[world.at] === 0,
  }
  const doings: Record<string, () => void> = {
    move() {
      const front = clear(0)
      if (front === undefined && crashable) crash ??= 'illegal'
      if (crash === undefined && front !== undefined) world.at = front
      else if (turnOnBlock) turn(2)
    },
    turnLeft: () => turn(3),
    turnRight: () => turn(1),
    pickMarker() {
      if (world.markers[world.at] > 0) changeMarkers(world, world.at, -1)
      else if (crashable) crash ??= 'illegal'
    },
    putMarker() {
      if (world.markers[world.at] < 10) changeMarkers(world, world.at, 1)
      else if (crashable) crash ??= 'illegal'
    },
  }

  function holds(at: number): boolean {
    const name = names[program[at]]
    const first = at + 1
    if (name === 'True' || name === 'False') return name === 'True'
    if (name === 'not') return !holds(first)
    if (name === 'and') return holds(first) && holds(end(first))
    if (name === 'or') return holds(first) || holds(end(first))
    call()
    if (crash !== undefined) throw new Stop()
    return perceptions[name]()
  }

  function remember(loop: number): void {
    const key = [world.at, world.facing, world.markers].join()
    const states = seen.get(loop) ?? new Set()
    seen.set(loop, states)
    if (states.has(key)) {
      crash = 'loop'
      throw new Stop()
    }
    states.add(key)
  }

  function run(at: number): void {
    const name = names[program[at]]
    const first = at + 1
    const second = arities[program[at]] > 1 ? end(first) : first
    if (name === 'sequence') {
      run(first)
      run(second)
    } else if (name === 'repeat') {
      for (let i = Number(names[program[first]].slice(2)); i > 0; i--) run(second)
    } else if (name === 'while') {
      while (holds(first)) {
        remember(at)
        run(second)
      }
    } else if (name === 'if') {
      if (holds(first)) run(second)
    } else if (name === 'ifelse') {
      run(holds(first) ? second : end(second))
    } else {
      call()
      doings[name]()
      actions += { move: 'm', turnLeft: 'l', turnRight: 'r', pickMarker: 'p', putMarker: 'u' }[name]
      if (crash !== undefined) throw new Stop()
    }
  }

  try {
    run(1)
  } catch (reason) {
    if (!(reason instanceof Stop)) throw reason
  }
  return { actions, calls, crash, under: world.markers[world.at] }
}
