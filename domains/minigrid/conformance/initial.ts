import { minigridTasks } from '../tasks/index.ts'
import { createWorld } from '../world.ts'
import { type Difference, differentState, type StateRecord } from './programs.ts'

/** The room that a seed makes. */
export interface InitialRecord extends StateRecord {
  readonly task: string
  readonly seed: number
}

const tasks: Readonly<Record<string, (typeof minigridTasks)[number]>> = {
  LavaGap: minigridTasks[0],
  PutNear: minigridTasks[1],
  RedBlueDoor: minigridTasks[2],
}

/** The task that the records call so. */
export function taskOf(name: string): (typeof minigridTasks)[number] | undefined {
  return tasks[name]
}

/** Makes the same room. The first difference in words, or undefined when all is as recorded. */
export function checkInitialRecord(record: InitialRecord): Difference {
  const task = taskOf(record.task)
  if (task === undefined) return `task: expected one of ${Object.keys(tasks).join(', ')}, got ${record.task}`
  return differentState(record, createWorld(task.definition.start(record.seed).room))
}
