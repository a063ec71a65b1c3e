/**
 * An ONNX model that is one `Gemm` node: c = a b, as they lie or transposed, of any sizes.
 *
 * Written field by field as onnx.proto3 numbers them; opset 13, IR version 8.
 */
export function gemmModel({ transposeA, transposeB }: { transposeA: boolean; transposeB: boolean }): Uint8Array {
  const node = message(
    [1, text('a')],
    [1, text('b')],
    [2, text('c')],
    [4, text('Gemm')],
    [5, attribute('transA', Number(transposeA))],
    [5, attribute('transB', Number(transposeB))],
  )
  const graph = message(
    [1, node],
    [2, text('product')],
    [11, matrix('a', 'a0', 'a1')],
    [11, matrix('b', 'b0', 'b1')],
    [12, matrix('c', 'c0', 'c1')],
  )
  return message([1, 8], [7, graph], [8, message([2, 13])])
}

/** AttributeProto: name, i, type INT. */
function attribute(name: string, value: number): Uint8Array {
  return message([1, text(name)], [3, value], [20, 2])
}

/** ValueInfoProto of a float matrix whose dimensions are symbols. */
function matrix(name: string, ...symbols: readonly string[]): Uint8Array {
  const shape = message(...symbols.map((symbol): Field => [1, message([2, text(symbol)])]))
  return message([1, text(name)], [2, message([1, message([1, 1], [2, shape])])])
}

type Field = readonly [number: number, value: Uint8Array | number]

/** Protocol buffers: numbers as varints, everything else behind its length. */
function message(...fields: readonly Field[]): Uint8Array {
  const bytes = fields.flatMap(([field, value]) =>
    typeof value === 'number'
      ? [...varint(field << 3), ...varint(value)]
      : [...varint((field << 3) | 2), ...varint(value.length), ...value],
  )
  return Uint8Array.from(bytes)
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
