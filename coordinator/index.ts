export { ReplayMismatch } from './answers.ts'
export { BadQuestion, type BehaviourAsk, mostEach } from './behaviour-ask.ts'
export type { PoisonedBehaviour } from './behaviours.ts'
export { type BehavioursOf, behavioursOf, type OpenBehaviours, openBehaviours } from './behaviours-of.ts'
export { type CampaignPlan, type Cell, type PlanChanges, planChanges, type ValueChange } from './campaign.ts'
export {
  BadCampaign,
  CampaignBusy,
  CampaignChanged,
  type CampaignManifest,
  campaignFiles,
  type HeldCampaign,
  isCampaign,
  isCampaignBusy,
  type OpenCampaign,
  openCampaign,
  type RunFailure,
  readCampaign,
  readFailures,
  writeFailures,
} from './campaign-folder.ts'
export { type SearchTraceRecord, searchTracesSuite } from './conformance/search-traces.ts'
export { type Fence, RunFenced } from './fence.ts'
export { JournalFailed } from './journal.ts'
export { BadJournal, type JournalState } from './journal-file.ts'
export { BadDecoder, type LatentDecoder } from './latent-decoder.ts'
export { type CoordinatorMetrics, coordinatorMetrics } from './metrics.ts'
export { BadSource, type ReadSource } from './program-sources.ts'
export { type RetracedQuestion, type RetraceSetup, retraceRun } from './retrace.ts'
export {
  type ResumeRun,
  RunChanged,
  type RunHandle,
  type RunOptions,
  type RunSetup,
  resumeRun,
  runDefaults,
  type StartRun,
  startRun,
} from './run.ts'
export {
  BadRun,
  BadRunName,
  type Manifest,
  type ManifestEmbedding,
  RunExists,
  readManifest,
  runFiles,
  runsRoot,
  writeWhole,
} from './run-folder.ts'
export {
  LeaseLost,
  LeaseTaken,
  type RunLease,
  type RunLeaseOptions,
  runLeaseDefaults,
  takeRunLease,
} from './run-lease.ts'
export { RunBusy } from './run-lock.ts'
export { firstFreshEpisode, type RunDone, type RunEvent, type RunPlan } from './run-plan.ts'
export {
  type ChampionRecord,
  type CurvePoint,
  journalContent,
  type ListedRun,
  listRuns,
  type RunRecord,
  readChampions,
  readImprovements,
  readRun,
} from './runs.ts'
export type { RunResult, RunStopped } from './sitting.ts'
export type { Capacity, Delivery, Evaluator, OutgoingBatch, Transport } from './transport.ts'
export { type NatsTransportOptions, natsTransport, natsTransportDefaults } from './transports/nats.ts'
export { type SimulatedOptions, simulatedDefaults, simulatedTransport } from './transports/simulated.ts'
export { threadsTransport } from './transports/threads.ts'
export { TransportClosed } from './transports/transport-closed.ts'
