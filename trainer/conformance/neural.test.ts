import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { present } from '../test/backends.ts'
import { checkNeural, neuralFiles } from './neural.ts'

describe.each(present)('on %s', (backend) => {
  test.each(neuralFiles)('%s is reproduced', async (file) => {
    const { tf } = await openBackend({ backend })
    const before = tf.memory().numTensors
    const text = readFileSync(new URL(`../../test/golden/neural/${file}`, import.meta.url), 'utf8')
    expect(checkNeural(tf, { file, records: [JSON.parse(text)] })).toBeUndefined()
    expect(tf.memory().numTensors).toBe(before)
  })
})
