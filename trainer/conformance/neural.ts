import { recordSuite, type Suite } from '@cairn/domains'
import { openBackend, type Tf } from '../backend.ts'
import { checkDecoder, checkGru, checkKl } from './layers.ts'
import { checkMachine, checkQuantiser, checkTransition } from './machines.ts'
import { checkGae, checkPpo, checkReinforce } from './policy-gradients.ts'
import { checkSchedules } from './schedules.ts'
import { checkSyntaxMask } from './syntax-mask.ts'
import { checkTinyVae } from './tiny-vae.ts'

/** A file with what it holds. */
export interface NeuralRecord {
  /** Its name, without the folder. */
  readonly file: string
  readonly records: readonly unknown[]
}

type Check = (tf: Tf, record: never) => string | undefined

/** Checks of files for which nothing must compute, by their names. */
export type PlainChecks = Readonly<Record<string, (record: never) => string | undefined>>

/** By file: what its record holds is known by its name. */
const checks: Readonly<Record<string, Check>> = {
  'decoder_ce.json': checkDecoder,
  'fsm_minimise.json': (_, record) => checkMachine(record),
  'gae.json': (_, record) => checkGae(record),
  'gru.json': checkGru,
  'kl.json': checkKl,
  'ppo_loss.json': checkPpo,
  'quantiser.json': checkQuantiser,
  'reinforce.json': checkReinforce,
  'schedules.json': (_, record) => checkSchedules(record),
  'syntax_mask.json': (_, record) => checkSyntaxMask(record),
  'tiny_vae.json': checkTinyVae,
  'transition_net.json': checkTransition,
}

/** The files that the suite knows. */
export const neuralFiles: readonly string[] = Object.keys(checks)

/**
 * The first difference between a file's record and what this backend computes.
 *
 * @param others files that belong to the suite too
 */
export function checkNeural(tf: Tf, { file, records }: NeuralRecord, others: PlainChecks = {}): string | undefined {
  const plain = others[file]
  const check = plain === undefined ? checks[file] : (_: Tf, record: never) => plain(record)
  if (check === undefined)
    return `not a file of this suite: ${file}; expected ${[...neuralFiles, ...Object.keys(others)].sort().join(', ')}`
  if (records.length !== 1) return `${file}: expected 1 record, got ${records.length}`
  tf.engine().startScope()
  try {
    return check(tf, records[0] as never)
  } finally {
    tf.engine().endScope()
  }
}

/**
 * On the backend that training would take.
 *
 * @param others files of other packages: the searches in a latent space are not the trainer's
 */
export function neuralSuite(others: PlainChecks = {}): Suite {
  return recordSuite<NeuralRecord>({
    name: 'neural',
    summary: 'layers, losses and gradients of the trainer and updates of latent searches, as PyTorch computes them',
    shape: { file: 'string', records: 'list' },
    takesFiles: true,
    async check(record) {
      const { tf } = await openBackend()
      return checkNeural(tf, record, others)
    },
  })
}
