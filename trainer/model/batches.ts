import type { Vocabulary } from '@cairn/language'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { forbidden, type Sequences } from '../losses/cross-entropy.ts'
import { oneHotRows } from './one-hot.ts'
import { DecoderMask, type MaskVariant } from './token-mask.ts'

/** Programs as the encoder and the decoder read them, time by time. Whoever makes one disposes of its tensors. */
export interface ProgramBatch {
  readonly batch: number
  /** Tokens of each program, `DEF` and the last bracket included. */
  readonly lengths: readonly number[]
  /** Whether the pad may follow each one's last token: a sampled text may have been cut off before its end. */
  readonly ended: readonly boolean[]
  /** One-hot rows of all tokens, for the encoder. */
  readonly whole: Tensor2D
  /** One-hot rows of what each decoding step reads. */
  readonly read: Tensor2D
  /** What each step should write, and may. */
  readonly sequences: Sequences
  dispose(): void
}

export interface BatchOptions {
  readonly variant: MaskVariant
}

export const batchDefaults = { variant: 'leaps' } satisfies BatchOptions

/**
 * The batch is as long as its longest program: a longer one would only add rows that do not count. So programs of like
 * length belong together.
 *
 * @param programs token indices from `DEF` to the last bracket
 */
export function programBatch(
  tf: Tf,
  vocabulary: Vocabulary,
  programs: readonly ArrayLike<number>[],
  { variant }: BatchOptions = batchDefaults,
): ProgramBatch {
  const { pad, size } = vocabulary
  const batch = programs.length
  const lengths = programs.map(({ length }) => length)
  // The pad after the last token is written too: it is what ends a program.
  const steps = Math.max(...lengths)
  const whole = new Int32Array(steps * batch).fill(pad)
  const read = new Int32Array(steps * batch).fill(pad)
  const targets = new Int32Array(steps * batch).fill(pad)
  const mask = new Float32Array(steps * batch * size)
  const allowed = new Uint8Array(size)
  const ended = programs.map(() => false)
  for (const [i, program] of programs.entries()) {
    const may = new DecoderMask(vocabulary, variant)
    for (let t = 0; t < steps; t++) {
      const row = t * batch + i
      if (t < program.length) {
        whole[row] = program[t]!
        read[row] = program[t]!
        may.push(program[t]!)
      } else if (t > program.length) may.push(pad)
      if (t + 1 < program.length) targets[row] = program[t + 1]!
      may.allowed(allowed)
      if (t === program.length - 1) ended[i] = allowed[pad] === 1
      for (let token = 0; token < size; token++) if (allowed[token] === 0) mask[row * size + token] = forbidden
    }
  }
  const made = {
    whole: oneHotRows(tf, whole, size),
    read: oneHotRows(tf, read, size),
    mask: tf.tensor2d(mask, [steps * batch, size]),
  }
  return {
    batch,
    lengths,
    ended,
    whole: made.whole,
    read: made.read,
    sequences: { batch, targets, mask: made.mask },
    dispose: () => tf.dispose(Object.values(made)),
  }
}
