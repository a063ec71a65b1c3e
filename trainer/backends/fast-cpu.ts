import { type Kernel, matrixOf, replaceKernel } from './kernels.ts'
import { type NativeProduct, nativeProduct } from './native-product.ts'
import type { Started, Tf } from './tf.ts'
import { startWasm } from './wasm.ts'

/** Multiply-adds below which a call into native code costs more than it saves. */
const nativeFrom = 1 << 16

/** Largest difference between native and WebAssembly products that the self-check lets pass. */
const tolerance = 1e-4

/**
 * WebAssembly with the matrix products of ONNX Runtime, which use the widest vectors of the processor. The runtime
 * reads and writes the WebAssembly heap itself; nothing is copied.
 */
export async function fastCpu(threads: number): Promise<Started> {
  const native = nativeProduct(threads)
  const { tf, product } = await startWasm()
  const nativeKernel = productOn(native, product, nativeFrom)
  const difference = await selfCheck(tf, productOn(native, product, 0), product)
  replaceKernel(tf, tf.BatchMatMul, nativeKernel)
  return {
    tf,
    how: `${native.library} multiplies matrices, within ${difference.toExponential(0)} of WebAssembly; threads: ${threads}`,
  }
}

function productOn(native: NativeProduct, fallback: Kernel, from: number): Kernel {
  return (call) => {
    const a = call.inputs.a!
    const b = call.inputs.b!
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean }
    const left = matrixOf(a)
    const right = matrixOf(b)
    if (!left || !right) return fallback(call)
    const [rows, inner] = transposeA ? [left[1], left[0]] : left
    const columns = right[transposeB ? 0 : 1]
    if (rows * inner * columns < from) return fallback(call)
    const { backend } = call
    const batch = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2)
    const out = backend.makeOutput([...batch, rows, columns], 'float32')
    // Views only now: making the output may grow the heap, and that detaches older ones.
    native.multiply(
      { data: backend.typedArrayFromHeap(a as never) as Float32Array, dims: left },
      { data: backend.typedArrayFromHeap(b as never) as Float32Array, dims: right },
      { data: backend.typedArrayFromHeap(out) as Float32Array, dims: [rows, columns] },
      { transposeA, transposeB },
    )
    return out
  }
}

/**
 * Multiplies in all four ways of transposing with both kernels.
 *
 * @returns the largest difference
 * @throws when it is too large: the native code is not to be trusted on this machine
 */
async function selfCheck(tf: Tf, kernel: Kernel, reference: Kernel): Promise<number> {
  const [rows, inner, columns] = [19, 70, 33]
  let largest = 0
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const multiply = () =>
        tf.tidy(() => {
          const a = wave(tf, transposeA ? [inner, rows] : [rows, inner], 0.37)
          const b = wave(tf, transposeB ? [columns, inner] : [inner, columns], 0.53)
          return tf.matMul(a, b, transposeA, transposeB).dataSync()
        })
      replaceKernel(tf, tf.BatchMatMul, kernel)
      const native = multiply()
      replaceKernel(tf, tf.BatchMatMul, reference)
      const plain = multiply()
      for (let i = 0; i < plain.length; i++) {
        const difference = Math.abs(native[i]! - plain[i]!)
        // A difference that is no number must not pass.
        if (!(difference <= largest)) largest = difference
      }
    }
  }
  if (!(largest <= tolerance)) throw new Error(`native products differ by ${largest} from WebAssembly's`)
  return largest
}

function wave(tf: Tf, shape: [number, number], step: number) {
  return tf.tensor2d(
    Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(step * i)),
    shape,
  )
}
