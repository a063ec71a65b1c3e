import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from './tf.ts'

type Gradient = (dy: Tensor, saved: Tensor[], attrs: NamedAttrMap) => Record<string, () => Tensor>

/**
 * Registers the gradients that the models need, where the package has none: the build of TensorFlow.js's core for Node
 * comes without, and the package that adds them needs a library that it does not declare.
 */
export function provideGradients(tf: Tf): void {
  for (const config of gradients(tf)) if (!tf.getGradient(config.kernelName)) tf.registerGradient(config)
}

function gradients(tf: Tf): GradConfig[] {
  /** The sum of dy over what broadcasting repeated. */
  const unbroadcast = (dy: Tensor, shape: readonly number[]): Tensor => {
    const axes = tf.broadcast_util.getReductionAxes([...shape], dy.shape)
    if (axes.length === 0) return dy
    if (axes.length === 1 && axes[0] === 0 && dy.rank > 1) {
      const [repeats] = dy.shape as [number]
      return tf.reshape(sumOfRows(tf, tf.reshape(dy, [repeats, dy.size / repeats])), [...shape])
    }
    return tf.reshape(tf.sum(dy, axes), [...shape])
  }
  const binary = (
    kernelName: string,
    gradient: (dy: Tensor, a: Tensor, b: Tensor) => { a: () => Tensor; b: () => Tensor },
  ): GradConfig => ({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: plain((dy, [a, b]) => {
      const of = gradient(dy, a!, b!)
      return { a: () => unbroadcast(of.a(), a!.shape), b: () => unbroadcast(of.b(), b!.shape) }
    }),
  })
  const unary = (
    kernelName: string,
    saves: 'x' | 'y',
    gradient: (dy: Tensor, saved: Tensor) => Tensor,
  ): GradConfig => ({
    kernelName,
    ...(saves === 'x' ? { inputsToSave: ['x'] } : { outputsToSave: [true] }),
    gradFunc: plain((dy, [saved]) => ({ x: () => gradient(dy, saved!) })),
  })
  const float = (x: Tensor) => tf.cast(x, 'float32')

  return [
    binary(tf.Add, (dy) => ({ a: () => dy, b: () => dy })),
    binary(tf.Sub, (dy) => ({ a: () => dy, b: () => tf.neg(dy) })),
    binary(tf.Multiply, (dy, a, b) => ({ a: () => tf.mul(dy, float(b)), b: () => tf.mul(dy, float(a)) })),
    binary(tf.RealDiv, (dy, a, b) => ({
      a: () => tf.div(dy, float(b)),
      b: () => tf.neg(tf.div(tf.mul(dy, float(a)), tf.square(float(b)))),
    })),
    // Of equal operands the first is the extreme one, as in TensorFlow.js's own gradients.
    binary(tf.Maximum, (dy, a, b) => ({
      a: () => tf.mul(dy, float(tf.greaterEqual(a, b))),
      b: () => tf.mul(dy, float(tf.less(a, b))),
    })),
    binary(tf.Minimum, (dy, a, b) => ({
      a: () => tf.mul(dy, float(tf.lessEqual(a, b))),
      b: () => tf.mul(dy, float(tf.greater(a, b))),
    })),
    unary(tf.Exp, 'y', (dy, y) => tf.mul(dy, y)),
    unary(tf.Log, 'x', (dy, x) => tf.div(dy, x)),
    unary(tf.Tanh, 'y', (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
    unary(tf.Sigmoid, 'y', (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
    unary(tf.Relu, 'x', (dy, x) => tf.mul(dy, float(tf.greater(x, 0)))),
    unary(tf.Square, 'x', (dy, x) => tf.mul(dy, tf.mul(2, x))),
    unary(tf.Sqrt, 'y', (dy, y) => tf.div(dy, tf.mul(2, y))),
    unary(tf.Neg, 'x', (dy) => tf.neg(dy)),
    unary(tf.Cast, 'x', (dy) => dy),
    unary(tf.Identity, 'x', (dy) => dy),
    unary(tf.Reshape, 'x', (dy, x) => tf.reshape(dy, x.shape)),
    { kernelName: tf.ClipByValue, inputsToSave: ['x'], gradFunc: plain(clipGradient(tf)) },
    { kernelName: tf.Sum, inputsToSave: ['x'], gradFunc: plain(sumGradient(tf, false)) },
    { kernelName: tf.Mean, inputsToSave: ['x'], gradFunc: plain(sumGradient(tf, true)) },
    { kernelName: tf.BatchMatMul, inputsToSave: ['a', 'b'], gradFunc: plain(productGradient(tf)) },
    { kernelName: tf.Concat, saveAllInputs: true, gradFunc: plain(concatGradient(tf)) },
    { kernelName: tf.Slice, inputsToSave: ['x'], gradFunc: plain(sliceGradient(tf)) },
    { kernelName: tf.Transpose, gradFunc: plain(transposeGradient(tf)) },
  ]
}

/** A row with the sums of the columns; the sum along the first axis is many times slower on WebAssembly. */
export function sumOfRows(tf: Tf, x: Tensor): Tensor {
  return tf.matMul(tf.ones([1, x.shape[0]!]), x as never)
}

/** None of these kernels has more than one output. */
function plain(gradient: Gradient): NonNullable<GradConfig['gradFunc']> {
  return (dy, saved, attrs) => gradient(dy as Tensor, saved, attrs)
}

function clipGradient(tf: Tf): Gradient {
  return (dy, [x], attrs) => {
    const { clipValueMin, clipValueMax } = attrs as unknown as { clipValueMin: number; clipValueMax: number }
    const inside = () => tf.logicalAnd(tf.greaterEqual(x!, clipValueMin), tf.lessEqual(x!, clipValueMax))
    return { x: () => tf.mul(dy, tf.cast(inside(), 'float32')) }
  }
}

function sumGradient(tf: Tf, mean: boolean): Gradient {
  return (dy, [x], attrs) => {
    const { axis } = attrs as unknown as { axis?: number | number[] }
    const shape = x!.shape
    const axes = tf.util.parseAxisParam(axis ?? shape.map((_, i) => i), shape)
    const kept = shape.map((length, i) => (axes.includes(i) ? 1 : length))
    const count = axes.reduce((product, i) => product * shape[i]!, 1)
    return { x: () => tf.mul(tf.reshape(dy, kept), tf.fill(shape, mean ? 1 / count : 1)) }
  }
}

function productGradient(tf: Tf): Gradient {
  return (dy, [a, b], attrs) => {
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean }
    return {
      a: () => (transposeA ? tf.matMul(b!, dy, transposeB, true) : tf.matMul(dy, b!, false, !transposeB)),
      b: () => (transposeB ? tf.matMul(dy, a!, true, transposeA) : tf.matMul(a!, dy, !transposeA, false)),
    }
  }
}

function concatGradient(tf: Tf): Gradient {
  return (dy, parts, attrs) => {
    const [axis] = tf.util.parseAxisParam(attrs.axis as number, parts[0]!.shape) as [number]
    let at = 0
    const slices = parts.map(({ shape }) => {
      const begin = shape.map((_, i) => (i === axis ? at : 0))
      at += shape[axis]!
      return () => tf.slice(dy, begin, shape)
    })
    return Object.fromEntries(slices.map((slice, i) => [i, slice]))
  }
}

function sliceGradient(tf: Tf): Gradient {
  return (dy, [x], attrs) => {
    const [begin, size] = tf.slice_util.parseSliceParams(x!, attrs.begin as number[], attrs.size as number[])
    const around = begin.map((from, i): [number, number] => [from, x!.shape[i]! - from - size[i]!])
    return { x: () => tf.pad(dy, around) }
  }
}

function transposeGradient(tf: Tf): Gradient {
  return (dy, _, attrs) => ({
    x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(attrs.perm as number[])),
  })
}
