import type { Program } from '@cairn/language'
import type { AnswerValue } from './answers.ts'

/** Programs as the journal keeps them: the length of each and its bytes, a length as 7 bits a byte, lowest first. */
export function encodePrograms(programs: readonly Program[]): Uint8Array {
  const bytes = new Uint8Array(programs.reduce((sum, { length }) => sum + length + lengthBytes(length), 0))
  let at = 0
  for (const program of programs) {
    let rest = program.length
    for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128
    bytes[at++] = rest
    bytes.set(program, at)
    at += program.length
  }
  return bytes
}

export function decodePrograms(answer: AnswerValue): Program[] {
  if (!(answer instanceof Uint8Array)) throw new TypeError('the answer holds no programs')
  const programs: Program[] = []
  for (let at = 0; at < answer.length; ) {
    let length = 0
    let shift = 0
    for (; answer[at]! > 127; shift += 7) length |= (answer[at++]! & 127) << shift
    length |= answer[at++]! << shift
    programs.push(answer.slice(at, at + length))
    at += length
  }
  return programs
}

function lengthBytes(length: number): number {
  let bytes = 1
  for (let rest = length; rest > 127; rest >>>= 7) bytes++
  return bytes
}
