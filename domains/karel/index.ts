import { hashBytes, hex } from '@cairn/language'
import type { Domain, Task, TaskOptions } from '../task.ts'
import { byName } from '../task-names.ts'
import { guide } from './guide.ts'
import { karel as language } from './language.ts'
import { pageOf } from './page.ts'
import { probe, states } from './states.ts'
import { karelTasks } from './tasks.ts'

/** To be counted up with every change of what a program does in a world, how a task starts or what it pays. */
export const rulesVersion = 1

/** The robot of Karel the Robot: the worlds of prog_policies, LLM-GS and HIPO. */
export const karel: Domain = {
  name: 'karel',
  language,
  hash: hex(hashBytes(new TextEncoder().encode(`${language.hash} rules ${rulesVersion}`))),
  tasks: karelTasks.map(({ name, summary, options, text }) => ({ name, summary, options, text })),
  guide,
  probe,
  page: (name) => pageOf(byName(name, karelTasks)),
  task(name: string, options?: TaskOptions): Task {
    return byName(name, [...karelTasks, states]).open(options)
  },
}
