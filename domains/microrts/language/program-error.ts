import type { Player } from '../state.ts'

/**
 * Why a decision cannot be made:
 *
 * - `null-unit`: a command or a condition asks for a unit outside of all loops.
 * - `index`: a fixed direction leads over the upper or lower edge of the map, or over its first or last corner.
 */
export type ProgramErrorKind = 'null-unit' | 'index'

const reasons: Readonly<Record<ProgramErrorKind, string>> = {
  'null-unit': 'asks for a unit outside of all loops',
  index: 'looks beyond the edge of the map',
}

/** A program of MicroLanguage failed. It loses the game. */
export class ProgramError extends Error {
  readonly code = 'E_PROGRAM_FAILED'
  readonly kind: ProgramErrorKind
  readonly player: Player
  readonly tick: number
  /** The name of the command or condition. */
  readonly where: string

  constructor(kind: ProgramErrorKind, player: Player, tick: number, where: string) {
    super(`player ${player}, tick ${tick}: ${where} ${reasons[kind]}`)
    this.name = 'ProgramError'
    this.kind = kind
    this.player = player
    this.tick = tick
    this.where = where
  }
}
