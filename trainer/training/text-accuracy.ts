import type { Accuracy } from '../losses/cross-entropy.ts'

/**
 * How well texts were written that the decoder wrote by itself, by LEAPS's measure: positions count up to the first pad of
 * the text or of the target, whichever comes later.
 *
 * @param written tokens after `DEF`, without the pad, as `decode` gives them
 * @param programs whole programs, `DEF` included
 * @param steps tokens that the decoder may write
 */
export function textAccuracy(
  written: readonly ArrayLike<number>[],
  programs: readonly ArrayLike<number>[],
  steps: number,
): Accuracy {
  let [tokens, whole] = [0, 0]
  for (const [i, program] of programs.entries()) {
    const text = written[i]!
    const wanted = program.length - 1
    // The pad that ends the text counts, where there was room for it; so does the target's if the text is as long.
    const counted = Math.max(wanted, Math.min(text.length + 1, steps))
    let right = 0
    for (let at = 0; at < counted; at++) {
      const token = at < text.length ? text[at] : -1
      if (token === (at < wanted ? program[at + 1] : -1)) right++
    }
    tokens += right / counted
    whole += Number(right === counted)
  }
  const share = 100 / Math.max(1, programs.length)
  return { tokenPercent: tokens * share, wholePercent: whole * share }
}
