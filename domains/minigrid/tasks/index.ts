import { lavaGap } from './lava-gap.ts'
import { putNear } from './put-near.ts'
import { redBlueDoor } from './red-blue-door.ts'

/** All tasks of the domain, in the order in which they are listed. */
export const minigridTasks = [lavaGap, putNear, redBlueDoor] as const
