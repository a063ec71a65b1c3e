import type { Search } from './context.ts'
import { hillClimb } from './hill-climb.ts'
import { randomSearch } from './random-search.ts'
import { simulatedAnnealing } from './simulated-annealing.ts'

/** Every search that can be named on the command line. */
export const searches: readonly Search[] = [hillClimb, randomSearch, simulatedAnnealing]
