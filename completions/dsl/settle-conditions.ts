const opposite: ReadonlyMap<string, string> = new Map([
  ['markersPresent', 'noMarkersPresent'],
  ['noMarkersPresent', 'markersPresent'],
  ['False', 'True'],
  ['True', 'False'],
])

/** Loops over a constant; 19 is the largest number of the language. */
const constantLoop: ReadonlyMap<string, string> = new Map([
  ['True', 'REPEAT R=19 r('],
  ['False', 'REPEAT R=0 r('],
])

/**
 * What LLM-GS replaces again and again until nothing changes: negations that have a word of their own, and loops over
 * a constant. One pass from left to right comes to the same, as what is replaced always ends at the word just read.
 */
export function settleConditions(words: readonly string[]): string[] {
  const result: string[] = []
  for (const word of words) {
    result.push(word.replaceAll('true', 'True').replaceAll('false', 'False'))
    const positive = opposite.get(result.at(-2) ?? '')
    if (positive !== undefined && ends(result, 'not', ['c(', undefined, 'c)'])) replace(result, 4, 'not', positive)
    const loop = constantLoop.get(result.at(-3) ?? '')
    if (loop !== undefined && ends(result, 'WHILE', ['c(', undefined, 'c)', 'w('])) replace(result, 5, 'WHILE', loop)
  }
  return result
}

/** Whether the last words are these; of the first only the end counts, as in a text without regard to words. */
function ends(words: readonly string[], first: string, rest: readonly (string | undefined)[]): boolean {
  const from = words.length - rest.length
  return (
    words[from - 1]?.endsWith(first) === true && rest.every((word, i) => word === undefined || words[from + i] === word)
  )
}

function replace(words: string[], count: number, first: string, by: string): void {
  const [head] = words.splice(words.length - count)
  words.push(...`${head!.slice(0, -first.length)}${by}`.split(' '))
}
