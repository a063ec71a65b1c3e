import { llmGs, minigrid } from '../sources.ts'
import type { TaskPage } from '../task-page.ts'
import type { CardText } from './minigrid-task.ts'
import { svgOf } from './svg.ts'
import type { RoomStart } from './world.ts'

const actions =
  '`left`, `right`: a quarter turn on the spot. `forward`: one cell ahead, if that cell is free, an open door, a goal ' +
  'square or lava. `pickup`: the key, ball or box in front, if nothing is carried. `drop`: what is carried, to the cell ' +
  'in front, if that is free. `toggle`: opens or closes the door in front; a box in front disappears. An action that is ' +
  'impossible does nothing.'

const observations =
  '`front_is_clear`: `forward` would move the agent; true for lava. `front_object_type h( T h)`: an object of that type is in ' +
  'front; programs are drawn with `lava`, `door`, `ball` and `box` for T. `front_object_color h( C h)`: an object of that ' +
  'colour is in front, lava being red and walls grey; programs are drawn with `red` and `blue` for C. ' +
  '`is_carrying_object`. They tell the truth about the cell in front, whatever Minigrid’s view of the agent would show.'

const ending =
  'Besides, every episode ends with its program, when a `WHILE` meets a state again that it has met before (all cells, ' +
  'position and direction; what is carried does not count), also in another execution of the loop, or when its calls are ' +
  'spent: every action and every perception costs one.'

interface Pictured {
  readonly name: string
  readonly text: CardText
  readonly definition: { start(seed: number): { readonly room: RoomStart } }
}

/** What the card of a task says besides its own prose. */
export function pageOf({ name, text, definition }: Pictured): TaskPage {
  const { room } = definition.start(0)
  return {
    world: `${room.height}x${room.width}`,
    picture: svgOf(room, `${name}, start of episode 0`),
    actions,
    observations,
    ending,
    differences: text.differences,
    sources: [llmGs, minigrid],
  }
}
