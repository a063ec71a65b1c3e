export {
  type Scored,
  type Search,
  SearchClosed,
  type SearchContext,
  type SearchOption,
  type SearchOptions,
} from './context.ts'
export { type HillClimbOptions, hillClimb, hillClimbDefaults } from './hill-climb.ts'
export { NoProbe } from './no-probe.ts'
export { BadSearchOption, completeOptions } from './options.ts'
export { type RandomSearchOptions, randomSearch, randomSearchDefaults } from './random-search.ts'
export { searches } from './registry.ts'
export {
  type SimulatedAnnealingOptions,
  simulatedAnnealing,
  simulatedAnnealingDefaults,
} from './simulated-annealing.ts'
