import { describe, test } from 'vitest'
import { domainContract } from '../domain-contract.ts'
import { karel } from './index.ts'

/** Turns 19^4 times: more than any budget, and no task minds a turn. */
const endless = `DEF run m( ${'REPEAT R=19 r( '.repeat(5)}turnLeft${' r)'.repeat(5)} m)`

const programs = [
  'DEF run m( WHILE c( noMarkersPresent c) w( IFELSE c( frontIsClear c) i( move i) ELSE e( turnLeft e) w) m)',
  'DEF run m( REPEAT R=9 r( pickMarker move turnRight move turnLeft r) m)',
  'DEF run m( WHILE c( frontIsClear c) w( putMarker move w) putMarker turnLeft move m)',
  'DEF run m( REPEAT R=19 r( REPEAT R=19 r( IF c( markersPresent c) i( pickMarker i) move r) turnLeft r) m)',
]

describe('karel keeps the domain contract', () => {
  for (const { name, check } of domainContract(karel, { programs, endless })) test(name, check)
})

const variants = [
  { name: 'karel/snake', options: { variant: 'prog-policies' } },
  { name: 'karel/one-stroke', options: { variant: 'prog-policies', height: 5, width: 7 } },
  { name: 'karel/wall-avoider', options: { 'start-offset': 1, height: 9, width: 6 } },
  { name: 'karel/harvester', options: { height: 20, width: 30, crashable: true, 'turn-on-block': false } },
  { name: 'karel/stair-climber', options: { height: 14, width: 9, crashable: true } },
  { name: 'karel/maze', options: { height: 90, width: 90 } },
]

describe('variants of its tasks do too', () => {
  for (const { name, check } of domainContract(karel, { programs, endless, tasks: variants, episodes: 3 }))
    test(name, check)
})
