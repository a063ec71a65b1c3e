import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { readContestant } from '@cairn/domains'
import { seededRng } from '@cairn/language'
import { describe, expect, test, vi } from 'vitest'
import { linesOf, requestOf, transcriptLines, transcripts } from '../../test/kit/socket-transcripts.ts'
import type { ConnectionLimits, PlayedGame } from './connection.ts'
import { serveBot } from './server.ts'

// A real server and real connections; the clients are the engine, or worse.

interface Told {
  readonly faults: string[]
  readonly games: PlayedGame[]
  /** Why this side closed the connection; undefined: the other one did. */
  readonly closed: (string | undefined)[]
}

/** A server of that bot, with what was told of its connections. */
async function startServer(bot = 'WorkerRush', limits: Partial<ConnectionLimits> = {}, connections = 8) {
  const told: Told = { faults: [], games: [], closed: [] }
  const trouble: string[] = []
  const server = await serveBot({
    ...{ host: '127.0.0.1', port: 0, connections, limits, name: bot },
    makeBot: () => readContestant(bot).make(0),
    listen: () => ({
      over: (game) => told.games.push(game),
      fault: ({ message }) => told.faults.push(message),
      closed: (reason) => told.closed.push(reason),
    }),
    trouble: (message) => trouble.push(message),
  })
  return { ...told, trouble, port: server.port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** A client that has said nothing yet. */
async function startClient(port: number) {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  let heard = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  const lines = () => heard.split('\n').slice(0, -1)
  return {
    socket,
    lines,
    /** Resolves when that many lines have come in all. */
    until: (count: number) => expect.poll(() => lines().length, { interval: 5 }).toBeGreaterThanOrEqual(count),
    /** The server has closed the connection. */
    ended: new Promise<void>((resolve) => {
      socket.once('end', resolve).once('close', resolve)
    }),
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

const numberOf = (file: string) => 1 + transcripts.findIndex((one) => one.file.startsWith(file))
const requests = (number: number) => linesOf(number, 'java').map((line) => `${line}\n`)
const start = [...requestOf(1, 'budget'), ...requestOf(1, 'utt')]
const decision = requestOf(1, 'getAction')
const text = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')

/** A state with 100 idle workers, whose orders take 6,000 bytes. */
function crowd(time: number): string {
  const units = Array.from({ length: 100 }, (_, i) => ({
    ...{ type: 'Worker', ID: i, player: 0, x: i % 10, y: Math.floor(i / 10), resources: 0, hitpoints: 1 },
  }))
  const players = [0, 1].map((ID) => ({ ID, resources: 5 }))
  return JSON.stringify({ time, pgs: { width: 10, height: 10, terrain: 'A100', players, units }, actions: [] })
}

/** Sends bytes in pieces that end anywhere. */
async function sendInPieces(socket: Socket, bytes: Buffer, seed: number, mostBytes = 3000): Promise<void> {
  const rng = seededRng(seed)
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + rng.below(mostBytes)
    if (!socket.write(bytes.subarray(at, at + length))) await once(socket, 'drain')
    if (rng.below(4) === 0) await new Promise(setImmediate)
    at += length
  }
}

describe('recorded games over a real connection', () => {
  test.each([
    ['01', 'json'],
    ['02', 'xml'],
    ['14', 'json'],
    ['16', 'json'],
    ['17', 'xml'],
    ['21', 'json'],
  ])('transcript %s, %s, in pieces that end anywhere, is answered as recorded', async (file) => {
    const number = numberOf(file)
    const { agent } = transcripts[number - 1]
    await using server = await startServer(agent)
    using client = await startClient(server.port)
    await sendInPieces(client.socket, Buffer.from(requests(number).join('')), number)
    const recorded = linesOf(number, 'agent')
    await client.until(recorded.length)
    expect(client.lines().slice(1)).toEqual(recorded.slice(1))
    expect(client.lines()[0]).toBe(`Cairn: ${agent}`)
    expect(server.faults).toEqual([])
  })

  test('byte by byte as well', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    await sendInPieces(client.socket, Buffer.from(text(...start, ...decision)), 1, 1)
    await client.until(4)
    expect(client.lines().slice(1)).toEqual(['ack', 'ack', linesOf(1, 'agent').find((line) => line.startsWith('['))])
  })

  test('as the engine does, a request after each answer', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    await client.until(1)
    let answers = 1
    for (const { from, text: said } of transcriptLines(1).slice(0, 200)) {
      if (from === 'java') client.socket.write(`${said}\n`)
      else if (answers > 1 || said === 'ack') await client.until(++answers)
    }
    expect(client.lines().slice(1)).toEqual(
      transcriptLines(1)
        .slice(1, 200)
        .flatMap(({ from, text: said }) => (from === 'agent' ? [said] : [])),
    )
  })

  test('two at once have nothing to do with each other', async () => {
    await using server = await startServer()
    using first = await startClient(server.port)
    using second = await startClient(server.port)
    await Promise.all([
      sendInPieces(first.socket, Buffer.from(requests(numberOf('14')).join('')), 3, 500),
      sendInPieces(second.socket, Buffer.from(requests(numberOf('15')).join('')), 4, 500),
    ])
    const recorded = [linesOf(numberOf('14'), 'agent'), linesOf(numberOf('15'), 'agent')]
    await Promise.all([first.until(recorded[0].length), second.until(recorded[1].length)])
    expect(first.lines().slice(1)).toEqual(recorded[0].slice(1))
    expect(second.lines().slice(1)).toEqual(recorded[1].slice(1))
    expect(server.games.map(({ seat, winner }) => [seat, winner]).sort()).toEqual([
      [0, 0],
      [1, 1],
    ])
  })

  test('a connection that ends after one reset is no fault', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    client.socket.end(requests(numberOf('13')).join(''))
    await client.ended
    expect(client.lines()).toEqual(['Cairn: WorkerRush', 'ack', 'ack'])
    await expect.poll(() => server.closed).toEqual([undefined])
    expect([server.faults, server.games]).toEqual([[], []])
  })
})

describe('whatever comes', () => {
  test('garbage is not answered, and enough of it ends the connection', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    const rng = seededRng(7)
    const garbage = Buffer.from(Array.from({ length: 200_000 }, () => rng.below(256)))
    client.socket.write(garbage)
    await client.ended
    expect(client.lines()).toEqual(['Cairn: WorkerRush'])
    expect(server.faults).toHaveLength(20)
    await expect.poll(() => server.closed).toEqual(['20 messages that cannot be followed'])
  })

  test('a line without an end ends the connection', async () => {
    await using server = await startServer('WorkerRush', { messageBytes: 100_000 })
    using client = await startClient(server.port)
    client.socket.write(text(...start, 'getAction 0'))
    client.socket.write(Buffer.alloc(1_000_000, 'x'))
    await client.ended
    expect(client.lines()).toEqual(['Cairn: WorkerRush', 'ack', 'ack'])
    expect(server.faults).toEqual(['a line is longer than 100000 bytes'])
    await expect.poll(() => server.closed).toEqual(['a message that is too long'])
  })

  test('a large message that is none is one fault and an empty list', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    client.socket.write(text(...start, 'getAction 0', `{"time":${'1'.repeat(3_000_000)}}`, ...decision))
    await client.until(5)
    expect(client.lines().slice(3)).toEqual(['[]', expect.stringContaining('"unitID":8')])
    expect(server.faults).toHaveLength(1)
  })

  test('a client that half-closes gets all its answers', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    client.socket.end(requests(1).join(''))
    await client.ended
    expect(client.lines().slice(1)).toEqual(linesOf(1, 'agent').slice(1))
    expect(server.games.map(({ winner }) => winner)).toEqual([0])
  })

  test('an engine that leaves in the middle of a game, or of a request, is told of', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    client.socket.end(`${text(...start, ...decision)}getAct`)
    await client.ended
    await expect.poll(() => server.closed).toEqual([undefined])
    expect(server.faults).toEqual(['the connection ended within a line'])
    expect(server.games).toMatchObject([{ winner: undefined, decisions: 1, tick: 0 }])
  })

  test('a connection that is torn down leaves the others alone', async () => {
    await using server = await startServer()
    using torn = await startClient(server.port)
    using other = await startClient(server.port)
    torn.socket.write(text(...start, ...decision))
    await torn.until(4)
    torn.socket.resetAndDestroy()
    await expect.poll(() => server.closed.length).toBe(1)
    other.socket.write(text(...start, ...decision))
    await other.until(4)
    expect(server.games).toHaveLength(1)
  })

  test('a connection on which nothing happens is closed after a while', async () => {
    await using server = await startServer('WorkerRush', { idleMs: 100 })
    using client = await startClient(server.port)
    client.socket.write(text(...start, 'getAction 0'))
    await client.ended
    await expect.poll(() => server.closed).toEqual(['nothing for 0.1 s'])
  })

  test('a client that reads none of its answers is not listened to for ever', async () => {
    const requests = 5000
    await using server = await startServer('PassiveAI', { idleMs: 1000 })
    using client = await startClient(server.port)
    await client.until(1)
    client.socket.pause()
    client.socket.write(text(...start))
    for (let time = 0; time < requests; time++) {
      client.socket.write(text('getAction 0', crowd(time)))
      if (time % 100 === 0) await new Promise(setImmediate)
    }
    await expect.poll(() => server.closed).toEqual(['nothing for 1 s'])
    expect(server.games[0].decisions).toBeGreaterThan(100)
    expect(server.games[0].decisions).toBeLessThan(requests)
  })

  test('one connection too many is refused, and there is room again when one ends', async () => {
    await using server = await startServer('WorkerRush', {}, 1)
    using first = await startClient(server.port)
    await first.until(1)
    using second = await startClient(server.port)
    await second.ended
    expect(server.trouble).toEqual(['a connection was refused: there are 1 already'])
    first.socket.destroy()
    await expect.poll(() => server.closed.length).toBe(1)
    using third = await startClient(server.port)
    await third.until(1)
  })

  test('"end" is the end', async () => {
    await using server = await startServer()
    using client = await startClient(server.port)
    client.socket.write('end\n')
    await client.ended
    await expect.poll(() => server.closed).toEqual(['asked to end'])
    expect(server.faults).toEqual([])
  })
})

test('disposing closes every connection and frees the port', async () => {
  const server = await startServer()
  using client = await startClient(server.port)
  client.socket.write(text(...start, ...decision))
  await client.until(4)
  await server[Symbol.asyncDispose]()
  await client.ended
  await vi.waitFor(() => expect(server.games).toHaveLength(1))
  await using again = await serveBot({
    ...{ host: '127.0.0.1', port: server.port, connections: 1, name: 'again' },
    makeBot: () => readContestant('PassiveAI').make(0),
    listen: () => ({}),
    trouble: () => {},
  })
  expect(again.port).toBe(server.port)
})
