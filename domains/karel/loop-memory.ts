import { grown } from './grown.ts'
import type { World } from './world.ts'

/**
 * The states every WHILE has been in during one episode. A state is the agent's pose and the marker grid; walls do not
 * count (prog_policies).
 *
 * The hash of the marker grid only finds candidates. A candidate is confirmed by the world's log of changes: two moments
 * of an episode have the same grid exactly when the changes between them cancel out in every cell. So no collision can
 * ever end an episode.
 *
 * States lie one after another in `#states`; `#slots` is an open-addressed table of their numbers. A number at or below
 * `#base` is left over from an earlier episode and counts as empty, so forgetting is free.
 */
export class LoopMemory {
  /** Four words per state: loop, pose, hash of the markers, length of the change log. */
  #states: Int32Array<ArrayBuffer> = new Int32Array(4 * 256)
  #slots: Int32Array<ArrayBuffer> = new Int32Array(smallest + 1)
  #mask = smallest
  #base = 0
  #count = 0
  #net = new Int32Array(0)

  /** Starts a new episode. */
  forget(): void {
    this.#base += this.#count
    this.#count = 0
    this.#mask = smallest
    if (this.#base > 0x3fffffff) {
      this.#slots.fill(0)
      this.#base = 0
    }
  }

  /** Whether this loop has been in this state before; if not, it is remembered. */
  seen(loop: number, pose: number, world: World): boolean {
    const hash = world.hash
    const slots = this.#slots
    const states = this.#states
    const mask = this.#mask
    const base = this.#base
    let slot = slotOf(loop, pose, hash) & mask
    for (let number = slots[slot]; number > base; number = slots[slot]) {
      const state = (number - base - 1) * 4
      if (
        states[state + 1] === pose &&
        states[state + 2] === hash &&
        states[state] === loop &&
        this.#sameMarkers(world, states[state + 3])
      )
        return true
      slot = (slot + 1) & mask
    }
    const state = this.#count * 4
    states[state] = loop
    states[state + 1] = pose
    states[state + 2] = hash
    states[state + 3] = world.logged
    slots[slot] = base + ++this.#count
    if (this.#count * 2 > mask) this.#grow()
    return false
  }

  /** Whether the changes logged since then cancel out. */
  #sameMarkers(world: World, then: number): boolean {
    const { log, logged } = world
    if (then === logged) return true
    if (this.#net.length < world.cells) this.#net = new Int32Array(world.cells)
    const net = this.#net
    let changed = 0
    for (let i = then; i < logged; i++) {
      const cell = log[i] >> 5
      if (net[cell] === 0) changed++
      net[cell] += (log[i] & 31) - 16
      if (net[cell] === 0) changed--
    }
    for (let i = then; i < logged; i++) net[log[i] >> 5] = 0
    return changed === 0
  }

  #grow(): void {
    this.#mask = this.#mask * 2 + 1
    if (this.#slots.length <= this.#mask) this.#slots = new Int32Array(this.#mask + 1)
    if (this.#states.length < (this.#mask + 3) * 2) this.#states = grown(this.#states)
    this.#base += this.#count
    const slots = this.#slots
    const states = this.#states
    const mask = this.#mask
    for (let i = 0; i < this.#count; i++) {
      let slot = slotOf(states[i * 4], states[i * 4 + 1], states[i * 4 + 2]) & mask
      while (slots[slot] > this.#base) slot = (slot + 1) & mask
      slots[slot] = this.#base + i + 1
    }
  }
}

/** Slots of a fresh episode, less one. */
const smallest = 255

function slotOf(loop: number, pose: number, hash: number): number {
  const mixed = Math.imul(hash + Math.imul(pose, 0x9e3779b1) + Math.imul(loop, 0x85ebca6b), 0xc2b2ae35)
  return mixed ^ (mixed >>> 15)
}
