import { numpyRng } from '@cairn/language'
import type { Verdict } from './verdict.ts'

/** Programs wanted, and answers asked for each that is missing. LLM-GS, `num_llm_programs`: 48 answers for 32 programs. */
const [wanted, surplus] = [32, 1.5]

/**
 * The program that LLM-GS takes of each answer: of two candidates, its Python converted and its text repaired, one at
 * random. It draws from numpy's `RandomState(seed)`: for every request 32 bits that it logs as a seed, then one candidate
 * of each answer that has two. Requests are those that it would have made to get these answers: 48, then half as many
 * again as are missing of 32, until 32 are there; what comes after them is drawn without a request.
 *
 * @param verdicts of `compat`, in the order of the answers
 * @param seed of the run
 * @returns canonical texts, undefined where an answer has none
 */
export function chooseAsReference(
  verdicts: readonly Pick<Verdict, 'python' | 'dsl'>[],
  seed: number,
): (string | undefined)[] {
  const rng = numpyRng(seed)
  let [accepted, leftOfRequest] = [0, 0]
  return verdicts.map(({ python, dsl }) => {
    if (leftOfRequest === 0 && accepted < wanted) {
      rng.next32()
      leftOfRequest = Math.ceil(surplus * (wanted - accepted))
    }
    leftOfRequest = Math.max(0, leftOfRequest - 1)
    const candidates = [python, dsl].flatMap((path) => (path?.ok && path.text !== undefined ? [path.text] : []))
    if (candidates.length === 0) return undefined
    accepted += 1
    return candidates[rng.below(candidates.length)]
  })
}
