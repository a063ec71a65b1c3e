import { expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { neighbourhood, neighbours, sampleProgram, searchSpaceRng, seededRng } from './index.ts'

test('a neighbourhood on a recorded stream is drawn from the stream itself, all of it at the call', () => {
  const [lazy, eager] = [searchSpaceRng(3), searchSpaceRng(3)]
  const program = sampleProgram(minigrid, lazy)
  sampleProgram(minigrid, eager)
  const near = neighbourhood(minigrid, program, lazy, 40)
  const all = neighbours(minigrid, program, eager, 40)
  expect(lazy.next32()).toBe(eager.next32())
  expect([...near]).toEqual(all)
})

test('on any other stream it is drawn when it is asked for, and the stream has moved on by a split', () => {
  const [lazy, split] = [seededRng(3), seededRng(3)]
  const program = sampleProgram(minigrid, seededRng(4))
  const near = neighbourhood(minigrid, program, lazy, 1_000_000)
  split.split()
  near.next()
  expect(lazy.next32()).toBe(split.next32())
})
