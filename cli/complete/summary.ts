import type { AnswerRecord, Verdicts } from '@cairn/completions'
import { line, type Shell } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'

const converters = ['strict', 'compat'] as const satisfies readonly (keyof Verdicts)[]

/**
 * Ends a command that filled a completion file: figures for a person on stderr; on stdout the name of the file, or all
 * of it as one JSON object.
 */
export async function summarize(
  {
    file,
    answers,
    failures = 0,
  }: { readonly file: string; readonly answers: readonly AnswerRecord[]; readonly failures?: number },
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  { out, err }: Pick<Shell, 'out' | 'err'>,
): Promise<void> {
  const { tally } = await import('@cairn/completions')
  const tallies = converters.map((converter) => ({ converter, ...tally(answers, converter) }))
  if (json) {
    const byConverter = tallies.map(({ converter, ...counts }) => [converter, counts])
    return line(out, JSON.stringify({ file, answers: answers.length, failures, ...Object.fromEntries(byConverter) }))
  }
  if (quiet) return line(out, file)
  line(err, `${some(answers.length, 'answer')}${failures === 0 ? '' : `, ${some(failures, 'failed request')}`}`)
  for (const { converter, accepted, distinctPrograms } of tallies) {
    const rate = answers.length === 0 ? '-' : `${((100 * accepted) / answers.length).toFixed(1)} %`
    line(
      err,
      `  ${converter.padEnd(8)}${grouped(accepted)} accepted (${rate}), ${some(distinctPrograms, 'distinct program')}`,
    )
  }
  line(out, file)
}
