export { type ContractCases, domainContract, type Promised } from './domain-contract.ts'
export { karel } from './karel/index.ts'
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
