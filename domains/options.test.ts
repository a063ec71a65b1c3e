import { expect, test } from 'vitest'
import { BadTask, completeOptions } from './options.ts'

const declared = {
  height: { kind: 'integer', default: 8, min: 3, max: 90, about: 'rows' },
  crashable: { kind: 'boolean', default: false, about: 'an illegal action ends the episode' },
  variant: { kind: 'choice', default: 'new', of: ['new', 'old'], about: 'whose rules' },
} as const

const complete = (given: Record<string, string | number | boolean>) => completeOptions('toy/task', declared, given)

test('options left out take their defaults', () => {
  expect(complete({ variant: 'old' })).toEqual({ height: 8, crashable: false, variant: 'old' })
})

test('numbers and booleans may come as text, as flags bring them', () => {
  expect(complete({ height: '12', crashable: 'true' })).toEqual({ height: 12, crashable: true, variant: 'new' })
})

test.each([
  [{ height: '8x' }, 'height', 'toy/task: height: expected an integer from 3 to 90, got "8x"'],
  [{ height: 2 }, 'height', 'toy/task: height: expected an integer from 3 to 90, got 2'],
  [{ height: 8.5 }, 'height', 'toy/task: height: expected an integer from 3 to 90, got 8.5'],
  [{ crashable: 'yes' }, 'crashable', 'toy/task: crashable: expected true or false, got "yes"'],
  [{ variant: 'newest' }, 'variant', 'toy/task: variant: expected one of new, old, got "newest"'],
  [
    { hieght: 8 },
    'hieght',
    'toy/task: hieght: expected an option among height, crashable, variant (nearest: height), got 8',
  ],
] as const)('%o is refused by name', (given, field, message) => {
  expect(() => complete(given)).toThrow(expect.objectContaining({ code: 'E_BAD_TASK', field, message }))
  expect(() => complete(given)).toThrow(BadTask)
})

test('names of Object’s own are no options', () => {
  expect(() => complete({ constructor: 1 })).toThrow(BadTask)
})
