import { once } from 'node:events'
import type { ConnectionListener, PlayedGame } from '../bot/connection.ts'
import { command, required } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { integer, text, toggle } from '../flags.ts'
import { line, type Shell } from '../shell.ts'

/** Of the Java engine. */
const usualPort = 9898

export const bot = command({
  name: 'bot',
  summary: 'let a program or bot play MicroRTS in the Java engine, over its socket protocol',
  args: { player: required('name of a bot, a program of MicroLanguage, or a file that holds one') },
  flags: {
    port: integer('port to listen on; 0: a free one', { min: 0, max: 65_535, default: usualPort }),
    host: text('address to listen on', { takes: 'address', default: '127.0.0.1' }),
    seed: integer('of what the player draws; each connection has the next one', {
      min: 0,
      max: 2 ** 31 - 1,
      default: 0,
    }),
    connections: integer('connections at a time', { min: 1, max: 4096, default: 64 }),
    'idle-seconds': integer('a connection on which nothing happens is closed after this time', {
      min: 1,
      max: 86_400,
      default: 600,
    }),
    json: toggle('print a JSON object for each game on stdout'),
  },
  notes:
    'The engine connects: give its SocketAI this host and port, JSON or XML. Each connection has a player of its own and\n' +
    'may bring several games. What cannot be followed is reported and never leaves the engine without an answer. Ctrl-C\n' +
    'ends it. docs/microrts-socket.md shows the other side.',
  examples: [
    ['bot best.txt', 'the program of a file, on the port that the engine expects'],
    ['bot LightRush --port 9899 --json > games.jsonl', 'a scripted bot; how each game ended, in a file'],
  ],
  run: ({ args, flags }, shell) => serve(args.player, flags, shell),
})

interface BotFlags {
  readonly port: number
  readonly host: string
  readonly seed: number
  readonly connections: number
  readonly 'idle-seconds': number
  readonly json: boolean
}

async function serve(named: string, flags: BotFlags, shell: Shell): Promise<void> {
  const [{ findPlayer }, { serveBot }, { logTo }, { onInterrupt }] = await Promise.all([
    import('../bot/player.ts'),
    import('../bot/server.ts'),
    import('../log.ts'),
    import('../interrupt.ts'),
  ])
  const player = await findPlayer(named, shell.folder)
  const log = logTo(shell.err)
  const tally = { games: 0, won: 0, lost: 0, drawn: 0, unknown: 0 }

  const listen = (connection: number, from: string): ConnectionListener => {
    log.info({ connection, from }, 'connected')
    return {
      began: ({ seat, width, height, ...about }) =>
        log.info({ connection, player: player.name, seat, map: `${width}x${height}`, ...about }, 'game begins'),
      over: (game) => {
        const result = resultOf(game)
        const { seat, winner, tick, decisions, budgetMs } = game
        const slowestMs = Math.round(game.slowestMs * 10) / 10
        tally.games += 1
        tally[result] += 1
        const report = { connection, player: player.name, seat, result, tick, decisions, slowestMs }
        log.info(report, 'game over')
        if (budgetMs > 0 && slowestMs > budgetMs)
          log.warn({ connection, slowestMs, budgetMs }, 'a decision was too slow')
        if (flags.json) line(shell.out, JSON.stringify({ event: 'game', ...report, winner: winner ?? null }))
      },
      fault: (fault) => log.error({ connection, ...('code' in fault ? { code: fault.code } : {}) }, fault.message),
      closed: (reason) => {
        if (reason === undefined) log.info({ connection }, 'connection closed')
        else log.warn({ connection, reason }, 'connection closed by this side')
      },
    }
  }

  using interrupt = onInterrupt()
  const stopped = once(interrupt.signal, 'abort')
  const server = await serveBot({
    ...{ host: flags.host, port: flags.port, connections: flags.connections, name: player.name, listen },
    limits: { idleMs: flags['idle-seconds'] * 1000 },
    makeBot: (connection) => player.make((flags.seed + connection - 1) % 2 ** 31),
    trouble: (message) => log.warn(message),
  }).catch((error: unknown) => {
    if (isCode(error, 'EADDRINUSE')) throw new BadUsage('--port', flags.port, 'a port that nobody listens on')
    if (isCode(error, 'EADDRNOTAVAIL') || isCode(error, 'ENOTFOUND')) {
      throw new BadUsage('--host', flags.host, 'an address of this machine')
    }
    throw error
  })
  log.info({ player: player.name, host: flags.host, port: server.port }, 'waiting for the Java engine; Ctrl-C ends')
  await stopped
  await server[Symbol.asyncDispose]()
  log.info(tally, 'stopped')
}

function resultOf({ winner, seat }: PlayedGame): 'won' | 'lost' | 'drawn' | 'unknown' {
  if (winner === undefined) return 'unknown'
  if (winner === -1) return 'drawn'
  return winner === seat ? 'won' : 'lost'
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
