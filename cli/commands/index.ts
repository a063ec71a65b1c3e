import type { Command } from '../command.ts'
import { bench } from './bench.ts'
import { searches } from './searches.ts'
import { tasks } from './tasks.ts'
import { worker } from './worker.ts'

/** In the order of the help: what a newcomer needs first. */
export const commands: readonly Command[] = [tasks, searches, worker, bench]
