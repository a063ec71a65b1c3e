import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pythonicSuite } from '../index.ts'

test('every recorded answer is converted as LLM-GS converts it, both ways', () => {
  const file = new URL('../../test/golden/pythonic/cases.jsonl.gz', import.meta.url)
  const records = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
  expect(records).toHaveLength(298)
  const differences = records.map((line) => pythonicSuite.check(JSON.parse(line)))
  expect(differences.filter((difference) => difference !== undefined)).toEqual([])
})
