import type { KarelTask } from '../karel-task.ts'
import { farmer } from './farmer.ts'
import { infDoorKey } from './inf-door-key.ts'
import { infHarvester } from './inf-harvester.ts'
import { seesaw } from './seesaw.ts'
import { upNDown } from './up-n-down.ts'

/** Karel-Long: the tasks of HIPO, first published as POMP. */
export const longTasks: readonly KarelTask[] = [seesaw, upNDown, farmer, infDoorKey, infHarvester]
