import type { Program } from '@cairn/language'
import { act, actionNames } from '../../domains/minigrid/engine.ts'
import type { MinigridRules } from '../../domains/minigrid/interpreter.ts'
import { minigrid } from '../../domains/minigrid/language.ts'
import { cellOf, colours, doors, types } from '../../domains/minigrid/objects.ts'

/** Thrown where the task ends the episode. */
class Over extends Error {}

/** What a run did. */
export interface PlainRun {
  /** Action indices, in a row. */
  readonly actions: string
  readonly return: number
  readonly calls: number
  readonly terminated: boolean
  /** What stopped the program first, if anything did. */
  readonly stopped: 'limit' | 'loop' | undefined
}

/**
 * The rules of LLM-GS read out one by one, recursively and without any care for speed: an oracle for the real
 * interpreter. Calls go on being counted after the program has been stopped, as there.
 */
export function plainly(program: Program, rules: MinigridRules, episode: number, maxCalls: number): PlainRun {
  const names = minigrid.productions.map(({ name }) => name)
  const arities = minigrid.productions.map(({ slots }) => slots.length)
  const world = rules.begin(episode)
  const seen = new Map<number, Set<string>>()
  let [actions, total, calls] = ['', 0, 0]
  let stopped: PlainRun['stopped']

  const nameAt = (at: number) => names[program[at]!]!
  const end = (at: number): number => {
    let next = at + 1
    for (let i = 0; i < arities[program[at]!]!; i++) next = end(next)
    return next
  }
  const count = () => {
    if (++calls >= maxCalls) stopped ??= 'limit'
  }

  function perceives(name: string): boolean {
    const [x, y] = [world.at % world.width, Math.floor(world.at / world.width)]
    const [dx, dy] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][world.facing]!
    const [type, colour, state] = cellOf(world.cells[(y + dy!) * world.width + x + dx!]!)
    const [word, argument = ''] = name.split(' ')
    if (word === 'is_carrying_object') return world.carrying !== 0
    if (word === 'front_object_type') return type === types[argument as keyof typeof types]
    if (word === 'front_object_color')
      return type !== types.empty && colour === colours[argument as keyof typeof colours]
    if (type === types.door) return state === doors.open
    return type === types.empty || type === types.floor || type === types.goal || type === types.lava
  }

  function holds(at: number): boolean {
    const name = nameAt(at)
    const first = at + 1
    if (name === 'True' || name === 'False') return name === 'True'
    if (name === 'not') return !holds(first)
    if (name === 'and') return holds(first) && holds(end(first))
    if (name === 'or') return holds(first) || holds(end(first))
    const value = perceives(name)
    count()
    return value
  }

  /** Whether the loop has been in this state before. */
  function remembers(loop: number): boolean {
    const key = JSON.stringify([[...world.cells], world.at, world.facing, rules.movingCounts && world.moved])
    const states = seen.get(loop) ?? new Set()
    seen.set(loop, states)
    const known = states.has(key)
    states.add(key)
    return known
  }

  function does(action: number): void {
    if (stopped !== undefined) return
    const carried = world.carrying
    const arrival = act(world, action)
    total += rules.step(world, action, arrival, carried)
    actions += action
    calls++
    if (rules.terminated) throw new Over()
    if (calls >= maxCalls) stopped ??= 'limit'
  }

  function run(at: number): void {
    const name = nameAt(at)
    const first = at + 1
    const second = arities[program[at]!]! > 1 ? end(first) : first
    if (name === 'sequence') {
      run(first)
      run(second)
    } else if (name === 'repeat') {
      for (let i = Number(nameAt(first).slice(2)); i > 0; i--) run(second)
    } else if (name === 'while') {
      while (holds(first)) {
        if (remembers(at)) stopped ??= 'loop'
        if (stopped !== undefined) break
        run(second)
      }
    } else if (name === 'if') {
      if (holds(first)) run(second)
    } else if (name === 'ifelse') {
      run(holds(first) ? second : end(second))
    } else {
      does((actionNames as readonly string[]).indexOf(name))
    }
  }

  try {
    run(1)
  } catch (reason) {
    if (!(reason instanceof Over)) throw reason
  }
  return { actions, return: total, calls, terminated: rules.terminated, stopped }
}
