import { type Kernel, type KernelCall, matrixOf, type TensorInfo } from './kernels.ts'

/**
 * A matrix product that transposes an operand first. The WebAssembly kernel multiplies plain operands with XNNPACK and
 * transposed ones, which every gradient has, with a loop more than ten times slower.
 */
export function transposingProduct(transpose: Kernel, product: Kernel): Kernel {
  return (call) => {
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean }
    const a = call.inputs.a!
    const b = call.inputs.b!
    if ((!transposeA && !transposeB) || !matrixOf(a) || !matrixOf(b)) return product(call)
    const made: TensorInfo[] = []
    const turned = (x: TensorInfo, turn: boolean) => {
      if (!turn) return x
      made.push(turnedMatrix(transpose, x, call))
      return made.at(-1)!
    }
    const inputs = { a: turned(a, transposeA), b: turned(b, transposeB) }
    const out = product({ ...call, inputs, attrs: { transposeA: false, transposeB: false } })
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
