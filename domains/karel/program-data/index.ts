export { Behaviour, type BehaviourSettings, leapsBehaviour } from './behaviour.ts'
export { beginBuild, candidatesInBlock, NoMorePrograms, type ProgramDataBuild, resumeBuild } from './builder.ts'
export {
  type Candidate,
  Candidates,
  type DataProgram,
  type Demonstration,
  type Rejection,
  rejections,
  rejectionTexts,
} from './candidate.ts'
export { channels, DemonstrationWorld } from './demonstration-world.ts'
export { type ProgramData, readProgramData, type Split } from './program-data.ts'
export { BadProgramData } from './program-file.ts'
export { hprlProgramData, leapsProgramData, type ProgramDataSettings } from './settings.ts'
export type { Tally } from './tally.ts'
export type { TrialStart } from './trial-world.ts'
