export {
  type Backend,
  type BackendName,
  type BackendOptions,
  BackendUnavailable,
  backendDefaults,
  openBackend,
  type Tf,
  UnknownBackend,
} from './backend.ts'
export { type NeuralRecord, neuralFiles, neuralSuite, type PlainChecks } from './conformance/neural.ts'
export { generalisedReturns, normalise, type Rollout } from './losses/advantages.ts'
export {
  type Accuracy,
  accuracyOf,
  type SequenceScores,
  type Sequences,
  scoreSequences,
} from './losses/cross-entropy.ts'
export { type PpoBatch, type PpoOptions, ppoDefaults, ppoLoss } from './losses/ppo.ts'
export { equivalentStates, type MooreMachine } from './machine/minimise.ts'
export { quantise, ternaryTanh } from './machine/quantiser.ts'
export {
  beginNormalised,
  type Transition,
  type TransitionSettings,
  transition,
  transitionDefaults,
  transitionShapes,
} from './machine/transition-network.ts'
export { type BatchOptions, batchDefaults, type ProgramBatch, programBatch } from './model/batches.ts'
export { type DecodeOptions, decode } from './model/decode.ts'
export { decoderLogits } from './model/decoder.ts'
export {
  type BatchDemonstrations,
  Embedding,
  embeddingShapes,
  type LossWeights,
  lossDefaults,
  type SupervisedLoss,
} from './model/embedding.ts'
export { encode, type Posterior } from './model/encoder.ts'
export { gaussians } from './model/initial.ts'
export { drawLatent } from './model/latent.ts'
export { oneHotRows } from './model/one-hot.ts'
export {
  type NamedWeights,
  type ParameterShape,
  Parameters,
  type Weights,
  WeightsMismatch,
} from './model/parameters.ts'
export { type Demonstrations, policyLogits } from './model/policy.ts'
export { type EmbeddingSettings, hprlSettings, leapsSettings } from './model/settings.ts'
export { DecoderMask, type MaskVariant } from './model/token-mask.ts'
export { Adam, type AdamOptions, adamDefaults } from './optimiser/adam.ts'
export { clipByNorm, clipScale, globalNorm } from './optimiser/clip.ts'
export { exponentialDecay, linearDecay, stepDecay } from './optimiser/schedules.ts'
export { type BehaviourOptions, behaviourDefaults } from './training/behaviour-options.ts'
export { batchDemonstrations } from './training/demonstrations.ts'
export type { Pass } from './training/epoch-steps.ts'
export { readEmbedding, trainingFiles, writeEmbedding } from './training/folder.ts'
export {
  BadTrainingOption,
  settingsFor,
  type TrainingLosses,
  type TrainingOptions,
  type TrainingRequest,
  trainingDefaults,
} from './training/options.ts'
export { TrainingChanged } from './training/plan.ts'
export type { TrainingBegan, TrainingEnded, TrainingEpoch, TrainingEvent, TrainingStep } from './training/progress.ts'
export { type StepOptions, type StepReport, step, supervisedStep } from './training/step.ts'
export { textAccuracy } from './training/text-accuracy.ts'
export { trainEmbedding } from './training/train-embedding.ts'
export { TrainedEmbedding } from './training/trained-embedding.ts'
export { noiseFor, type Validation, type ValidationOptions, validate } from './training/validation.ts'
export { writeAtomically } from './weights/atomic-file.ts'
export { type Checkpoint, type Counters, readCheckpoint, writeCheckpoint } from './weights/checkpoint.ts'
export { BadModelCard, type ModelCard, modelCardText, readModelCard } from './weights/model-card.ts'
export { BadWeightsFile, fromSafetensors, toSafetensors, type WeightsFile } from './weights/safetensors.ts'
