import { type Program, parse, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { digits, type Script, ScriptedContext, textOf } from '../test/kit/scripted-search.ts'
import { climb } from './climb.ts'
import { type Scored, SearchClosed } from './index.ts'

const program = (text: string): Program => parse(digits, [...text].join(' '))
const context = (score: Script['score'], budget = 100) => new ScriptedContext({ rng: seededRng(1), budget, score })

/** The digit sum. */
const sum = (of: Program) => [...textOf(of)].reduce((total, digit) => total + Number(digit), 0) / 100

/** Each digit one down, then each one up. */
function* around(here: Program): Generator<Program> {
  const text = textOf(here)
  for (const step of [-1, 1]) {
    for (let place = 0; place < 8; place++) {
      const digit = Number(text[place]) + step
      if (digit >= 0 && digit <= 2) yield program(text.slice(0, place) + digit + text.slice(place + 1))
    }
  }
}

test('a climb evaluates its start, moves to the first better neighbour until there is none, and gives the optimum', async () => {
  const search = context(sum)
  const optimum = await climb(search, program('11111122'), { around })
  expect(textOf(optimum.program)).toBe('22222222')
  expect(optimum.score).toBe(0.16)
  const visited = search.asked.map((asked) => (asked.kind === 'score' ? asked.program : asked.programs.at(-1)!))
  expect(visited.slice(0, 4).map(textOf)).toEqual(['11111122', '21111122', '22111122', '22211122'])
  // The start, all that are worse and the first that is better at each of six steps, all eight at the top.
  expect(search.charged).toBe(1 + 6 * (8 + 1) + 8)
})

test('a start that was scored before is evaluated again', async () => {
  const search = context(() => 0)
  for (let n = 0; n < 3; n++) await climb(search, program('00000000'), { around: () => [] })
  expect(search.charged).toBe(3)
})

test('each move is told, with where it came from, before the next neighbours are drawn', async () => {
  const told: string[] = []
  const moved = (to: Scored, from: Scored) => {
    told.push(`${textOf(from.program)} ${from.score} -> ${textOf(to.program)} ${to.score}`)
  }
  const near = (here: Program) => {
    told.push(`around ${textOf(here)}`)
    return around(here)
  }
  await climb(context(sum), program('22222211'), { around: near, moved })
  expect(told).toEqual([
    'around 22222211',
    '22222211 0.14 -> 22222221 0.15',
    'around 22222221',
    '22222221 0.15 -> 22222222 0.16',
    'around 22222222',
  ])
})

test('a climb ends with the context, in the middle of a neighbourhood or when the task is solved', async () => {
  const spent = context(() => 0, 5)
  await expect(climb(spent, program('11111111'), { around })).rejects.toThrow(SearchClosed)
  expect(spent.charged).toBe(5)
  const solved = context((_program, n) => (n === 3 ? 1 : 0))
  await expect(climb(solved, program('11111111'), { around })).rejects.toThrow('solved')
  expect(solved.charged).toBe(4)
})
