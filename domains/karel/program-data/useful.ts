/** As many of the same token in a row, and more, are one too many. Source: HPRL. */
const longestRun = 8

const opposites: Readonly<Record<string, string>> = {
  turnLeft: 'turnRight',
  turnRight: 'turnLeft',
  pickMarker: 'putMarker',
  putMarker: 'pickMarker',
}

/**
 * Whether a program is worth having by the rules of HPRL: no token nine times in a row, no loop that only picks or only
 * puts markers, no action that the next one undoes.
 */
export function usefulTokens(tokens: readonly string[]): boolean {
  let run = 1
  for (let at = 1; at < tokens.length; at++) {
    const token = tokens[at]
    const before = tokens[at - 1]
    run = token === before ? run + 1 : 1
    if (run > longestRun) return false
    if (opposites[before] === token) return false
    const only = before === 'w(' && tokens[at + 1] === 'w)'
    if (only && (token === 'pickMarker' || token === 'putMarker')) return false
  }
  return true
}
