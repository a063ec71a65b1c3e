import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Bot } from '@cairn/domains'
import { type ConnectionLimits, type ConnectionListener, connectionDefaults, playOver } from './connection.ts'

export interface BotServerOptions {
  readonly host: string
  /** 0: one that is free. */
  readonly port: number
  /** Connections at a time; more are refused. */
  readonly connections: number
  readonly limits?: Partial<ConnectionLimits>
  /** Of the bot. */
  readonly name: string
  /** A bot for each connection, which are counted from 1. */
  makeBot(connection: number): Bot
  /** Who is told of a connection. */
  listen(connection: number, from: string): ConnectionListener
  /** A connection was refused, or something is wrong with the listening socket. */
  trouble(message: string): void
}

export interface BotServer extends AsyncDisposable {
  readonly port: number
}

/**
 * Waits for connections of the Java engine, which each get a bot of their own. Disposing closes them all.
 *
 * @throws the system error, for example EADDRINUSE
 */
export async function serveBot(options: BotServerOptions): Promise<BotServer> {
  const { host, port, connections, name, makeBot, listen, trouble } = options
  const limits = { ...connectionDefaults, ...options.limits }
  const open = new Set<Socket>()
  let count = 0
  const server = createServer((socket) => {
    const connection = ++count
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    const listener = listen(connection, `${socket.remoteAddress}:${socket.remotePort}`)
    playOver(socket, { bot: makeBot(connection), name, limits, listener })
  })
  server.maxConnections = connections
  server.on('drop', () => trouble(`a connection was refused: there are ${connections} already`))
  server.listen(port, host)
  await once(server, 'listening')
  server.on('error', (error) => trouble(error.message))
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      // The server counts a socket as closed before those who listen to the socket are told.
      const told = Array.from(open, (socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of open) socket.destroy()
      await Promise.all([closed, ...told])
    },
  }
}
