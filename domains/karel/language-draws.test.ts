import { readFileSync } from 'node:fs'
import {
  measure,
  neighbour,
  neighbourhood,
  type Program,
  parse,
  print,
  type Rng,
  sampleProgram,
  seededRng,
} from '@cairn/language'
import { describe, expect, test } from 'vitest'
import {
  deviation,
  followsDistribution,
  mean,
  normalQuantile,
  sameDistribution,
  sum,
} from '../../test/kit/statistics.ts'
import { karel } from './language.ts'

/**
 * Of all the comparisons with recorded distributions in this file together: the chance that a correct sampler fails
 * one. Seeds are fixed, so a pass stays a pass.
 */
const alpha = 0.001
const comparisons = 150
const each = alpha / comparisons

interface Recorded {
  readonly n: number
  readonly tokens_mean: number
  readonly tokens_std: number
  readonly tokens_quantiles: Record<string, number>
  readonly height_histogram: Record<string, number>
  readonly sequence_histogram: Record<string, number>
  readonly root_statement_share: Record<string, number>
  readonly nodes_mean: number
  readonly token_share: Record<string, number>
  readonly identical_to_parent_share: number
}

const stats: {
  readonly raw_acceptance_rate: number
  readonly initial: Recorded
  readonly one_mutation: Recorded
  readonly neighbours_of_fixed_program: Recorded & { readonly program: string; readonly identical_share: number }
} = JSON.parse(readFileSync(new URL('../../test/golden/karel/program_generator_stats.json', import.meta.url), 'utf8'))

describe('programs are drawn as prog_policies draws them', () => {
  const rng = seededRng(1)
  const programs = Array.from({ length: 10_000 }, () => sampleProgram(karel, rng))
  distributedLike('random programs', programs, stats.initial)

  test('about as many raw draws are within the limits', () => {
    const raw = Array.from({ length: 10_000 }, () => sampleProgram(karel, rng, { filter: false }))
    const accepted = raw.filter((program) => measure(karel, program).tokens <= karel.limits.tokens)
    expect(raw.every((program) => measure(karel, program).height <= 4 && measure(karel, program).run <= 6)).toBe(true)
    // The recorded rate is rounded to two digits.
    expect(Math.abs(accepted.length / raw.length - stats.raw_acceptance_rate)).toBeLessThan(0.02)
  })

  test('the generator of recorded streams draws the same distribution as ours', () => {
    const sizes = (rng: Rng) => {
      const counts = Array.from({ length: 46 }, () => 0)
      for (let i = 0; i < 10_000; i++) counts[measure(karel, sampleProgram(karel, rng)).tokens]!++
      return counts
    }
    // Only a recorded stream draws hopeless programs to their end; that must not show in what is accepted.
    const finishing: Rng = Object.assign(Object.create(seededRng(3)), forward(seededRng(3)), { recorded: true })
    expect(sameDistribution(sizes(seededRng(2)), sizes(finishing), each)).toBe(true)
  })
})

describe('neighbours are drawn as prog_policies draws them', () => {
  const rng = seededRng(4)
  const parents = Array.from({ length: 10_000 }, () => sampleProgram(karel, rng))
  const children = parents.map((parent) => neighbour(karel, parent, rng))
  distributedLike('neighbours of random programs', children, stats.one_mutation)

  test('as many are the same as their parent', () => {
    const same = children.filter((child, i) => print(karel, child) === print(karel, parents[i]!)).length
    expect(shareLike(same, children.length, stats.one_mutation.identical_to_parent_share, stats.one_mutation.n)).toBe(
      true,
    )
  })

  test('those of one program are distributed as recorded', () => {
    const { program: text, n, identical_share, tokens_mean, tokens_quantiles } = stats.neighbours_of_fixed_program
    const around = [...neighbourhood(karel, parse(karel, text), rng, 10_000)]
    const same = around.filter((program) => print(karel, program) === text).length
    expect(shareLike(same, around.length, identical_share, n)).toBe(true)
    const tokens = around.map((program) => measure(karel, program).tokens)
    expect(meanLike(tokens, tokens_mean, n)).toBe(true)
    expect(quantilesLike(tokens, tokens_quantiles, n)).toBe(true)
  })

  test('a replaced condition and a replaced action follow the table', () => {
    const around = [
      ...neighbourhood(
        karel,
        parse(karel, 'DEF run m( IFELSE c( leftIsClear c) i( move i) ELSE e( move e) m)'),
        rng,
        20_000,
      ),
    ]
    const texts = around.map((program) => print(karel, program))
    const count = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length
    const conditions = ['frontIsClear', 'rightIsClear', 'markersPresent', 'noMarkersPresent'].map((name) =>
      count(new RegExp(`^DEF run m\\( IFELSE c\\( ${name} c\\) i\\( move i\\) ELSE e\\( move e\\) m\\)$`)),
    )
    expect(followsDistribution(conditions, [0.5, 0.15, 0.1, 0.1], each)).toBe(true)
    expect(count(/IFELSE c\( not c\( leftIsClear c\) c\) i\( move i\) ELSE e\( move e\)/)).toBe(0)
    const actions = ['turnLeft', 'turnRight', 'putMarker', 'pickMarker'].map((name) =>
      count(new RegExp(`^DEF run m\\( IFELSE c\\( leftIsClear c\\) i\\( ${name} i\\) ELSE e\\( move e\\) m\\)$`)),
    )
    expect(followsDistribution(actions, [0.15, 0.15, 0.1, 0.1], each)).toBe(true)
  })

  test('the old variant replaces by at most two levels and five statements in a row', () => {
    const around = [...neighbourhood(karel, parse(karel, 'DEF run m( move m)'), rng, 10_000, { variant: 'old' })]
    const measures = around.map((program) => measure(karel, program))
    // The program itself is the first level.
    expect(Math.max(...measures.map(({ height }) => height))).toBe(3)
    expect(Math.max(...measures.map(({ run }) => run))).toBe(5)
  })

  test('a bound on nodes counts all but the program and sequences', () => {
    const parent = parse(karel, `DEF run m( ${'move '.repeat(19)}REPEAT R=2 r( move r) m)`)
    const around = [...neighbourhood(karel, parent, rng, 500, { variant: 'old', size: 20 })]
    const sizes = around.map(
      (program) => [...program].slice(1).filter((byte) => !karel.productions[byte]!.chains).length,
    )
    expect(Math.max(...sizes)).toBe(20)
    // Nothing else bounds such a neighbour.
    expect(Math.max(...around.map((program) => measure(karel, program).run))).toBeGreaterThan(6)
  })
})

function distributedLike(what: string, programs: readonly Program[], recorded: Recorded): void {
  const measures = programs.map((program) => measure(karel, program))
  const histogram = (seen: readonly number[], of: Record<string, number>) =>
    Object.keys(of).map((key) => seen.filter((value) => value === Number(key)).length)

  test(`${what}: height, run, tokens and nodes`, () => {
    const { n, height_histogram, sequence_histogram, tokens_mean, tokens_std, tokens_quantiles, nodes_mean } = recorded
    const heights = measures.map(({ height }) => height)
    expect(sameDistribution(histogram(heights, height_histogram), Object.values(height_histogram), each)).toBe(true)
    const runs = measures.map(({ run }) => run)
    expect(sameDistribution(histogram(runs, sequence_histogram), Object.values(sequence_histogram), each)).toBe(true)
    const tokens = measures.map((measured) => measured.tokens)
    expect(meanLike(tokens, tokens_mean, n)).toBe(true)
    expect(quantilesLike(tokens, tokens_quantiles, n)).toBe(true)
    expect(Math.abs(deviation(tokens) / tokens_std - 1)).toBeLessThan(0.05)
    const nodes = measures.map((measured) => measured.nodes)
    expect(meanLike(nodes, nodes_mean, n)).toBe(true)
  })

  test(`${what}: the first statement`, () => {
    const kinds = { Action: '', Concatenate: 'sequence', ITE: 'ifelse', If: 'if', Repeat: 'repeat', While: 'while' }
    const names = programs.map((program) => karel.productions[program[1]!]!.name)
    const rest = Object.values(kinds)
    const seen = Object.entries(kinds).map(
      ([, name]) => names.filter((own) => (name ? own === name : !rest.includes(own))).length,
    )
    const theirs = Object.keys(kinds).map((kind) => Math.round(recorded.root_statement_share[kind]! * recorded.n))
    expect(sameDistribution(seen, theirs, each)).toBe(true)
  })

  test(`${what}: the share of every token`, () => {
    const counted = programs.map((program) => countsOf(print(karel, program).split(' ')))
    const lengths = counted.map((counts) => sum([...counts.values()]))
    const length = mean(lengths)
    const off = Object.entries(recorded.token_share).filter(([token, share]) => {
      const counts = counted.map((counts) => counts.get(token) ?? 0)
      // Tokens of one program hang together, so the variance is that of the ratio over programs.
      const ours = sum(counts) / sum(lengths)
      const residuals = counts.map((count, i) => (count - ours * lengths[i]!) / length)
      const error = deviation(residuals) * Math.sqrt(1 / programs.length + 1 / recorded.n)
      return Math.abs(ours - share) > normalQuantile(each) * error
    })
    expect(off).toEqual([])
  })
}

function meanLike(values: readonly number[], recorded: number, n: number): boolean {
  const error = deviation(values) * Math.sqrt(1 / values.length + 1 / n)
  return Math.abs(mean(values) - recorded) <= normalQuantile(each) * error
}

function shareLike(hits: number, of: number, recorded: number, n: number): boolean {
  const share = (hits + recorded * n) / (of + n)
  return Math.abs(hits / of - recorded) <= normalQuantile(each) * Math.sqrt(share * (1 - share) * (1 / of + 1 / n))
}

/** Dvoretzky, Kiefer and Wolfowitz bound how far both samples may be from the truth, everywhere at once. */
function quantilesLike(values: readonly number[], recorded: Record<string, number>, n: number): boolean {
  const slack = Math.sqrt(Math.log(4 / each) / 2) * (1 / Math.sqrt(values.length) + 1 / Math.sqrt(n))
  return Object.entries(recorded).every(([quantile, value]) => {
    const below = values.filter((own) => own < value).length / values.length
    const upTo = values.filter((own) => own <= value).length / values.length
    return below - slack <= Number(quantile) && Number(quantile) <= upTo + slack
  })
}

function forward(rng: Rng): Partial<Rng> {
  return { next32: () => rng.next32(), uniform: () => rng.uniform(), below: (n) => rng.below(n) }
}

function countsOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}
