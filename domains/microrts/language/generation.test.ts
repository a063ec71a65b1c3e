import { readFileSync } from 'node:fs'
import { checkProgram, type Program, parse, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { deviation, followsDistribution, mean, normalQuantile } from '../../../test/kit/statistics.ts'
import { sampleStatement } from './generation.ts'
import { commands, conditions, microlanguage, serialised, values } from './language.ts'
import { countNodes, haveSameText } from './measures.ts'
import { mutate, mutateToOther } from './mutation.ts'

const recorded: {
  readonly sampleS: readonly {
    readonly budget: number
    readonly samples: number
    readonly meanNodes: number
    readonly sdNodes: number
    readonly top: Readonly<Record<string, number>>
  }[]
  readonly mutate: readonly {
    readonly serialised: string
    readonly samples: number
    readonly unchangedText: number
    readonly meanNodeDelta: number
    readonly sdNodeDelta: number
  }[]
} = JSON.parse(
  readFileSync(new URL('../../../test/golden/microlanguage/generation_stats.json', import.meta.url), 'utf8'),
)

/** Of all comparisons in this file together: the chance that a correct sampler fails one. Seeds are fixed. */
const alpha = 0.001
const each = alpha / 120
const draws = 10_000

/** Two means of samples with these deviations; both have the same mean in truth. */
function isLike([a, sdA, nA]: readonly [number, number, number], [b, sdB, nB]: readonly [number, number, number]) {
  return Math.abs(a - b) <= normalQuantile(each) * Math.sqrt(sdA ** 2 / nA + sdB ** 2 / nB)
}

const nameOf = (production: number) => microlanguage.productions[production].name
const counted = (names: readonly string[], found: readonly string[]) =>
  names.map((name) => found.filter((one) => one === name).length)
const evenly = (names: readonly unknown[]) => names.map(() => 1 / names.length)

describe.each(recorded.sampleS)('programs of budget $budget', ({ budget, samples, meanNodes, sdNodes, top }) => {
  const rng = seededRng(budget)
  const programs = Array.from({ length: draws }, () => sampleStatement(rng, budget))

  test('are programs, with as many nodes as recorded', () => {
    for (const program of programs.slice(0, 200)) checkProgram(microlanguage, program)
    const nodes = programs.map(countNodes)
    expect(isLike([mean(nodes), deviation(nodes), draws], [meanNodes, sdNodes, samples])).toBe(true)
  })

  test('begin with each statement that the budget opens, equally often', () => {
    const names = Object.keys(top)
    const counts = counted(
      names,
      programs.map(([first]) => nameOf(first)),
    )
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws)
    expect(counts.length === 1 || followsDistribution(counts, evenly(names), each)).toBe(true)
  })
})

test('commands, conditions and the values of their parameters are drawn equally often', () => {
  const rng = seededRng(99)
  const found = Array.from({ length: draws }, () => sampleStatement(rng, 12)).flatMap((one) => [...one].map(nameOf))
  for (const functions of [commands, conditions]) {
    const names = functions.map(([name]) => name)
    expect(followsDistribution(counted(names, found), evenly(names), each)).toBe(true)
  }
  for (const names of Object.values(values)) {
    expect(followsDistribution(counted(names, found), evenly(names), each)).toBe(true)
  }
})

describe('mutations', () => {
  test.each(recorded.mutate)('of $serialised', ({ serialised: text, samples, unchangedText, ...delta }) => {
    const program = parse(serialised, text)
    const rng = seededRng(text.length)
    const mutants = Array.from({ length: draws }, () => mutate(program, rng))
    for (const mutant of mutants.slice(0, 200)) checkProgram(microlanguage, mutant)
    const deltas = mutants.map((mutant) => countNodes(mutant) - countNodes(program))
    const { meanNodeDelta, sdNodeDelta } = delta
    expect(isLike([mean(deltas), deviation(deltas), draws], [meanNodeDelta, sdNodeDelta, samples])).toBe(true)
    const same = mutants.filter((mutant) => haveSameText(mutant, program)).length / draws
    const sd = Math.sqrt(unchangedText * (1 - unchangedText))
    expect(isLike([same, sd, draws], [unchangedText, sd, samples])).toBe(true)
    expect(same).toBe(mutants.filter((mutant) => textOf(mutant) === textOf(program)).length / draws)
  })

  test('draw until the text is another', () => {
    for (const { serialised: text } of recorded.mutate) {
      const program = parse(serialised, text)
      const rng = seededRng(7)
      for (let i = 0; i < 300; i++) expect(textOf(mutateToOther(program, rng))).not.toBe(textOf(program))
    }
  })

  test('one parameter of a command with three is drawn anew, all of others', () => {
    const rng = seededRng(3)
    const program = parse(microlanguage, 'u.train(Worker,Up,4)')
    const leaves = Array.from({ length: 4000 }, () => mutate(program, rng))
      .map(textOf)
      .filter((text) => /^u\.train\(\w+,\w+,\w+\)$/.test(text))
      .map((text) => text.match(/\w+(?=[,)])/g)!)
    const changes = leaves.map((leaf) => ['Worker', 'Up', '4'].filter((value, i) => leaf[i] !== value).length)
    const alike = changes.filter((count) => count < 2).length
    expect(alike / changes.length).toBeGreaterThan(0.7) // the others are whole commands drawn anew
  })
})

function textOf(program: Program): string {
  return print(microlanguage, program)
}
