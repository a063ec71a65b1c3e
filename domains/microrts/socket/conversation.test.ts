import { seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { linesOf, requestOf } from '../../../test/kit/socket-transcripts.ts'
import { move, wait } from '../actions.ts'
import type { Bot } from '../bot.ts'
import { createBot } from '../bots/index.ts'
import { type Orders, order } from '../orders.ts'
import type { Player, State } from '../state.ts'
import { Conversation, type GameReport } from './conversation.ts'

/** A conversation with what the listener was told. */
function talk(bot: Bot = createBot('WorkerRush')) {
  const faults: string[] = []
  const games: GameReport[] = []
  const begun: number[] = []
  const conversation = new Conversation(bot, {
    name: 'WorkerRush',
    listener: {
      began: ({ seat }) => begun.push(seat),
      over: (game) => games.push(game),
      fault: (fault) => faults.push('fault' in fault ? `${fault.fault}: ${fault.message}` : fault.message),
    },
  })
  const hear = (...lines: readonly string[]) => lines.map((line) => conversation.hear(line)).at(-1)
  return { conversation, hear, faults, games, begun }
}

function botThat(decide: (state: State, player: Player, orders: Orders) => void): Bot {
  return { reset() {}, decide }
}

const budget = requestOf(1, 'budget')
const table = requestOf(1, 'utt')
const [, body] = requestOf(1, 'getAction')
const analysis = requestOf(1, 'preGameAnalysis')
const start = [...budget, ...table]
/** The state of the start with other words in it. */
const stateWith = (...changes: readonly (readonly [string, string])[]) => {
  return changes.reduce((text, [from, to]) => text.replace(from, to), body)
}
const later = stateWith(['"time":0', '"time":1'])

test('a whole game is heard as it was played', () => {
  const { hear, faults, games, begun } = talk()
  hear(...linesOf(1, 'java'))
  expect(faults).toEqual([])
  expect(begun).toEqual([0])
  expect(games).toEqual([
    {
      ...{ seat: 0, width: 8, height: 8, table: 'FINETUNED', notation: 'json', budgetMs: 100 },
      ...{ winner: 0, tick: 194, decisions: 195 },
    },
  ])
})

test('two games on one connection are two games', () => {
  const { hear, games } = talk()
  hear(...linesOf(21, 'java'))
  expect(games.map(({ seat, winner, decisions }) => [seat, winner, decisions])).toEqual([
    [0, 0, 195],
    [1, 1, 150],
  ])
})

test('a game that another one follows without a gameOver has no known winner', () => {
  const { hear, games, conversation } = talk()
  hear(...start, 'getAction 0', body, ...start, 'getAction 0', body)
  conversation.close()
  expect(games.map(({ winner, decisions }) => [winner, decisions])).toEqual([
    [undefined, 1],
    [undefined, 1],
  ])
})

test('the greeting is one line of ASCII whatever the bot is called', () => {
  const { greeting } = new Conversation(createBot('WorkerRush'), { name: 'für\nalle' })
  expect(greeting).toBe('Cairn: f?r?alle')
})

describe('what cannot be followed is one fault and leaves nobody waiting', () => {
  test.each<[string, readonly string[], string | undefined, string]>([
    ['a word that is no request', ['hello'], undefined, 'unknown: expected budget, utt'],
    ['an empty line', [''], undefined, 'unknown: expected budget, utt'],
    ['a word in capitals', ['UTT'], undefined, 'unknown: '],
    ['a body without its request', [body], undefined, 'unknown: '],
    ['a name of Object', ['constructor 1'], undefined, 'unknown: '],
    ['a budget without numbers', ['budget soon'], 'ack', 'malformed: budget: expected milliseconds and iterations'],
    ['no player', [...start, 'getAction', body], '[]', 'malformed: getAction: expected player 0 or 1, got ""'],
    ['a third player', [...start, 'getAction 2', body], '[]', 'malformed: getAction: expected player 0 or 1, got "2"'],
    ['a third winner', [...start, 'gameOver 2'], 'ack', 'malformed: gameOver: expected 0, 1 or -1, got "2"'],
    ['a table before its budget', [...table], 'ack', 'out-of-order: utt came without a budget before it'],
    ['a table that is none', [...budget, 'utt', '{}'], 'ack', 'malformed: moveConflictResolutionStrategy: expected'],
    ['a table that is no JSON', [...budget, 'utt', '{"a":'], 'ack', 'malformed: expected JSON, got "{\\"a\\":"'],
    ['a table that is no XML', [...budget, 'utt', '<a><b></a>'], 'ack', 'malformed: expected XML: '],
    ['a table with another root', [...budget, 'utt', '<a/>'], 'ack', 'malformed: root element: expected rts.units.'],
    ['a decision before the table', ['getAction 0', body], '[]', 'out-of-order: getAction came before budget and utt'],
    ['a decision without a state', [...start, 'getAction 0', 'nothing'], '[]', 'malformed: expected JSON or XML, got'],
    ['half a state', [...start, 'getAction 0', body.slice(0, 99)], '[]', 'malformed: expected JSON, got'],
    [
      'half a state in XML',
      [...start, 'getAction 0', '<rts.GameState'],
      '<PlayerAction></PlayerAction>',
      'malformed: ',
    ],
    ['an analysis before the table', [...analysis], 'ack', 'out-of-order: preGameAnalysis came before a unit table'],
    ['an analysis of nothing', [...start, 'preGameAnalysis 0', '{}'], 'ack', 'malformed: pgs: expected an object'],
    ['an analysis without a time', [...start, 'preGameAnalysis', body], 'ack', 'malformed: preGameAnalysis: expected'],
    ['an end of no game', ['gameOver 0'], 'ack', 'out-of-order: gameOver came while no game was played'],
    ['a request in place of a table', [...budget, 'utt', 'budget 9 9'], 'ack', 'out-of-order: utt came without its'],
    [
      'the other player in the middle of a game',
      [...start, 'getAction 0', body, 'getAction 1', later],
      '[]',
      'out-of-order: player 1 is asked in the middle of the game of player 0',
    ],
    [
      'an analysis in the middle of a game',
      [...start, 'getAction 0', body, ...analysis],
      'ack',
      'out-of-order: preGameAnalysis came in the middle of a game',
    ],
    [
      'a state for the second time',
      [...start, 'getAction 0', body, 'getAction 0', body],
      '[]',
      'late: the state of tick 0 comes after that of tick 0',
    ],
    [
      'a decision after the end',
      [...start, 'getAction 0', body, 'gameOver 0', 'getAction 0', later],
      '[]',
      'out-of-order: getAction came before budget and utt',
    ],
    [
      'an end for the second time',
      [...start, 'getAction 0', body, 'gameOver 0', 'gameOver 0'],
      'ack',
      'out-of-order: gameOver came while no game was played',
    ],
  ])('%s', (_, lines, answer, fault) => {
    const { hear, faults } = talk()
    expect(hear(...lines)).toBe(answer)
    expect(faults).toEqual([expect.stringContaining(fault)])
    expect(faults[0].length).toBeLessThan(250)
    expect(hear(...start, 'getAction 0', body)).toContain('"unitID":8')
    expect(faults).toHaveLength(1)
  })

  test.each<[string, readonly (readonly [string, string])[], string]>([
    ['a time in quotes', [['"time":0', '"time":"0"']], 'time: expected an integer from 0 to 2147483647, got "0"'],
    ['half a tick', [['"time":0', '"time":0.5']], 'time: expected an integer'],
    ['a type of unit that is not there', [['"Base"', '"Castle"']], 'pgs.units[2].type: expected one of Resource, Base'],
    ['a unit of nobody known', [['"player":1', '"player":2']], 'pgs.units[3].player: expected an integer from -1 to 1'],
    ['a unit outside', [['"x":7', '"x":8']], 'pgs.units[1].x: expected an integer from 0 to 7, got 8'],
    [
      'two units in a place',
      [['"x":2, "y":1', '"x":1, "y":1']],
      'pgs.units[4].x: expected a cell without another unit',
    ],
    ['an id twice', [['"ID":7', '"ID":6']], 'pgs.units[3].ID: expected an id that no other unit has, got 6'],
    ['an id beyond 32 bits', [['"ID":7', '"ID":4294967296']], 'pgs.units[3].ID: expected'],
    ['one player', [[',{"ID":1, "resources":5}', '']], 'pgs.players: expected two players, got 1'],
    ['a terrain that is too short', [['"0000', '"0']], 'pgs.terrain: expected 64 cells, got 61'],
    ['a terrain with holes', [['"0000', '"0020']], 'pgs.terrain[2]: expected 0 or 1, got "2"'],
    ['a terrain without a size', [['"width":8,', '']], 'pgs.width: expected an integer from 1'],
    ['a world', [['"width":8,"height":8', '"width":60000,"height":60000']], 'pgs.height: expected at most 65536 cells'],
    ['no terrain at all', [[/"width".*?",/.exec(body)![0], '']], 'pgs.terrain: expected width, height and terrain'],
    ['no units', [[/"units":\[[^\]]*\]/.exec(body)![0], '"units":{}']], 'pgs.units: expected a list, got an object'],
    [
      'an action of no unit',
      [['"actions":[', '"actions":[{"ID":99,"time":0,"action":{"type":0}}']],
      'actions[0].ID: expected the id of a unit',
    ],
    [
      'an action without a direction',
      [['"actions":[', '"actions":[{"ID":8,"time":0,"action":{"type":1}}']],
      'actions[0].action.parameter: expected an integer from 0 to 3, got nothing',
    ],
    [
      'an action of another day',
      [['"actions":[', '"actions":[{"ID":8,"time":5,"action":{"type":0}}']],
      'actions[0].time: expected an integer from 0 to 0, got 5',
    ],
  ])('a state with %s', (_, changes, fault) => {
    const { hear, faults } = talk()
    expect(hear(...start, 'getAction 0', stateWith(...changes))).toBe('[]')
    expect(faults).toEqual([expect.stringContaining(`malformed: ${fault}`)])
    expect(hear('getAction 0', later)).toContain('"unitID":8')
  })

  test('a terrain that changes is a fault, the same one written otherwise is not', () => {
    const { hear, faults } = talk()
    const terrain = /"terrain":"0+"/.exec(body)![0]
    hear(...start, 'getAction 0', body)
    expect(hear('getAction 0', stateWith(['"time":0', '"time":1'], [terrain, '"terrain":"A64"']))).not.toBe('[]')
    expect(hear('getAction 0', stateWith(['"time":0', '"time":2'], [terrain, '"terrain":"AB"']))).toBe('[]')
    expect(hear('getAction 0', stateWith(['"time":0', '"time":3'], [terrain, '"terrain":"A63B"']))).toBe('[]')
    expect(faults).toEqual([
      'malformed: pgs.terrain: expected 64 cells, got 2',
      'malformed: pgs.terrain: expected that of the game so far, got another',
    ])
  })

  test('the stream ends within a request, within a line, and where it may', () => {
    const within = talk()
    within.hear(...budget, 'utt')
    within.conversation.close()
    expect(within.faults).toEqual(['cut-off: the connection ended within utt'])
    const line = talk()
    line.conversation.close({ isWithinLine: true })
    expect(line.faults).toEqual(['cut-off: the connection ended within a line'])
    const between = talk()
    between.hear(...start)
    between.conversation.close()
    expect(between.faults).toEqual([])
  })

  test.each([
    ['JSON', 1],
    ['XML', 2],
  ])('%s with a few characters damaged never throws, and a decision that is asked for is answered', (_, number) => {
    const rng = seededRng(number)
    const [first, ...words] = [
      requestOf(number, 'utt')[1],
      ...linesOf(number, 'java').filter((line) => line.length > 99),
    ]
    const damaged = (line: string) => {
      const characters = [...line]
      for (let i = rng.below(4); i >= 0; i--)
        characters[rng.below(characters.length)] = '019-"{}[]<>/,:aE'[rng.below(16)]
      return characters.join('')
    }
    const { hear } = talk()
    for (let round = 0; round < 400; round++) {
      const table = rng.below(2) === 0 ? damaged(first) : first
      expect(hear('budget 100 0', 'utt', table)).toBe('ack')
      for (let i = 0; i < 3; i++) {
        expect(hear('getAction 0', damaged(words[rng.below(words.length)]))).toMatch(/^(\[|<PlayerAction>)/)
      }
    }
  })

  test('nesting as deep as a line is long is a fault like others', () => {
    const { hear, faults } = talk()
    hear(...start)
    expect(hear('getAction 0', '{"time":'.repeat(100_000))).toBe('[]')
    expect(hear('getAction 0', `{"time":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBe('[]')
    expect(hear('getAction 0', '<a>'.repeat(100_000))).toBe('<PlayerAction></PlayerAction>')
    expect(faults).toHaveLength(3)
  })
})

describe('a bot that misbehaves does no harm', () => {
  test('one that fails orders nothing, and that is told once a game', () => {
    const { hear, faults } = talk(
      botThat(() => {
        throw new Error('no idea')
      }),
    )
    expect(hear(...start, 'getAction 0', body, 'getAction 0', later)).toBe('[]')
    expect(faults).toEqual(['tick 0: the bot failed and orders nothing: no idea (told once a game)'])
    hear(...start, 'getAction 0', body)
    expect(faults).toHaveLength(2)
  })

  const unitOf = (state: State, id: number) => state.id.indexOf(id)
  test.each<[string, (state: State, orders: Orders) => void, string, string]>([
    ['the opponent', (state, orders) => order(orders, unitOf(state, 9), wait(5)), '[]', 'not of the player'],
    ['a resource', (state, orders) => order(orders, unitOf(state, 4), wait(5)), '[]', 'not of the player'],
    ['nobody', (_, orders) => order(orders, 77, wait(5)), '[]', 'no such unit'],
    [
      'a wall in the way',
      (state, orders) => order(orders, unitOf(state, 8), move(1)),
      '[{"unitID":8,"unitAction":{"type":0,"parameter":10}}]',
      'illegal',
    ],
    [
      'one unit twice',
      (state, orders) => {
        order(orders, unitOf(state, 8), move(2))
        order(orders, unitOf(state, 8), move(3))
      },
      '[{"unitID":8,"unitAction":{"type":1,"parameter":2}}]',
      'ordered twice',
    ],
  ])('orders to %s', (_, decide, answer, objection) => {
    const { hear, faults } = talk(botThat((state, _player, orders) => decide(state, orders)))
    expect(hear(...start, 'getAction 0', body)).toBe(answer)
    expect(faults).toEqual([expect.stringContaining(objection)])
  })

  test('orders to a busy unit', () => {
    const busy = stateWith(['"actions":[', '"actions":[{"ID":8,"time":0,"action":{"type":0,"parameter":10}}'])
    const { hear, faults } = talk(botThat((state, _, orders) => order(orders, unitOf(state, 8), move(2))))
    expect(hear(...start, 'getAction 0', busy)).toBe('[]')
    expect(faults).toEqual([expect.stringContaining('busy')])
  })
})
