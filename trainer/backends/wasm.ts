import { provideGradients } from './gradients.ts'
import { type Kernel, replaceKernel } from './kernels.ts'
import { copySlice } from './slice.ts'
import { loadPackage, type Started, type Tf, versionOf } from './tf.ts'
import { transposingProduct } from './transposing-product.ts'

/** The kernels as TensorFlow.js registers them, before the first replacement. */
let originals: { readonly slice: Kernel; readonly product: Kernel } | undefined

/** WebAssembly, one thread, with a slice that copies only the slice and a product that transposes first. */
export async function wasm(): Promise<Started> {
  const { tf } = await startWasm()
  return { tf, how: `@tensorflow/tfjs-backend-wasm ${versionOf('@tensorflow/tfjs-backend-wasm')}` }
}

/** @internal The engine with both replacements in place, and the product that they left. */
export async function startWasm(): Promise<{ tf: Tf; product: Kernel }> {
  const tf = loadPackage<Tf>('@tensorflow/tfjs-core')
  loadPackage('@tensorflow/tfjs-backend-wasm')
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly does not start')
  await tf.ready()
  originals ??= { slice: kernelOf(tf, tf.Slice), product: kernelOf(tf, tf.BatchMatMul) }
  const product = transposingProduct(kernelOf(tf, tf.Transpose), kernelOf(tf, tf.Identity), originals.product)
  provideGradients(tf)
  replaceKernel(tf, tf.Slice, copySlice(tf, originals.slice))
  replaceKernel(tf, tf.BatchMatMul, product)
  return { tf, product }
}

function kernelOf(tf: Tf, name: string): Kernel {
  const found = tf.getKernel(name, 'wasm')
  if (found === undefined) throw new Error(`the WebAssembly backend has no kernel ${name}`)
  return found.kernelFunc as unknown as Kernel
}
