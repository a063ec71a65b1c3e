export { type ContractCases, domainContract, type Promised } from './domain-contract.ts'
export { karel } from './karel/index.ts'
export {
  type HprlEpisode,
  type HprlEpisodeOptions,
  hprlEpisode,
  hprlEpisodes,
  type LeapsScoring,
  type Level,
  leapsScore,
  leapsScoring,
  type MacroStep,
  readable,
} from './karel/originals/index.ts'
export {
  BadProgramData,
  Behaviour,
  type BehaviourSettings,
  beginBuild,
  type Candidate,
  Candidates,
  candidatesInBlock,
  channels,
  type DataProgram,
  type Demonstration,
  DemonstrationWorld,
  hprlProgramData,
  leapsBehaviour,
  leapsProgramData,
  NoMorePrograms,
  type ProgramData,
  type ProgramDataBuild,
  type ProgramDataSettings,
  type Rejection,
  readProgramData,
  rejections,
  rejectionTexts,
  resumeBuild,
  type Split,
  type Tally,
  type TrialStart,
} from './karel/program-data/index.ts'
export { actionNames as karelActions } from './karel/rules.ts'
export type { Bot } from './microrts/bot.ts'
export {
  bots,
  createBots,
  listBots,
  pathFinders,
} from './microrts/bots/index.ts'
export { BadContestant, type Contestant, readContestant } from './microrts/contestants.ts'
export { microrts } from './microrts/domain.ts'
export {
  createState,
  listMaps,
  openMap,
  playGame,
  restart,
  type State,
  unitTables,
} from './microrts/index.ts'
export { type MatchEnd, type MatchOptions, playMatch, tickLimit } from './microrts/match.ts'
export { endText } from './microrts/match-task.ts'
export { drawState, inkState } from './microrts/picture.ts'
export {
  BadMessage,
  BotFault,
  Conversation,
  type ConversationListener,
  type GameReport,
  type GameStart,
  LineReader,
} from './microrts/socket/index.ts'
export { minigrid } from './minigrid/index.ts'
export { nearest } from './nearest.ts'
export {
  BadTask,
  completeOptions,
  type DeclaredOptions,
  expectation,
  type OptionValue,
  type OptionValues,
} from './options.ts'
export type { Shape } from './record-shape.ts'
export {
  BadDomain,
  domainOf,
  findDomain,
  listDomains,
  listTasks,
  loadDomain,
  openTask,
  registerDomain,
  taskCard,
} from './registry.ts'
export type { Source } from './sources.ts'
export { recordSuite, type Suite, type SuiteDefinition } from './suite.ts'
export type {
  Domain,
  Ending,
  Frame,
  Guide,
  Outcome,
  PreparedProgram,
  Probe,
  Task,
  TaskCard,
  TaskOption,
  TaskOptions,
  TaskSpec,
  TaskText,
} from './task.ts'
export { UnknownTask } from './task-names.ts'
export type { TaskPage } from './task-page.ts'
export { canonicalOptions, parseOptions } from './task-spec.ts'
export { suites, UnknownSuite, verifySuite } from './verify.ts'
