import type { Guide } from '../task.ts'

/** What LLM-GS tells its model of the world of Karel, in our words. */
export const guide: Guide = {
  world:
    'The world is a rectangular grid of cells seen from above, closed in by walls; there may be walls inside too. One ' +
    'agent stands on a free cell and faces East, North, West or South. It can step forward, turn on the spot, and pick ' +
    'up or put down markers on the cell it stands on. Markers may lie on cells from the start, and the agent never runs ' +
    'out of them. The agent knows nothing but what its five perceptions tell it about its own cell and the cells next ' +
    'to it. A step against a wall does not move it: it turns the agent round.',
  words: {
    move: 'steps to the cell in front; against a wall the agent turns round instead, as by turning left twice',
    turnLeft: 'turns left by 90 degrees on the spot',
    turnRight: 'turns right by 90 degrees on the spot',
    pickMarker: 'picks one marker up from the agent’s cell; does nothing if there is none',
    putMarker: 'puts one marker down on the agent’s cell; does nothing if the cell is full',
    frontIsClear: 'true if the cell in front is no wall',
    leftIsClear: 'true if the cell to the left is no wall',
    rightIsClear: 'true if the cell to the right is no wall',
    markersPresent: 'true if there is at least one marker on the agent’s cell',
    noMarkersPresent: 'true if there is no marker on the agent’s cell',
  },
}
