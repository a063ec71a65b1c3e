/** Kinds of cells, by Minigrid's index (`OBJECT_TO_IDX`). */
export const types = {
  unseen: 0,
  empty: 1,
  wall: 2,
  floor: 3,
  door: 4,
  key: 5,
  ball: 6,
  box: 7,
  goal: 8,
  lava: 9,
  agent: 10,
} as const

/** By Minigrid's index (`COLOR_TO_IDX`). */
export const colours = { red: 0, green: 1, blue: 2, purple: 3, yellow: 4, grey: 5 } as const

/** The order in which Minigrid draws a colour at random (`COLOR_NAMES`, sorted). */
export const drawnColours = [
  colours.blue,
  colours.green,
  colours.grey,
  colours.purple,
  colours.red,
  colours.yellow,
] as const

/** State of a door; 0 for everything else. */
export const doors = { open: 0, closed: 1, locked: 2 } as const

/** A cell as recorded: type, colour, state. */
export type Cell = readonly [type: number, colour: number, state: number]

/** A cell in one byte. */
export function codeOf(type: number, colour = 0, state = 0): number {
  return type * 18 + colour * 3 + state
}

export function cellOf(code: number): Cell {
  return [typeOf[code]!, colourOf[code]!, stateOf[code]!]
}

const codes = Array.from({ length: 256 }, (_, code) => code)
export const typeOf = Uint8Array.from(codes, (code) => Math.floor(code / 18))
export const colourOf = Uint8Array.from(codes, (code) => Math.floor((code % 18) / 3))
export const stateOf = Uint8Array.from(codes, (code) => code % 3)

const table = (is: (type: number, state: number) => boolean) =>
  Uint8Array.from(codes, (code) => Number(is(typeOf[code]!, stateOf[code]!)))

const openDoor = (type: number, state: number) => type === types.door && state === doors.open

/** 1 where the agent may step. */
export const enterable = table(
  (type, state) =>
    type === types.empty || type === types.floor || type === types.goal || type === types.lava || openDoor(type, state),
)
/** 1 for what can be carried. */
export const portable = table((type) => type === types.key || type === types.ball || type === types.box)
/** 1 for what cannot be seen through. */
export const opaque = table((type, state) => type === types.wall || (type === types.door && !openDoor(type, state)))

export const empty = codeOf(types.empty)
export const wall = codeOf(types.wall, colours.grey)
export const goal = codeOf(types.goal, colours.green)
export const lava = codeOf(types.lava, colours.red)
