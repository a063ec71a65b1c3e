import { nobody, type State } from './state.ts'

/** By type of unit: Resource, Base, Barracks, Worker, Light, Heavy, Ranged. Those of player 1 are small. */
const letters = '$BKWLHR'

/** A row of text per row of the map: walls, units, what is free; two characters a cell. */
export function drawState(state: State): string {
  return rows(state, (cell) => {
    const unit = state.unitAt[cell]!
    if (unit < 0) return state.map.walls[cell] === 1 ? '##' : '. '
    const letter = letters[state.type[unit]!]!
    const carries = state.owner[unit] !== -1 && state.carried[unit]! > 0 ? '*' : ' '
    return `${state.owner[unit] === 1 ? letter.toLowerCase() : letter}${carries}`
  })
}

/** The inks of that picture: player 0 blue, player 1 red, resources green. */
export function inkState(state: State): string {
  return rows(state, (cell) => {
    const unit = state.unitAt[cell]!
    if (unit < 0) return '..'
    return ['bb', 'rr', 'gg'][state.owner[unit] === -1 ? nobody : state.owner[unit]!]!
  })
}

function rows({ map }: State, draw: (cell: number) => string): string {
  return Array.from({ length: map.height }, (_, y) =>
    Array.from({ length: map.width }, (_, x) => draw(x + y * map.width))
      .join('')
      .trimEnd(),
  ).join('\n')
}
