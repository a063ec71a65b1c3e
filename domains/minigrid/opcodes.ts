/**
 * Words of the flat code. An action is one word, its index. A perception is three: what it looks for, whether it must
 * hold, and where to go on if it does not; otherwise the next word follows.
 */
export const opcodes = {
  end: 6,
  /** wanted, target */
  clear: 7,
  carrying: 8,
  /** type * 2 + wanted, target */
  type: 9,
  /** colour * 2 + wanted, target */
  colour: 10,
  /** target */
  jump: 11,
  /** counter, times: sets the counter */
  repeat: 12,
  /** counter, target: counts down and jumps until the counter is spent */
  again: 13,
  /** loop, target: remembers the state; jumps when the program has been stopped */
  remember: 14,
} as const
