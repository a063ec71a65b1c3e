import { gemmModel } from './gemm-model.ts'
import { loadPackage, versionOf } from './tf.ts'

const packageName = 'onnxruntime-node'

/** The only version whose binding is known here; it is not a public interface. */
const knownVersion = '1.16.3'

export interface Matrix {
  readonly data: Float32Array
  readonly dims: readonly [rows: number, columns: number]
}

export interface NativeProduct {
  /** Name and version. */
  readonly library: string
  /** Writes the product of a and b, as they lie or transposed, into `out`. */
  multiply(a: Matrix, b: Matrix, out: Matrix, how: { transposeA: boolean; transposeB: boolean }): void
}

interface OrtValue {
  readonly type: 'float32'
  readonly data: Float32Array
  readonly dims: readonly number[]
}

interface Session {
  loadModel(buffer: ArrayBufferLike, offset: number, bytes: number, options: object): void
  run(feeds: Record<string, OrtValue>, fetches: Record<string, OrtValue>, options: object): unknown
}

interface Binding {
  readonly binding: { readonly InferenceSession: new () => Session }
}

/**
 * Matrix products of ONNX Runtime, called without waiting: its public interface answers with a promise, which no
 * kernel can wait for.
 *
 * @throws when the package is missing, another version, or has no build for this machine
 */
export function nativeProduct(threads: number): NativeProduct {
  const version = versionOf(packageName)
  if (version !== knownVersion)
    throw new Error(`${packageName} is ${version}; its binding is known for ${knownVersion}`)
  const { binding } = loadPackage<Binding>(`${packageName}/dist/binding.js`)
  const sessions = [0, 1, 2, 3].map((way) => {
    const session = new binding.InferenceSession()
    const model = gemmModel({ transposeA: (way & 2) !== 0, transposeB: (way & 1) !== 0 })
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // 3: errors. It would warn on every start that a machine has more cores than threads are asked for.
      logSeverityLevel: 3,
    })
    return session
  })
  return {
    library: `${packageName} ${version}`,
    multiply(a, b, out, { transposeA, transposeB }) {
      const session = sessions[(transposeA ? 2 : 0) + (transposeB ? 1 : 0)]!
      session.run({ a: ortValue(a), b: ortValue(b) }, { c: ortValue(out) }, {})
    },
  }
}

function ortValue({ data, dims }: Matrix): OrtValue {
  return { type: 'float32', data, dims }
}
