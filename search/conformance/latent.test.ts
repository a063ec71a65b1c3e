import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { latentChecks } from './latent.ts'

const golden = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../test/golden/neural/${file}`, import.meta.url), 'utf8'))

test.each(Object.entries(latentChecks))('%s is reproduced', (file, check) => {
  expect(check(golden(file) as never)).toBeUndefined()
})

test.each([
  ['cem.json', { order_ascending_by_reward_then_string: [6, 4, 0, 2, 7, 1, 5, 3] }, 'order[0]: expected 6, got 4'],
  ['cem.json', { n_elite_table: { '8x0.05': 8 } }, 'n_elite_table, 8x0.05[0]: expected 8, got 0'],
  ['compatibility.json', { evaluation_paper_eq: 0.5 }, /^evaluation_paper_eq\[0\]: expected 0\.5, got 0\.1175/],
  ['diversity.json', { multiplier: [0.5] }, 'multiplier: expected 1 numbers, got 2'],
])('a number of %s that differs is named: %o', (file, changed, message) => {
  expect(latentChecks[file]?.({ ...golden(file), ...changed } as never)).toMatch(message)
})
