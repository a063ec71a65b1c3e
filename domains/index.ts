export { karel } from './karel/index.ts'
export { nearest } from './nearest.ts'
export {
  BadTask,
  completeOptions,
  type DeclaredOptions,
  expectation,
  type OptionValue,
  type OptionValues,
  optionFromText,
} from './options.ts'
export {
  BadDomain,
  domainOf,
  listDomains,
  listTasks,
  loadDomain,
  openTask,
  registerDomain,
  taskCard,
} from './registry.ts'
export type {
  Domain,
  Ending,
  Frame,
  Outcome,
  PreparedProgram,
  Task,
  TaskCard,
  TaskOption,
  TaskOptions,
  TaskSpec,
} from './task.ts'
export { UnknownTask } from './task-names.ts'
export { canonicalOptions, parseOptions } from './task-spec.ts'
