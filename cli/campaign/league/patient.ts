import type { Contestant } from '@cairn/domains'

/**
 * The same contestant, but that a program which fails in a tick orders nothing in it and goes on: how the matches of
 * 2L's evaluation are scored.
 *
 * @param failed called whenever that happens
 */
export function patient({ name, make }: Contestant, failed: () => void = () => {}): Contestant {
  return {
    name,
    make(seed) {
      const bot = make(seed)
      return {
        reset: () => bot.reset(),
        decide(state, player, orders) {
          try {
            bot.decide(state, player, orders)
          } catch (error) {
            if (!isProgramError(error)) throw error
            orders.count = 0
            failed()
          }
        },
      }
    },
  }
}

function isProgramError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'E_PROGRAM_FAILED'
}
