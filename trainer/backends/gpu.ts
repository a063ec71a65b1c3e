import { loadPackage, type Started, type Tf, versionOf } from './tf.ts'

const packageName = '@tensorflow/tfjs-node-gpu'

/**
 * libtensorflow on a CUDA device. The package also loads where there is no device, and then computes on the processor
 * without a word: that is not a GPU.
 */
export async function gpu(): Promise<Started> {
  const tf = loadPackage<Tf>(packageName)
  await tf.ready()
  const backend = tf.backend() as { isUsingGpuDevice?: boolean }
  if (tf.getBackend() !== 'tensorflow' || backend.isUsingGpuDevice !== true)
    throw new Error(`${packageName} loads but finds no GPU: a CUDA library or the driver is missing`)
  return { tf, how: `${packageName} ${versionOf(packageName)} on a CUDA device` }
}
