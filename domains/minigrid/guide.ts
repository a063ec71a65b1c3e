import type { Guide } from '../task.ts'

/** What LLM-GS tells its model of the world of Minigrid, in our words. */
export const guide: Guide = {
  world:
    'The world is a rectangular grid of cells seen from above, closed in by walls; there may be walls inside too. One ' +
    'agent stands on a cell and faces East, South, West or North. It can step forward, turn on the spot, carry one ' +
    'object, and open doors. A wall, a closed door, a ball or a box in front stops it: it stays where it is. Stepping ' +
    'onto lava ends the episode. A door blocks until it is toggled open. There are lava (red), doors, balls and boxes; ' +
    'doors are red or blue; balls and boxes may have other colours as well. A goal square can be stepped on and counts ' +
    'as clear; no perception tells it from a free cell. The agent knows nothing but what its four perceptions tell it ' +
    'about the cell in front of it and about what it carries.',
  words: {
    forward: 'steps to the cell in front if nothing stops the agent',
    left: 'turns left by 90 degrees on the spot',
    right: 'turns right by 90 degrees on the spot',
    pickup: 'picks up the object in front if it is a ball or a box and nothing is carried',
    drop: 'puts the carried object down on the cell in front if that is free',
    toggle: 'opens or closes the door in front; a box in front disappears',
    front_is_clear: 'true if the agent can step on the cell in front: free, an open door, a goal square, or lava',
    front_object_type: 'true if the object in front is of that type',
    front_object_color: 'true if the object in front is of that colour',
    is_carrying_object: 'true if the agent carries an object',
  },
}
