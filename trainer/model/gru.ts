import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { sumOfRows } from '../backends/gradients.ts'

/** One [rows, H] tensor per gate: reset, update, new. That is PyTorch's order. */
export type Gates = readonly [reset: Tensor2D, update: Tensor2D, fresh: Tensor2D]

export interface GruCall {
  readonly steps: number
  /** What each step's input adds to the gates: row t * batch + i is step t of sample i. */
  readonly inputs: Gates
  /** What is added in every step, [batch, H]: the input's bias, and inputs that stay the same. */
  readonly context: Gates
  /** State before the first step, [batch, H]. */
  readonly initial: Tensor2D
  /** `weight_hh`, [3 H, H]. */
  readonly weight: Tensor2D
  /** `bias_hh`, [3 H]. */
  readonly bias: Tensor
}

/**
 * States after every step, rows as in the inputs.
 *
 * The GRU of PyTorch: r = s(xr + hUr), z = s(xz + hUz), n = tanh(xn + r * hUn), h' = n + z (h - n), each product with
 * its bias. The reset acts after the product; that of Keras acts before it and is another function.
 */
export function gruStates(tf: Tf, call: GruCall): Tensor2D {
  return run(tf, call, undefined)
}

/**
 * The state after each sample's last step.
 *
 * @param lengths steps of each sample, from 1 to all of them
 */
export function gruLast(tf: Tf, call: GruCall, lengths: readonly number[]): Tensor2D {
  return run(tf, call, lengths)
}

/** One step without gradients, for decoding. `weights` is `gateWeights` of the call's weight. */
export function gruStep(
  tf: Tf,
  inputs: Gates,
  state: Tensor2D,
  weights: readonly Tensor2D[],
  biases: readonly Tensor2D[],
): Tensor2D {
  return tf.tidy(() => step(tf, inputs, state, weights, biases).state)
}

/** The three [H, H] parts of a weight, transposed so that rows can be multiplied with them as they lie. */
export function gateWeights(tf: Tf, weight: Tensor2D): Tensor2D[] {
  const size = weight.shape[1]
  return [0, 1, 2].map((gate) => tf.tidy(() => tf.transpose(tf.slice(weight, [gate * size, 0], [size, size]))))
}

/** The three parts of a bias as rows. */
export function gateBiases(tf: Tf, bias: Tensor): Tensor2D[] {
  const size = bias.size / 3
  return [0, 1, 2].map((gate) => tf.tidy(() => tf.reshape(tf.slice(bias, [gate * size], [size]), [1, size])))
}

interface Step {
  readonly state: Tensor2D
  readonly reset: Tensor2D
  readonly update: Tensor2D
  readonly fresh: Tensor2D
  /** hUn with its bias, before the reset. */
  readonly recurrent: Tensor2D
}

function step(
  tf: Tf,
  [xr, xz, xn]: Gates,
  state: Tensor2D,
  weights: readonly Tensor2D[],
  biases: readonly Tensor2D[],
): Step {
  const [ur, uz, un] = weights.map((weight, gate) => tf.add<Tensor2D>(tf.matMul(state, weight), biases[gate]!))
  const reset = tf.sigmoid(tf.add<Tensor2D>(xr, ur!))
  const update = tf.sigmoid(tf.add<Tensor2D>(xz, uz!))
  const fresh = tf.tanh(tf.add<Tensor2D>(xn, tf.mul(reset, un!)))
  const next = tf.add<Tensor2D>(fresh, tf.mul(update, tf.sub(state, fresh)))
  return { state: next, reset, update, fresh, recurrent: un! }
}

/** Tensors that a step leaves for the way back. */
const kept = 5

/**
 * Forward and back written out: the unrolled graph would hold twice the memory, and a weight's gradient would be one
 * product per step instead of one in all.
 */
function run(tf: Tf, call: GruCall, lengths: readonly number[] | undefined): Tensor2D {
  const { steps, inputs, context, initial, weight, bias } = call
  const [batch, size] = initial.shape
  const ends = lengths && endMasks(lengths, steps)

  const recurrence = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: Tensor[]) => void
    const [xr, xz, xn, cr, cz, cn, h0, u, b] = args as Tensor2D[]
    const weights = gateWeights(tf, u!)
    const biases = gateBiases(tf, b!)
    const passed: Step[] = []
    let state = h0!
    let last: Tensor2D | undefined
    for (let t = 0; t < steps; t++) {
      const done = tf.tidy(() => {
        const at = (x: Tensor2D, c: Tensor2D) => tf.add<Tensor2D>(tf.slice(x, [t * batch, 0], [batch, size]), c)
        return step(tf, [at(xr!, cr!), at(xz!, cz!), at(xn!, cn!)], state, weights, biases) as never
      }) as Step
      passed.push(done)
      state = done.state
      if (ends?.[t]) last = add(tf, last, tf.tidy(() => tf.mul(state, column(tf, ends[t]!))) as Tensor2D)
    }
    save([
      u!,
      h0!,
      ...passed.flatMap(({ state: h, reset, update, fresh, recurrent }) => [h, reset, update, fresh, recurrent]),
    ])
    const value =
      last ??
      tf.concat2d(
        passed.map(({ state: h }) => h),
        0,
      )
    return { value, gradFunc: (dy, saved) => back(tf, dy as Tensor2D, saved as Tensor2D[], { steps, ends }) as never }
  })
  return recurrence(...inputs, ...context, initial, weight, bias as Tensor2D) as Tensor2D
}

/** Gradients of all nine arguments of the recurrence. */
function back(
  tf: Tf,
  dy: Tensor2D,
  saved: readonly Tensor2D[],
  { steps, ends }: { steps: number; ends: readonly (Float32Array | undefined)[] | undefined },
): Tensor[] {
  const [u, h0] = saved as [Tensor2D, Tensor2D]
  const [batch, size] = h0.shape
  const parts = [0, 1, 2].map((gate) => tf.slice(u, [gate * size, 0], [size, size]))
  const before = (t: number) => (t === 0 ? h0 : saved[2 + (t - 1) * kept]!)
  /** Per step: the gradients of what enters reset, update and new, and of hUn. */
  const gates: [Tensor2D, Tensor2D, Tensor2D, Tensor2D][] = Array.from({ length: steps })
  let dh: Tensor2D | undefined
  for (let t = steps - 1; t >= 0; t--) {
    const [, reset, update, fresh, recurrent] = saved.slice(2 + t * kept, 2 + (t + 1) * kept) as Tensor2D[]
    const outside = ends === undefined ? tf.slice(dy, [t * batch, 0], [batch, size]) : endGradient(tf, dy, ends[t])
    dh = add(tf, dh, outside)
    if (dh === undefined) continue
    const total = dh
    const made = tf.tidy(() => {
      const rest = tf.sub(1, update!)
      const dz = tf.mul(total, tf.mul(tf.sub(before(t), fresh!), tf.mul(update!, rest)))
      const dn = tf.mul(total, tf.mul(rest, tf.sub(1, tf.square(fresh!))))
      const dhn = tf.mul(dn, reset!)
      const dr = tf.mul(tf.mul(dhn, recurrent!), tf.sub(1, reset!))
      const through = tf.add(tf.matMul(dr as Tensor2D, parts[0]!), tf.matMul(dz as Tensor2D, parts[1]!))
      const previous = tf.add(tf.mul(total, update!), tf.add(through, tf.matMul(dhn as Tensor2D, parts[2]!)))
      return [dr, dz, dn, dhn, previous] as Tensor2D[]
    })
    gates[t] = made.slice(0, 4) as (typeof gates)[number]
    total.dispose()
    dh = made[4]!
  }
  // Steps after the longest sample's end have no gradient.
  const none = tf.zeros([batch, size]) as Tensor2D
  const over = (gate: number) =>
    tf.concat2d(
      gates.map((of) => of?.[gate] ?? none),
      0,
    )
  const [dr, dz, dn, dhn] = [over(0), over(1), over(2), over(3)]
  const states = tf.concat2d(
    Array.from({ length: steps }, (_, t) => before(t)),
    0,
  )
  const inContext = [dr, dz, dn].map((gate) => sumOfSteps(tf, gate, steps))
  const hidden = [dr, dz, dhn]
  return [
    ...[dr, dz, dn],
    ...inContext,
    dh ?? none,
    tf.concat2d(
      hidden.map((gate) => tf.matMul(gate, states, true, false)),
      0,
    ),
    tf.reshape(
      tf.concat2d(
        hidden.map((gate) => sumOfRows(tf, gate) as Tensor2D),
        1,
      ),
      [3 * size],
    ),
  ]
}

/** [steps * batch, H] summed over the steps: one product with a row of ones. */
function sumOfSteps(tf: Tf, x: Tensor2D, steps: number): Tensor2D {
  const [rows, size] = x.shape
  const batch = rows / steps
  return tf.tidy(() => tf.reshape(sumOfRows(tf, tf.reshape(x, [steps, batch * size])), [batch, size]))
}

/** Per step: 1 for the samples that end with it; undefined if none does. */
function endMasks(lengths: readonly number[], steps: number): (Float32Array | undefined)[] {
  const wrong = lengths.find((length) => !Number.isInteger(length) || length < 1 || length > steps)
  if (wrong !== undefined) throw new RangeError(`lengths: expected 1 to ${steps}, got ${wrong}`)
  return Array.from({ length: steps }, (_, t) =>
    lengths.includes(t + 1) ? Float32Array.from(lengths, (length) => Number(length === t + 1)) : undefined,
  )
}

function endGradient(tf: Tf, dy: Tensor2D, end: Float32Array | undefined): Tensor2D | undefined {
  return end && (tf.tidy(() => tf.mul(dy, column(tf, end))) as Tensor2D)
}

function column(tf: Tf, values: Float32Array): Tensor2D {
  return tf.tensor2d(values, [values.length, 1])
}

/** The sum; what went into it is disposed of. */
function add(tf: Tf, a: Tensor2D | undefined, b: Tensor2D | undefined): Tensor2D | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const sum = tf.add<Tensor2D>(a, b)
  a.dispose()
  b.dispose()
  return sum
}
