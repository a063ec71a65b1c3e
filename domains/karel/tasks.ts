import type { KarelTask } from './karel-task.ts'
import { longTasks } from './long/index.ts'
import { hprlTasks } from './originals/hprl-tasks.ts'
import { leapsTasks } from './originals/leaps-tasks.ts'
import { cleanHouse, cleanHouseSparse } from './tasks/clean-house.ts'
import { doorKey } from './tasks/door-key.ts'
import { fourCorners, fourCornersSparse } from './tasks/four-corners.ts'
import { harvester, harvesterSparse } from './tasks/harvester.ts'
import { maze, mazeSparse } from './tasks/maze.ts'
import { oneStroke } from './tasks/one-stroke.ts'
import { pathFollow } from './tasks/path-follow.ts'
import { seeder } from './tasks/seeder.ts'
import { snake } from './tasks/snake.ts'
import { stairClimber, stairClimberSparse } from './tasks/stair-climber.ts'
import { topOff, topOffSparse } from './tasks/top-off.ts'
import { wallAvoider } from './tasks/wall-avoider.ts'

/** All tasks of the domain, in the order in which they are listed. */
export const karelTasks: readonly KarelTask[] = [
  stairClimber,
  stairClimberSparse,
  fourCorners,
  fourCornersSparse,
  topOff,
  topOffSparse,
  maze,
  mazeSparse,
  cleanHouse,
  cleanHouseSparse,
  harvester,
  harvesterSparse,
  doorKey,
  oneStroke,
  seeder,
  snake,
  pathFollow,
  wallAvoider,
  ...longTasks,
  ...leapsTasks,
  ...hprlTasks,
]
