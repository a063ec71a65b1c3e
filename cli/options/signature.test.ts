import { findDomain } from '@cairn/domains'
import { parse } from '@cairn/language'
import { expect, test } from 'vitest'
import { signatureOf } from './signature.ts'

const karel = findDomain('karel')!

function signature(kind: string, text: string, states = 50) {
  return signatureOf(karel, kind, parse(karel.language, text, kind), states)!
}

test('two turns are two actions in every state, and one trace', () => {
  expect(signature('stmt', 'turnLeft turnLeft')).toMatchObject({
    ...{ acts: 50, traces: 1, commonest: 50, actions: { least: 2, mean: 2, most: 2 }, endings: { completed: 50 } },
  })
})

test('a condition acts where it holds, and its negation where it does not', () => {
  const holds = signature('cond', 'frontIsClear')
  const not = signature('cond', 'not c( frontIsClear c)')
  expect(holds.acts + not.acts).toBe(50)
  expect(holds.acts).toBeGreaterThan(0)
  expect(holds.acts).toBeLessThan(50)
  expect([holds.traces, not.traces]).toEqual([2, 2])
})

test('a count shows in how often the agent turns', () => {
  expect(signature('count', 'R=7').actions).toEqual({ least: 7, mean: 7, most: 7 })
})

test('the liveliest state is the first with the most actions', () => {
  const { task, program, actions, liveliest } = signature('stmt', 'WHILE c( frontIsClear c) w( move w)')
  const prepared = task.prepare(program)
  const steps = Array.from({ length: 50 }, (_, state) => prepared.episode(state).steps)
  expect(actions.most).toBe(Math.max(...steps))
  expect(liveliest).toBe(steps.indexOf(Math.max(...steps)))
})

test('a domain that cannot tell has none', () => {
  const { probe: _, ...mute } = karel
  expect(signatureOf(mute, 'stmt', parse(karel.language, 'move', 'stmt'), 5)).toBeUndefined()
})
