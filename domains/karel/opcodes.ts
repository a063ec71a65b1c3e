/**
 * Words of the flat code. An action is one word, its action index. A perception is two: it goes on at the next word when what its name
 * says holds, and otherwise jumps to the word given.
 */
export const opcodes = {
  move: 0,
  turnLeft: 1,
  turnRight: 2,
  pickMarker: 3,
  putMarker: 4,
  end: 5,
  /** target */
  frontClear: 6,
  frontBlocked: 7,
  leftClear: 8,
  leftBlocked: 9,
  rightClear: 10,
  rightBlocked: 11,
  markers: 12,
  noMarkers: 13,
  /** target */
  jump: 14,
  /** counter, times: sets the counter */
  repeat: 15,
  /** counter, target: counts down and jumps until the counter is spent */
  again: 16,
  /** loop: crashes if this WHILE has seen this state */
  remember: 17,
  /** crashes: `WHILE True` of nothing */
  hang: 18,
  /** cost: that many units of the budget, each only if the budget has not been passed (LEAPS) */
  spend: 19,
  /** stops if the budget has been passed (LEAPS) */
  check: 20,
} as const
