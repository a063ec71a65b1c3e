import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { DiversityRecord } from '../conformance/latent.ts'
import { cosine, diversityMultiplier } from './diversity.ts'

const golden = new URL('../../test/golden/neural/diversity.json', import.meta.url)
const record: DiversityRecord = JSON.parse(readFileSync(golden, 'utf8'))
const digits = 8

test('the multiplier is that of the vector found before that is most alike', () => {
  for (const [i, candidate] of record.candidates.entries()) {
    for (const [j, found] of record.retrieved.entries()) {
      expect(cosine(candidate, found)).toBeCloseTo(record.cosine[i]![j]!, digits)
    }
    expect(diversityMultiplier(candidate, record.retrieved)).toBeCloseTo(record.multiplier[i]!, digits)
    expect(diversityMultiplier(candidate, record.retrieved, 2)).toBeCloseTo(record.multiplier_gamma2[i]!, digits)
  }
})

test('it is 1 when nothing was found, one half at right angles, and within bounds', () => {
  const { same_direction, orthogonal, opposite } = record.bounds
  expect(diversityMultiplier([1, 0], [])).toBe(1)
  expect(diversityMultiplier([0, 2], [[1, 0]])).toBeCloseTo(orthogonal, digits)
  expect(diversityMultiplier([2, 0], [[1, 0]])).toBeCloseTo(same_direction, digits)
  expect(diversityMultiplier([-2, 0], [[1, 0]])).toBeCloseTo(opposite, digits)
})
