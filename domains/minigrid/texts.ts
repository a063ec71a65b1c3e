import type { TaskText } from '../task.ts'

/** The prose of the task cards, and of the prompts: facts of the released code of LLM-GS. */
export const texts = {
  lavaGap: {
    description:
      'A room of 6 by 6 cells, walls included. A column of lava runs from the upper to the lower wall, with a gap of one ' +
      'cell. The agent has to reach the goal square on the other side.',
    start:
      'The agent stands in the upper left corner, facing East; the goal square is in the lower right corner. The lava is ' +
      'in the second or third free column, the gap in any row of it, both drawn.',
    reward: '1 for reaching the goal square, -1 for stepping onto lava, else 0.',
    termination: 'The agent is on the goal square or on lava.',
  },
  putNear: {
    description:
      'A room of 6 by 6 cells, walls included, with one ball and one box. The agent has to pick up the ball and put it ' +
      'down next to the box.',
    start:
      'Ball, box and agent are put on free cells drawn at random, the box never next to the ball; the colours of ball ' +
      'and box and the facing of the agent are drawn too.',
    reward:
      '0.5 for picking up the ball the first time; -1 for picking up the box; 0.5 for putting the ball on one of the ' +
      'eight cells around the place where the box was at the start. The best return is 1.',
    termination: 'The box is picked up, or the ball is put down, or the agent tries to put it down where it cannot.',
  },
  redBlueDoor: {
    description:
      'Three rooms side by side: a middle one of 4 by 4 free cells and a narrow one of 2 by 4 on either side. The wall to ' +
      'the left room has a red door, the wall to the right room a blue one, both closed and not locked. The agent has to ' +
      'open the red door first, then the blue one.',
    start: 'The agent stands on a cell of the middle room, facing anywhere; the rows of the two doors are drawn.',
    reward:
      '0.5 for opening the red door the first time; 0.5 for opening the blue door while the red one is open, -1 for ' +
      'opening it while the red one is closed. The best return is 1.',
    termination: 'The blue door is open.',
  },
} as const satisfies Record<string, TaskText>
