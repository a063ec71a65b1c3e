import { karel } from '@cairn/domains'
import { parse } from '@cairn/language'
import { expect, test } from 'vitest'
import { iterationsOf } from './trajectory.ts'

const move = parse(karel.language, 'DEF run m( move m)')

/** Four vectors around (x, 0), and what is known of them. */
const population = (x: number) => ({
  vectors: [0.1, -0.1].flatMap((off) => [Float64Array.of(x + off, 0.1), Float64Array.of(x + off, -0.1)]),
  programs: [move, undefined, move, move],
  returns: [0.5, undefined, 0.25, 0],
})
const centre = (x: number) => ({ vectors: [Float64Array.of(x, 0)], programs: [move], returns: [0.5] })

test('a population and its centre are an iteration; what was cut off is left out', () => {
  const questions = [population(0), centre(0.1), population(0.1), centre(0.2), population(0.2)]
  const iterations = iterationsOf(questions, 4, karel.language)
  expect(iterations.map(({ iteration, begins }) => [iteration, begins])).toEqual([
    [1, undefined],
    [2, undefined],
  ])
  expect(iterations[0]).toMatchObject({
    programs: ['DEF run m( move m)', undefined, 'DEF run m( move m)', 'DEF run m( move m)'],
    returns: [0.5, undefined, 0.25, 0],
    centre: { program: 'DEF run m( move m)', return: 0.5 },
  })
})

test('a population that is not drawn around the centre before it begins another search', () => {
  const questions = [population(0), centre(0.05), population(5), centre(5.05), population(5.05), centre(5.1)]
  const begins = iterationsOf(questions, 4, karel.language).map((one) => one.begins === true)
  expect(begins).toEqual([false, true, false])
})

test('a centre that was thrown out of the space is not asked about, and its population not shown', () => {
  const questions = [population(0), population(3), centre(3)]
  expect(iterationsOf(questions, 4, karel.language).map(({ centre: { vector } }) => vector[0])).toEqual([3])
})

test('populations of one are told from centres by their turn', () => {
  const questions = [centre(0), centre(0.1), centre(0.1), centre(0.2)]
  expect(iterationsOf(questions, 1, karel.language).map(({ centre: { vector } }) => vector[0])).toEqual([0.1, 0.2])
})
