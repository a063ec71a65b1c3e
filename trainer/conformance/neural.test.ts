import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { present } from '../test/backends.ts'
import { checkNeural, neuralFiles, neuralSuite } from './neural.ts'

describe.each(present)('on %s', (backend) => {
  test.each(neuralFiles)('%s is reproduced', async (file) => {
    const { tf } = await openBackend({ backend })
    const before = tf.memory().numTensors
    const text = readFileSync(new URL(`../../test/golden/neural/${file}`, import.meta.url), 'utf8')
    expect(checkNeural(tf, { file, records: [JSON.parse(text)] })).toBeUndefined()
    expect(tf.memory().numTensors).toBe(before)
  })
})

test('the suite names the first number that differs, and files that it does not know', async () => {
  const record = JSON.parse(readFileSync(new URL('../../test/golden/neural/kl.json', import.meta.url), 'utf8'))
  const suite = neuralSuite({ 'ours.json': (record: { kl_mean: number }) => `ours: ${record.kl_mean}` })
  const check = (file: string, changed: object) => suite.check({ file, records: [{ ...record, ...changed }] })
  expect(await check('kl.json', {})).toBeUndefined()
  expect(await check('kl.json', { kl_mean: 0.5 })).toMatch(/^kl_mean\[0\]: expected 0\.5, got 0\.565/)
  expect(await check('lk.json', {})).toMatch(
    /^not a file of this suite: lk\.json; expected decoder_ce\.json, .*, kl\.json, ours\.json, /,
  )
  expect(await check('ours.json', { kl_mean: 0.5 })).toBe('ours: 0.5')
  expect(await check('gru.json', {})).toMatch(/^the record cannot be played: /)
})
