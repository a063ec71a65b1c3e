import { karel } from '@cairn/domains'
import { type Program, parse } from '@cairn/language'

/** A program that asks for more than it can have. */
export interface HostileProgram {
  readonly does: string
  readonly program: Program
  /**
   * Return of every episode of karel/harvester, by the rules alone: a marker that is picked up is worth 1/36, and
   * running out of calls, or repeating a state, ends the episode and costs nothing.
   */
  readonly return: number
}

const marker = 1 / 36
const number = (name: string) => karel.language.productions.findIndex((production) => production.name === name)

export const hostilePrograms: readonly HostileProgram[] = [
  { does: 'turns on the spot for ever', program: program('WHILE c( True c) w( turnLeft w)'), return: 0 },
  {
    does: 'walks around the world for ever',
    program: program('WHILE c( not c( False c) c) w( IFELSE c( frontIsClear c) i( move i) ELSE e( turnLeft e) w)'),
    return: 0,
  },
  {
    does: 'waits for a marker that it has taken',
    program: program('pickMarker WHILE c( noMarkersPresent c) w( turnLeft turnRight w)'),
    return: marker,
  },
  {
    does: 'repeats nothing 19^6 times',
    program: program(repeated(6, 'REPEAT R=0 r( move r)')),
    return: 0,
  },
  { does: 'picks 19^6 times', program: program(repeated(6, 'pickMarker')), return: marker },
  {
    does: 'picks, then asks 19^6 times',
    program: program(`pickMarker ${repeated(6, 'IF c( markersPresent c) i( pickMarker i)')}`),
    return: marker,
  },
  { does: 'is a row of 100,000 nodes', program: row(100_000, 'pickMarker'), return: marker },
  { does: 'nests 50,000 repeats', program: deep(50_000, ['repeat', 'R=2'], ['pickMarker']), return: marker },
  {
    does: 'nests 50,000 questions in one another, more than it has calls',
    program: deep(50_000, ['if', 'markersPresent'], ['pickMarker']),
    return: 0,
  },
  {
    does: 'negates a question 100,000 times',
    program: deep(100_000, ['not'], ['markersPresent', 'pickMarker'], ['if']),
    return: marker,
  },
]

function program(body: string): Program {
  return parse(karel.language, `DEF run m( ${body} m)`)
}

function repeated(depth: number, body: string): string {
  return `${'REPEAT R=19 r( '.repeat(depth)}${body}${' r)'.repeat(depth)}`
}

/** So many nodes: the statement over and over, in a sequence of sequences. */
function row(nodes: number, statement: string): Program {
  const statements = nodes >> 1
  return deep(statements - 1, ['sequence', statement], [statement])
}

/** `around` so many times, inside one another, after `before` and with `inside` in the middle. */
function deep(
  depth: number,
  around: readonly string[],
  inside: readonly string[],
  before: readonly string[] = [],
): Program {
  const numbers = (names: readonly string[]) => names.map(number)
  const layers = Array.from({ length: depth }, () => numbers(around)).flat()
  return Uint8Array.from([number('program'), ...numbers(before), ...layers, ...numbers(inside)])
}
