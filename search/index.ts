export { type Arena, arenaOf, type FirstToBeat, type Matching, NoArena, type Played, type Standing } from './arena.ts'
export {
  type BuiltLibrary,
  buildLibrary,
  type KindCounts,
  type KnownOption,
  type LibraryAsker,
  type LibraryCounts,
  type LibraryOptions,
  libraryDefaults,
  libraryOf,
} from './build-library.ts'
export { type CebsOptions, cebs, cebsDefaults } from './cebs.ts'
export { type CemOptions, cem, cemDefaults } from './cem.ts'
export { type CemDiversityOptions, cemDiversity, cemDiversityDefaults } from './cem-diversity.ts'
export { latentChecks } from './conformance/latent.ts'
export {
  type Scored,
  type Search,
  SearchClosed,
  type SearchContext,
  type SearchOption,
  type SearchOptions,
} from './context.ts'
export { type FmOnlyOptions, fmOnly, fmOnlyDefaults } from './fm-only.ts'
export { type HillClimbOptions, hillClimb, hillClimbDefaults } from './hill-climb.ts'
export { type InnateCoderOptions, innateCoder, optionClimbDefaults } from './innatecoder.ts'
export {
  type CompatibilityOptions,
  compatibility,
  compatibilityDefaults,
  type Discounting,
  type ListRewards,
  listReturn,
} from './latent/compatibility.ts'
export { type CrossEntropyOptions, crossEntropyDefaults, type Initial } from './latent/cross-entropy.ts'
export { cosine, diversityMultiplier } from './latent/diversity.ts'
export type { Reduction } from './latent/elite.ts'
export { BadLatent, type LatentSpace, latentOf, NoLatentSpace, NothingDecoded } from './latent.ts'
export { type LatentHillClimbOptions, latentHillClimb, latentHillClimbDefaults } from './latent-hill-climb.ts'
export { type LissROptions, lissO, lissR, lissRDefaults } from './liss.ts'
export { type LlmGsOptions, llmGs, llmGsDefaults } from './llm-gs.ts'
export { NoProbe } from './no-probe.ts'
export { BadSearchOption, completeOptions } from './options.ts'
export { type RandomSearchOptions, randomSearch, randomSearchDefaults } from './random-search.ts'
export { searches } from './registry.ts'
export { type Schedule, scheduleDefaults, scheduledNeighbours } from './schedule.ts'
export {
  type ScheduledHillClimbOptions,
  scheduledHillClimb,
  scheduledHillClimbDefaults,
} from './scheduled-hill-climb.ts'
export { doubleOracle } from './self-play/double-oracle.ts'
export { type LocalLearnerOptions, localLearner, localLearnerDefaults } from './self-play/local-learner.ts'
export { UnsolvedGame } from './self-play/minimax.ts'
export {
  type ArchiveOptions,
  archiveDefaults,
  type SelfPlayOptions,
  selfPlayDefaults,
} from './self-play/options.ts'
export {
  type FictitiousPlayOptions,
  fictitiousPlay,
  fictitiousPlayDefaults,
  iteratedBestResponse,
} from './self-play/recent-opponents.ts'
export {
  type SimulatedAnnealingOptions,
  simulatedAnnealing,
  simulatedAnnealingDefaults,
} from './simulated-annealing.ts'
export { NoPrograms, NotWhole, noPrograms } from './starts.ts'
