import type { ParseError } from '@cairn/language'

const mostExpected = 6

/** What the parser found and what it expected, in half a line. */
export function misfit({ token, expected, couldEnd }: ParseError): string {
  const found = token === '' ? 'the text ends' : `"${token}" stands`
  const wanted = couldEnd ? ['the end', ...expected] : expected
  const more = wanted.length > mostExpected ? `, or ${wanted.length - mostExpected} others` : ''
  return `${found} where ${wanted.slice(0, mostExpected).join(', ')}${more} may come`
}
