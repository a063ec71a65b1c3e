import { type Kernel, type KernelCall, matrixOf, type TensorInfo } from './kernels.ts'

/**
 * The matrix product of WebAssembly, kept away from two faults of its kernel in TensorFlow.js 4.22:
 *
 * - Plain operands are multiplied by XNNPACK, transposed ones, which every gradient has, by a loop more than ten times
 *   slower. So a transposed operand is transposed first.
 * - XNNPACK's operator is kept by the right operand's data, whatever its shape: the same numbers reshaped and multiplied
 *   with again would be read, and the result written, in the first shape, over the end of the result. So a right
 *   operand that comes back in another shape is copied.
 */
export function transposingProduct(transpose: Kernel, identity: Kernel, product: Kernel): Kernel {
  /** The shape that each right operand was first multiplied in; its data live as long as the key. */
  const firstShapes = new WeakMap<object, string>()
  return (call) => {
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean }
    const made: TensorInfo[] = []
    const keep = (x: TensorInfo) => {
      made.push(x)
      return x
    }
    let a = call.inputs.a!
    let b = call.inputs.b!
    const matrices = matrixOf(a) !== undefined && matrixOf(b) !== undefined
    if (matrices && transposeA) a = keep(turnedMatrix(transpose, a, call))
    if (matrices && transposeB) b = keep(turnedMatrix(transpose, b, call))
    const shape = b.shape.join()
    const first = firstShapes.get(b.dataId)
    if (first === undefined) firstShapes.set(b.dataId, shape)
    else if (first !== shape) b = keep(identity({ inputs: { x: b }, attrs: {}, backend: call.backend }))
    const attrs = matrices ? { transposeA: false, transposeB: false } : call.attrs
    const out = product({ ...call, inputs: { a, b }, attrs })
    for (const { dataId } of made) call.backend.disposeData(dataId)
    return out
  }
}

function turnedMatrix(transpose: Kernel, x: TensorInfo, { backend }: KernelCall): TensorInfo {
  const { length } = x.shape
  const perm = Array.from({ length }, (_, axis) => axis)
  perm.splice(-2, 2, length - 1, length - 2)
  return transpose({ inputs: { x }, attrs: { perm }, backend })
}
