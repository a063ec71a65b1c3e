import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { golden } from '../../../../test/kit/golden.ts'
import { verifySuite } from '../../../verify.ts'
import type { TranscriptEntry, TranscriptLine } from './transcripts.ts'

const indexFile = new URL('../../../../test/golden/microrts/socket/index.json', import.meta.url)
const index = JSON.parse(readFileSync(indexFile, 'utf8')) as TranscriptEntry[]
const suite = verifySuite('microrts-socket')

function transcript(file: string): { file: string; records: TranscriptLine[] } {
  return { file, records: golden<TranscriptLine>(`microrts/socket/${file.replace('.jsonl.gz', '')}`) }
}

test('there are 21 transcripts', () => {
  expect(index).toHaveLength(21)
})

test.each(index.map(({ file }) => file))('%s: every answer is as recorded', (file) => {
  expect(suite.check(transcript(file), index)).toBeUndefined()
})
