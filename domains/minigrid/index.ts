import { hashBytes, hex } from '@cairn/language'
import type { Domain } from '../task.ts'
import { byName } from '../task-names.ts'
import { guide } from './guide.ts'
import { minigrid as language } from './language.ts'
import { pageOf } from './page.ts'
import { probe, states } from './states.ts'
import { minigridTasks } from './tasks/index.ts'

/** To be counted up with every change of what a program does in a room, how a task starts or what it pays. */
export const rulesVersion = 1

/** The rooms of Minigrid as LLM-GS uses them. */
export const minigrid: Domain = {
  name: 'minigrid',
  language,
  hash: hex(hashBytes(new TextEncoder().encode(`${language.hash} rules ${rulesVersion}`))),
  tasks: minigridTasks.map(({ name, summary, options, text }) => ({ name, summary, options, text })),
  guide,
  probe,
  page: (name) => pageOf(byName(name, minigridTasks)),
  task(name, options) {
    return byName(name, [...minigridTasks, states]).open(options)
  },
}
