import { hashBytes, neighbour, numberOf, type Program, sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import {
  digits,
  runScripted,
  type Script,
  type ScriptedContext,
  ScriptedRng,
  textOf,
} from '../test/kit/scripted-search.ts'
import { simulatedAnnealing, simulatedAnnealingDefaults } from './index.ts'

/** Scores in the order they are asked for; 0 from then on. */
const inOrder =
  (...scores: number[]) =>
  (_program: Program, n: number) =>
    scores[n] ?? 0

const anneal = (options: Record<string, number | string>, decisions: number[], script: Omit<Script, 'rng'>) =>
  runScripted(simulatedAnnealing, options, { rng: new ScriptedRng(decisions), ...script })

const texts = ({ asked }: ScriptedContext) =>
  asked.map((question) => (question.kind === 'score' ? textOf(question.program) : 'never asked'))

describe('a cooling', () => {
  test('has 110 proposals at the published constants; without a positive score a fresh program follows', async () => {
    const run = await anneal({}, [], { budget: 333, score: () => 0 })
    const fresh = texts(run).flatMap((text, at) => (new Set(text).size === 1 ? [at] : []))
    expect(fresh).toEqual([0, 111, 222])
  })

  test('has as many proposals as it takes for T0 / (1 + alpha i) to come down to 1', async () => {
    const run = await anneal({ temperature: 4, alpha: 1 }, [], { budget: 8, score: () => 0 })
    const fresh = texts(run).flatMap((text, at) => (new Set(text).size === 1 ? [at] : []))
    expect(fresh).toEqual([0, 4]) // T = 4, 2, 4/3, and not 1
  })
})

describe('a proposal', () => {
  const { temperature, alpha, beta } = simulatedAnnealingDefaults
  /** exp(beta (new - current) / T) for a proposal that is 0.01 worse. */
  const bar = (i: number) => Math.exp((beta * -0.01) / (temperature / (1 + alpha * i)))
  const bars = Array.from({ length: 100 }, (_, i) => bar(i))
  /** Each 0.01 worse than where it came from, which is a neighbour of the one before if that was accepted. */
  const descending = (_program: Program, n: number) => 0.5 - n / 100
  const atStart = (_program: Program, n: number) => (n === 0 ? 0.5 : 0.5 - 0.01)

  test('that is worse is taken when the draw is just below exp(beta (new - current) / T)', async () => {
    const decisions = bars.map((each) => each * (1 - 1e-9))
    const run = await anneal({}, decisions, { budget: 9, score: descending })
    expect(texts(run)).toEqual([
      '00000000',
      '10000000',
      '12000000',
      '12300000',
      '12340000',
      '12345000',
      '12345600',
      '12345670',
      '12345678',
    ])
  })

  test('that is worse is left when the draw is just above', async () => {
    const decisions = bars.map((each) => each * (1 + 1e-9))
    const run = await anneal({}, decisions, { budget: 5, score: atStart })
    expect(texts(run)).toEqual(['00000000', '10000000', '02000000', '00300000', '00040000'])
  })

  test('that is better or as good is taken whatever is drawn, and the number is drawn all the same', async () => {
    const rng = new ScriptedRng(Array.from({ length: 10 }, () => 1 - 2 ** -53))
    const score = inOrder(0.1, 0.2, 0.2, 0.3)
    const run = await runScripted(simulatedAnnealing, {}, { rng, budget: 4, score })
    expect(texts(run)).toEqual(['00000000', '10000000', '12000000', '12300000'])
    expect(rng.decisions.length).toBe(7)
  })

  test('of poison is left, and poison is left at once for anything else', async () => {
    const worst = Number.NEGATIVE_INFINITY
    const run = await anneal({}, [0, 0, 0, 0], { budget: 5, score: inOrder(worst, worst, 0.1, worst, 0.2) })
    expect(texts(run)).toEqual(['00000000', '10000000', '02000000', '02300000', '02040000'])
  })
})

describe('when it is cold', () => {
  // T = 3 and 1.5: two proposals to a cooling. Both of the first are taken, so the score stands at 0.3.
  const coolings = { temperature: 3, alpha: 1 }
  const decisions = [0, 0, 0.999, 0.999]
  const score = inOrder(0.5, 0.3, 0.3, 0.4, 0.4)

  test('it goes back to the best program but keeps the score it had, as the reference does', async () => {
    const run = await anneal({ ...coolings, reheat: 'stale' }, decisions, { budget: 5, score })
    // 0.4 looks better than 0.3.
    expect(texts(run)).toEqual(['00000000', '10000000', '12000000', '00300000', '00340000'])
  })

  test('or takes the score of the best program along, when told to', async () => {
    const run = await anneal({ ...coolings, reheat: 'best' }, decisions, { budget: 5, score })
    // 0.4 is worse than 0.5.
    expect(texts(run)).toEqual(['00000000', '10000000', '12000000', '00300000', '00040000'])
  })

  test('it charges the fresh program that it takes when nothing was better than 0', async () => {
    const run = await anneal(coolings, [], { budget: 4, score: inOrder(-1, -0.5, -0.2) })
    expect(texts(run)).toEqual(['00000000', '10000000', '12000000', '22222222'])
    expect(run.charged).toBe(4)
  })
})

test('a neighbour has no more nodes than it may, sequences and the program itself not counted', async () => {
  const sequence = numberOf(minigrid, 'sequence')
  const sizes = async (size: number) => {
    const script = { rng: seededRng(1), budget: 300, language: minigrid, score: () => 0 }
    const { asked } = await runScripted(simulatedAnnealing, { size, temperature: 1_000 }, script)
    return asked
      .slice(1) // the start is taken as it is drawn
      .map((question) => (question.kind === 'score' ? question.program : new Uint8Array()))
      .map((program) => program.slice(1).filter((production) => production !== sequence).length)
  }
  expect(Math.max(...(await sizes(5)))).toBe(5)
  expect(Math.max(...(await sizes(20)))).toBe(20)
})

test('the coldest start still makes proposals', async () => {
  const coldest = simulatedAnnealing.options.temperature!
  const temperature = coldest.kind === 'number' ? coldest.min : 0
  const run = await anneal({ temperature, alpha: 1e6 }, [], { budget: 50, score: () => 0.5 })
  expect(run.charged).toBe(50)
})

test('asks about the very programs that the iteration of the reference asks about', async () => {
  for (const reheat of ['stale', 'best'] as const) {
    const score = (program: Program) => hashBytes(program).low / 2 ** 32 - 0.3
    const run = await runScripted(simulatedAnnealing, { reheat }, { rng: seededRng(9), budget: 1_000, score })
    expect(texts(run)).toEqual(reference(reheat, seededRng(9), 1_000, score))
  }
})

/** The state and the iteration of prog_policies' `SimulatedAnnealing`, the first evaluation counted. */
function reference(
  reheat: 'stale' | 'best',
  rng: ReturnType<typeof seededRng>,
  evaluations: number,
  scoreOf: (program: Program) => number,
): string[] {
  const asked: string[] = []
  const evaluate = (program: Program) => {
    asked.push(textOf(program))
    return scoreOf(program)
  }
  let program = sampleProgram(digits, rng, { filter: false })
  let score = evaluate(program)
  let best = Number.NEGATIVE_INFINITY
  let bestProgram = program
  let temperature = 100
  let i = 0
  while (asked.length < evaluations) {
    if (score > best) {
      best = score
      bestProgram = program
    }
    if (temperature > 1) {
      const next = neighbour(digits, program, rng, { variant: 'old', size: 20 })
      const nextScore = evaluate(next)
      if (nextScore > best) {
        best = nextScore
        bestProgram = next
      }
      if (rng.uniform() < Math.exp((200 * (nextScore - score)) / temperature)) {
        program = next
        score = nextScore
      }
      i += 1
      temperature = 100 / (1 + 0.9 * i)
    } else {
      if (best > 0) {
        program = bestProgram
        if (reheat === 'best') score = best
      } else {
        program = sampleProgram(digits, rng, { filter: false })
        score = evaluate(program)
      }
      temperature = 100
      i = 0
    }
  }
  return asked
}
