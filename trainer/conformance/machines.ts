import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { equivalentStates, type MooreMachine } from '../machine/minimise.ts'
import { quantise, ternaryTanh } from '../machine/quantiser.ts'
import { beginNormalised, transition, transitionShapes } from '../machine/transition-network.ts'
import { oneHotRows } from '../model/one-hot.ts'
import { Parameters } from '../model/parameters.ts'
import { differs, double, firstOf, flat, type Nested, single } from './compare.ts'
import { shapeOf, tensorOf } from './tensors.ts'

export interface TransitionRecord {
  readonly C: number
  readonly H: number
  readonly W: number
  readonly filters: number
  readonly options: number
  readonly hidden: number
  readonly params: Readonly<Record<string, { readonly weight: Nested; readonly bias: Nested }>>
  readonly obs_NCHW: Nested
  readonly mode_one_hot: Nested
  readonly e_state: Nested
  readonly features: Nested
  readonly logits: Nested
  readonly probs: Nested
  readonly value: Nested
  readonly test_loss: number
  readonly conv1_weight_norm_g: Nested
  readonly conv1_grad_g: Nested
  readonly conv1_grad_v: Nested
  readonly fc_state_grad_g: Nested
}

export function checkTransition(tf: Tf, record: TransitionRecord): string | undefined {
  const { C: channels, H, W, filters, options, hidden } = record
  const shapes = transitionShapes({ channels, world: [H, W], options, filters, hidden })
  const weights = shapes.map(({ name, shape }): [string, { shape: readonly number[]; values: Float32Array }] => {
    const [layer, kind] = name.split('.') as [string, 'weight' | 'bias' | 'g']
    if (kind === 'g') return [name, { shape, values: new Float32Array(shape[0]!) }]
    const values = record.params[layer]![kind]
    return [name, { shape: shapeOf(values), values: Float32Array.from(flat(values)) }]
  })
  const parameters = Parameters.from(tf, shapes, new Map(weights))
  try {
    beginNormalised(parameters)
    const states = tf.transpose(tensorOf<Tensor4D>(tf, record.obs_NCHW), [0, 2, 3, 1])
    const modes = tensorOf<Tensor2D>(tf, record.mode_one_hot)
    const made = transition(parameters, states, modes)
    const { loss, gradients } = parameters.gradients(() => testLoss(tf, transition(parameters, states, modes)))
    const ofParameter = (name: string) => gradients.get(name)!.dataSync()
    return firstOf(
      differs('g', parameters.get('conv1.g').dataSync(), record.conv1_weight_norm_g, single),
      differs('e_state', made.stateFeatures.dataSync(), record.e_state, single),
      differs('features', made.features.dataSync(), record.features, single),
      differs('logits', made.logits.dataSync(), record.logits, single),
      differs('probs', tf.softmax(made.logits).dataSync(), record.probs, single),
      differs('value', made.value.dataSync(), record.value, single),
      differs('test_loss', loss.dataSync(), record.test_loss, single),
      differs('gradient of g', ofParameter('conv1.g'), record.conv1_grad_g, single),
      differs('gradient of v', ofParameter('conv1.weight'), record.conv1_grad_v, single),
      differs('gradient of fc_state g', ofParameter('fc_state.g'), record.fc_state_grad_g, single),
    )
  } finally {
    parameters.dispose()
  }
}

/** Cross entropy to the modes 2 and 0 and the mean squared value: what the recorded gradients are of. */
function testLoss(tf: Tf, { logits, value }: { logits: Tensor2D; value: Tensor2D }): Tensor {
  const chosen = tf.sum(tf.mul(tf.logSoftmax(logits), oneHotRows(tf, [2, 0], logits.shape[1])), 1)
  return tf.sub(tf.mean(tf.square(value)), tf.mean(chosen))
}

export interface QuantiserRecord {
  readonly x: readonly number[]
  readonly ternary_tanh: Nested
  readonly rounded: Nested
}

export function checkQuantiser(tf: Tf, { x, ternary_tanh, rounded }: QuantiserRecord): string | undefined {
  const input = tf.tensor1d([...x])
  const through = tf.grad((of) => tf.sum(quantise(tf, of)))(input)
  const activation = tf.grad((of) => tf.sum(ternaryTanh(tf, of)))(input)
  return firstOf(
    differs('ternary_tanh', ternaryTanh(tf, input).dataSync(), ternary_tanh, single),
    differs('rounded', quantise(tf, input).dataSync(), rounded, single),
    differs('gradient', through.dataSync(), Array.from(activation.dataSync()), single),
  )
}

export interface MachineRecord {
  readonly table: Omit<MooreMachine, 'output'> & { readonly action: MooreMachine['output'] }
  readonly classes: readonly (readonly string[])[]
  readonly minimal_state_count: number
}

export function checkMachine({ table, classes, minimal_state_count }: MachineRecord): string | undefined {
  const found = equivalentStates({ ...table, output: table.action })
  const words = (sets: readonly (readonly string[])[]) => JSON.stringify(sets.map((set) => [...set].sort()).sort())
  if (words(found) !== words(classes)) return `classes: expected ${words(classes)}, got ${words(found)}`
  return differs('minimal_state_count', found.length, minimal_state_count, double)
}
