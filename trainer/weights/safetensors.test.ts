import { expect, test } from 'vitest'
import type { Weights } from '../model/parameters.ts'
import { BadWeightsFile, fromSafetensors, toSafetensors } from './safetensors.ts'

const tensors = new Map<string, Weights>([
  ['b', { shape: [2, 3], values: Float32Array.from([1, -2, 3.5, 0, 1e-30, -0.1]) }],
  ['a', { shape: [], values: Float32Array.from([7]) }],
  ['none', { shape: [0, 4], values: new Float32Array() }],
])

test('what is written is read again, words included', () => {
  const { tensors: read, metadata } = fromSafetensors(toSafetensors(tensors, { made: 'here' }), 'x')
  expect(read).toEqual(tensors)
  expect(metadata.get('made')).toBe('here')
})

test('the bytes are those that other tools read: length, JSON, numbers in the order of names', () => {
  const bytes = toSafetensors(new Map([['w', { shape: [2], values: Float32Array.from([1, 2]) }]]))
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  expect(length % 8).toBe(0)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
  expect(header.w).toEqual({ dtype: 'F32', shape: [2], data_offsets: [0, 8] })
  expect(Object.keys(header.__metadata__)).toEqual(['sha256'])
  expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 64])
})

/** A file with this header and that many bytes of numbers. */
function made(header: unknown, bytes = 8): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const file = new Uint8Array(8 + text.length + bytes)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  return file
}

test('a file of another tool has no hash and is read', () => {
  const { tensors: read } = fromSafetensors(made({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }), 'x')
  expect(read.get('w')).toEqual({ shape: [2], values: new Float32Array(2) })
})

const w = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }

test.each([
  ['too short', new Uint8Array(5), '5 bytes are too few for a header'],
  ['a header beyond the end', made(JSON.stringify({ w })).subarray(0, 20), 'does not fit into 20'],
  ['no JSON', made('{"w":'), 'the header is not JSON'],
  ['a list', made([1]), 'the header is no object'],
  ['whole numbers', made({ w: { ...w, dtype: 'I64' } }), 'w: expected dtype F32, got "I64"'],
  ['a shape of words', made({ w: { ...w, shape: ['2'] } }), 'w: shape ["2"] is no list of sizes'],
  ['one offset', made({ w: { ...w, data_offsets: [0] } }), 'w: data_offsets [0] are no two offsets'],
  ['a tensor beyond the end', made({ w }, 4), 'w: ends at byte 8 of 4'],
  ['a shape of another size', made({ w: { ...w, shape: [3] } }), 'w: shape [3] needs 12 bytes, got 8'],
  ['an overlap', made({ w, v: w }), 'tensors overlap or leave a gap at byte 8'],
  ['bytes left over', made({ w }, 12), '4 bytes belong to no tensor'],
  ['words that are numbers', made({ __metadata__: { a: 1 }, w }), '__metadata__ is no object of strings'],
  ['an entry that is nothing', made({ w: null }), 'w: expected dtype F32, got undefined'],
])('%s is told as such', (_, bytes, reason) => {
  const error = (() => {
    try {
      fromSafetensors(bytes, 'some.safetensors')
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(BadWeightsFile)
  expect(error).toMatchObject({ code: 'E_BAD_WEIGHTS_FILE', file: 'some.safetensors' })
  expect((error as Error).message).toContain(`some.safetensors: `)
  expect((error as Error).message).toContain(reason)
})

test('cut off or changed anywhere, a file is refused', () => {
  const bytes = toSafetensors(tensors, { made: 'here' })
  for (let length = 0; length < bytes.length; length++)
    expect(() => fromSafetensors(bytes.subarray(0, length), 'x')).toThrow(BadWeightsFile)
  const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))
  for (let at = header; at < bytes.length; at++) {
    const changed = bytes.slice()
    changed[at]! ^= 1
    expect(() => fromSafetensors(changed, 'x')).toThrow('the numbers do not have the hash of the header')
  }
})
