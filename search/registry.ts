import { cebs } from './cebs.ts'
import { cem } from './cem.ts'
import { cemDiversity } from './cem-diversity.ts'
import type { Search } from './context.ts'
import { fmOnly } from './fm-only.ts'
import { hillClimb } from './hill-climb.ts'
import { innateCoder } from './innatecoder.ts'
import { latentHillClimb } from './latent-hill-climb.ts'
import { lissO, lissR } from './liss.ts'
import { llmGs } from './llm-gs.ts'
import { randomSearch } from './random-search.ts'
import { scheduledHillClimb } from './scheduled-hill-climb.ts'
import { doubleOracle } from './self-play/double-oracle.ts'
import { localLearner } from './self-play/local-learner.ts'
import { fictitiousPlay, iteratedBestResponse } from './self-play/recent-opponents.ts'
import { simulatedAnnealing } from './simulated-annealing.ts'

/** Every search that can be named on the command line. */
export const searches: readonly Search[] = [
  hillClimb,
  scheduledHillClimb,
  innateCoder,
  llmGs,
  fmOnly,
  lissO,
  lissR,
  randomSearch,
  simulatedAnnealing,
  iteratedBestResponse,
  fictitiousPlay,
  doubleOracle,
  localLearner,
  cem,
  cemDiversity,
  cebs,
  latentHillClimb,
]
