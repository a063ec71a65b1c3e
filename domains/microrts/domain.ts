import { hashBytes, hex } from '@cairn/language'
import type { Domain } from '../task.ts'
import { byName } from '../task-names.ts'
import { guide } from './guide.ts'
import { searchedMicrolanguage } from './language/drawing.ts'
import { listMaps } from './maps.ts'
import { type MatchTask, matchTask } from './match-task.ts'
import { probe, states } from './states.ts'

/** To be counted up with every change of what a program, a bot or the engine does, or of a map. */
export const rulesVersion = 1

let tasks: readonly MatchTask[] | undefined

/** A task for each map. The maps are read when somebody asks for a task. */
function matchTasks(): readonly MatchTask[] {
  tasks ??= listMaps().map(matchTask)
  return tasks
}

/** Real-time strategy: programs of MicroLanguage play matches of MicroRTS. */
export const microrts: Domain = {
  name: 'microrts',
  language: searchedMicrolanguage,
  hash: hex(hashBytes(new TextEncoder().encode(`${searchedMicrolanguage.hash} rules ${rulesVersion}`))),
  get tasks() {
    return matchTasks()
  },
  guide,
  probe,
  task(name, options) {
    return byName(name, [...matchTasks(), states]).open(options)
  },
}
