import type { TaskPage } from '../task-page.ts'
import type { KarelTask } from './karel-task.ts'
import { svgOf } from './svg.ts'

const observations =
  '`frontIsClear`, `leftIsClear`, `rightIsClear`: the cell before, left of, right of the agent is no wall. ' +
  '`markersPresent`, `noMarkersPresent`: there are markers on the agent’s cell, or none.'

/** What the card of a task says besides its own prose. */
export function pageOf(task: KarelTask): TaskPage {
  const start = task.startOf(0)
  const { differences, sources } = task.text
  return {
    world: `${start.height}x${start.width}`,
    picture: svgOf(start, `${task.name}, start of episode 0`),
    actions: actions(task, start.cap),
    observations,
    ending: ending(task),
    differences,
    sources,
  }
}

function actions({ options }: KarelTask, cap: number): string {
  const five =
    '`move` one cell forward, `turnLeft`, `turnRight`, `pickMarker` from the agent’s cell, `putMarker` on it; a cell holds ' +
    `at most ${cap === 1 ? 'one marker' : `${cap} markers`}, and the agent’s supply is endless.`
  const impossible = Object.hasOwn(options, 'crashable')
    ? 'An action that is impossible does nothing, except that a blocked `move` turns the agent round; the options ' +
      '`crashable` and `turn-on-block` change that.'
    : 'An action that is impossible does nothing, except that a blocked `move` turns the agent round.'
  return `${five} ${impossible}`
}

function ending({ options }: KarelTask): string {
  return Object.hasOwn(options, 'max-calls')
    ? 'Besides, every episode ends with its program, when a `WHILE` meets a state again that it has met before (position, ' +
        'facing and all markers), or when its calls are spent: every action and every perception costs one.'
    : 'An execution of a program ends with the program or when its budget is spent, by the structural count of LEAPS: ' +
        'statements and turns of loops cost too. There is no loop detection.'
}
