import { createHash } from 'node:crypto'
import type { NamedWeights, Weights } from '../model/parameters.ts'

/** A file of weights that is not one, or is no longer whole. */
export class BadWeightsFile extends Error {
  readonly code = 'E_BAD_WEIGHTS_FILE'
  readonly file: string
  readonly reason: string

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}; the file is damaged or not safetensors, and nothing of it was used`, options)
    this.name = 'BadWeightsFile'
    this.file = file
    this.reason = reason
  }
}

export interface WeightsFile {
  readonly tensors: Map<string, Weights>
  /** Words about the file. */
  readonly metadata: ReadonlyMap<string, string>
}

/** Name of the metadata field that holds the hash of everything after the header. */
const hashField = 'sha256'

/** Larger headers are refused, as the format asks: 100 MB. */
const headerLimit = 100_000_000

/**
 * The bytes of a safetensors file: the header's length (8 bytes, little-endian), the header in JSON, the numbers of all
 * tensors one after the other as little-endian float32. Tensors lie in the order of their names.
 */
export function toSafetensors(tensors: NamedWeights, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const names = [...tensors.keys()].sort()
  const size = names.reduce((sum, name) => sum + 4 * tensors.get(name)!.values.length, 0)
  const data = new Uint8Array(size)
  const view = new DataView(data.buffer)
  const header: Record<string, unknown> = {}
  let at = 0
  for (const name of names) {
    const { shape, values } = tensors.get(name)!
    const begin = at
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, at] }
  }
  const text = JSON.stringify({ __metadata__: { ...metadata, [hashField]: hashOf(data) }, ...header })
  const encoded = new TextEncoder().encode(text)
  // Spaces at the end, so that the numbers begin at a multiple of 8.
  const padded = Math.ceil(encoded.length / 8) * 8
  const file = new Uint8Array(8 + padded + size).fill(0x20, 8, 8 + padded)
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true)
  file.set(encoded, 8)
  file.set(data, 8 + padded)
  return file
}

/**
 * Reads what `toSafetensors` writes, and any other such file of float32 tensors; where the hash is missing, as in
 * files of other tools, the numbers cannot be checked.
 *
 * @param file its name, for errors
 * @throws BadWeightsFile
 */
export function fromSafetensors(bytes: Uint8Array, file: string): WeightsFile {
  const bad = (reason: string, options?: ErrorOptions) => new BadWeightsFile(file, reason, options)
  if (bytes.length < 8) throw bad(`${bytes.length} bytes are too few for a header`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  if (length > headerLimit || 8 + length > bytes.length)
    throw bad(`a header of ${length} bytes does not fit into ${bytes.length}`)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(bytes.subarray(8, 8 + length)))
  } catch (cause) {
    throw bad('the header is not JSON', { cause })
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw bad('the header is no object')
  const { __metadata__: words = {}, ...entries } = header as Record<string, unknown>
  const data = bytes.subarray(8 + length)
  const metadata = metadataOf(words, bad)
  const expected = metadata.get(hashField)
  if (expected !== undefined && expected !== hashOf(data)) throw bad('the numbers do not have the hash of the header')

  const spans: [begin: number, end: number][] = []
  const tensors = new Map(
    Object.entries(entries).map(([name, entry]): [string, Weights] => {
      const { shape, begin, end } = entryOf(name, entry, data.length, bad)
      spans.push([begin, end])
      const view = new DataView(data.buffer, data.byteOffset + begin, end - begin)
      return [
        name,
        { shape, values: Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true)) },
      ]
    }),
  )
  let covered = 0
  for (const [begin, end] of spans.sort(([a], [b]) => a - b)) {
    if (begin !== covered) throw bad(`tensors overlap or leave a gap at byte ${covered} of the numbers`)
    covered = end
  }
  if (covered !== data.length) throw bad(`${data.length - covered} bytes belong to no tensor`)
  return { tensors, metadata }
}

type Bad = (reason: string) => BadWeightsFile

function metadataOf(words: unknown, bad: Bad): Map<string, string> {
  const strings = typeof words === 'object' && words !== null ? Object.entries(words) : undefined
  if (!strings?.every(([, value]) => typeof value === 'string')) throw bad('__metadata__ is no object of strings')
  return new Map(strings)
}

function entryOf(
  name: string,
  entry: unknown,
  size: number,
  bad: Bad,
): { shape: number[]; begin: number; end: number } {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
  if (dtype !== 'F32') throw bad(`${name}: expected dtype F32, got ${JSON.stringify(dtype)}`)
  if (!Array.isArray(shape) || !shape.every(whole))
    throw bad(`${name}: shape ${JSON.stringify(shape)} is no list of sizes`)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole))
    throw bad(`${name}: data_offsets ${JSON.stringify(offsets)} are no two offsets`)
  const [begin, end] = offsets as [number, number]
  const bytes = 4 * shape.reduce((product: number, length: number) => product * length, 1)
  if (end > size) throw bad(`${name}: ends at byte ${end} of ${size}`)
  if (end - begin !== bytes) throw bad(`${name}: shape [${shape}] needs ${bytes} bytes, got ${end - begin}`)
  return { shape, begin, end }
}

function hashOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
