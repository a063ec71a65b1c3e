import { expect, test } from 'vitest'
import { type TranscriptLine, transcriptLines, transcripts } from '../../../../test/kit/socket-transcripts.ts'
import { verifySuite } from '../../../verify.ts'

const suite = verifySuite('microrts-socket')

test('there are 21 transcripts', () => {
  expect(transcripts).toHaveLength(21)
})

test.each(transcripts.map(({ file }, i) => [file, i + 1] as const))(
  '%s: every answer is as recorded',
  (file, number) => {
    expect(suite.check({ file, records: transcriptLines(number) }, transcripts)).toBeUndefined()
  },
)

test('an answer, a fault and a bot that differ are noticed', () => {
  const { file } = transcripts[0]
  const lines = transcriptLines(1)
  const check = (records: readonly TranscriptLine[], index: readonly unknown[] = transcripts) =>
    suite.check({ file, records }, index)
  const changed = (at: number, text: string) => lines.with(at, { ...lines[at], text })
  const decided = lines.findIndex(({ from, text }) => from === 'agent' && text?.startsWith('['))
  expect(check(changed(decided, '[]'))).toMatch(
    new RegExp(`^line ${decided + 1}: expected \\[\\], found \\[\\{"unitID"`),
  )
  expect(check(changed(decided, 'ack'))).toMatch(/expected ack, found \[/)
  expect(check(changed(decided - 1, '{}'))).toMatch(/expected no fault, found pgs: expected an object/)
  expect(check(lines.toSpliced(decided, 1))).toMatch(/expected silence, found \[/)
  expect(check(lines, [])).toBe(`index.json: expected an entry of ${file}`)
  expect(check(lines, [{ ...transcripts[0], agent: 'Nobody' }])).toBe('agent: expected the name of a bot, got Nobody')
  expect(check(lines, [{ file }])).toBe('index.json: agent: expected a string, got nothing')
})
