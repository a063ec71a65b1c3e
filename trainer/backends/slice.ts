import type { Kernel } from './kernels.ts'
import type { Tf } from './tf.ts'

/**
 * A slice that copies the slice. The kernel of TensorFlow.js 4.22 first copies the whole source on every call, so
 * taking a sequence apart step by step is quadratic.
 */
export function copySlice(tf: Tf, original: Kernel): Kernel {
  return (call) => {
    const x = call.inputs.x!
    const { begin, size } = call.attrs as { begin: number[]; size: number[] }
    const contiguous = x.dtype === 'float32' || x.dtype === 'int32'
    if (!contiguous) return original(call)
    const [from, lengths] = tf.slice_util.parseSliceParams(x as never, begin, size)
    const whole = tf.slice_util.isSliceContinous(x.shape, from, lengths)
    if (!whole && x.shape.length !== 2) return original(call)
    const { backend } = call
    const out = backend.makeOutput(lengths, x.dtype)
    // Views only now: making the output may grow the heap, and that detaches older ones.
    const source = backend.typedArrayFromHeap(x as never)
    const target = backend.typedArrayFromHeap(out)
    if (whole) {
      const start = tf.slice_util.computeFlatOffset(from, tf.util.computeStrides(x.shape))
      target.set(source.subarray(start, start + target.length))
      return out
    }
    const stride = x.shape[1]!
    const [rows, columns] = lengths as [number, number]
    for (let row = 0; row < rows; row++) {
      const start = (from[0]! + row) * stride + from[1]!
      target.set(source.subarray(start, start + columns), row * columns)
    }
    return out
  }
}
