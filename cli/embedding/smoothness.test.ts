import { karel } from '@cairn/domains'
import { type Program, parse, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { SampledStates } from './behaviour.ts'
import { smoothnessOf } from './smoothness.ts'

const program = (text: string) => parse(karel.language, `DEF run m( ${text} m)`)
const move = program('move')

/** One number: below -2 is no program, then two that turn round, then `move`, from 2 on a `move` that is written otherwise. */
const line = {
  size: 1,
  encode: async (programs: readonly Program[]) => programs.map((of) => Float64Array.of(of.length > 10 ? -3 : 1)),
  decode: async (latents: readonly Float64Array[]) =>
    latents.map(([at]) => {
      if (at! < -2) return undefined
      if (at! < 0) return program('turnLeft turnLeft')
      return at! < 2 ? move : program('REPEAT R=1 r( move r)')
    }),
}

test('the further from a program, the fewer are the same; what is written otherwise may do the same', async () => {
  const options = { sigmas: [0, 0.1, 2], draws: 400, states: new SampledStates(5), rng: seededRng(1).stream('test') }
  const { programs, rows } = await smoothnessOf(line, [move], options)
  expect(programs).toBe(1)
  expect(rows[0]).toEqual({ sigma: 0, decoded: 1, sameProgram: 1, sameBehaviour: 1, distance: 0 })
  expect(rows[1]).toEqual({ ...rows[0], sigma: 0.1 })
  // Of N(1, 4): above -2, from 0 to 2, above 0.
  expect(rows[2]!.decoded).toBeCloseTo(0.933, 1)
  expect(rows[2]!.sameProgram).toBeCloseTo(0.383, 1)
  expect(rows[2]!.sameBehaviour).toBeCloseTo(0.691, 1)
  expect(rows[2]!.distance).toBeCloseTo(1 - 0.691 / 0.933, 1)
})

test('a program whose latent decodes to none is left out', async () => {
  const options = { states: new SampledStates(2), rng: seededRng(1).stream('test') }
  const long = program(Array(20).fill('move').join(' '))
  expect(await smoothnessOf(line, [long], options)).toMatchObject({ programs: 0, rows: [] })
  expect(await smoothnessOf(line, [long, move], options)).toMatchObject({ programs: 1, draws: 16 })
})
