import type { ProgramDataSettings } from './settings.ts'
import type { TrialStart } from './trial-world.ts'

/** Channels of a state by vocabulary: four headings, wall, no marker, and one for each number of markers from 1. */
export const channels = { leaps: 16, hprl: 8 } as const

/**
 * The world of a demonstration, for networks that see states: put at a start, moved on by actions, read as planes of
 * noughts and ones. Actions are lenient, as in the environments that LEAPS trains with: a blocked move turns the agent
 * round, an impossible pick or put does nothing. The actions of a demonstration are never impossible.
 */
export class DemonstrationWorld {
  readonly side: number
  readonly channels: number
  readonly #cap: number
  readonly #ahead: readonly number[]
  readonly #walls: Uint8Array
  readonly #markers: Uint8Array
  #at = 0
  #facing = 0

  constructor({ side, cap, vocabulary }: Pick<ProgramDataSettings, 'side' | 'cap' | 'vocabulary'>) {
    this.side = side
    this.channels = channels[vocabulary]
    this.#cap = cap
    this.#ahead = [-side, 1, side, -1]
    this.#walls = new Uint8Array(side * side)
    this.#markers = new Uint8Array(side * side)
  }

  begin({ walls, markers, at, facing }: TrialStart): void {
    this.#walls.set(walls)
    this.#markers.set(markers)
    this.#at = at
    this.#facing = facing
  }

  /** @param action an action index; 5, which stops, and any other do nothing */
  act(action: number): void {
    const at = this.#at
    switch (action) {
      case 0: {
        const ahead = at + this.#ahead[this.#facing]
        if (this.#walls[ahead] === 0) this.#at = ahead
        else this.#facing ^= 2
        break
      }
      case 1:
        this.#facing = (this.#facing + 3) & 3
        break
      case 2:
        this.#facing = (this.#facing + 1) & 3
        break
      case 3:
        if (this.#markers[at] > 0) this.#markers[at]--
        break
      case 4:
        if (this.#markers[at] < this.#cap) this.#markers[at]++
    }
  }

  /** Numbers that `write` writes. */
  get size(): number {
    return this.side * this.side * this.channels
  }

  /** Writes the state as rows of cells, the channels of a cell side by side. What was there is overwritten. */
  write(target: Float32Array | Uint8Array, offset = 0): void {
    target.fill(0, offset, offset + this.size)
    for (let cell = 0, at = offset; cell < this.#walls.length; cell++, at += this.channels) {
      if (this.#walls[cell] === 1) target[at + 4] = 1
      target[at + 5 + this.#markers[cell]] = 1
    }
    target[offset + this.#at * this.channels + this.#facing] = 1
  }
}
