import type { Socket } from 'node:net'
import {
  BadMessage,
  type Bot,
  type BotFault,
  Conversation,
  type GameReport,
  type GameStart,
  LineReader,
} from '@cairn/domains'

export interface ConnectionLimits {
  /** Of one line of the other side. A state of a 64 x 64 map takes some 100,000. */
  readonly messageBytes: number
  /** How long nothing may come or go. The engine itself waits without end. */
  readonly idleMs: number
  /** Messages that cannot be followed before the connection is closed. */
  readonly faults: number
}

export const connectionDefaults = {
  messageBytes: 4 * 2 ** 20,
  idleMs: 600_000,
  faults: 20,
} as const satisfies ConnectionLimits

/** A game that is over. */
export interface PlayedGame extends GameReport {
  /** The longest time that one answer took, parsing and writing included. */
  readonly slowestMs: number
}

/** Who is told what happens on a connection. */
export interface ConnectionListener {
  began?(game: GameStart): void
  over?(game: PlayedGame): void
  fault?(fault: BadMessage | BotFault | Error): void
  /** Once, the last. `reason` is why this side has closed it; undefined: the other side has. */
  closed?(reason: string | undefined): void
}

interface ConnectionOptions {
  readonly bot: Bot
  /** Of the bot, for the greeting. */
  readonly name: string
  readonly limits: ConnectionLimits
  readonly listener: ConnectionListener
}

/**
 * Plays the bot over a connection to the Java engine until one side closes it. Whatever comes, it ends: by the other
 * side, after too many faults, a line that is too long, or a time in which nothing happens.
 */
export function playOver(socket: Socket, { bot, name, limits, listener }: ConnectionOptions): void {
  const lines = new LineReader(limits.messageBytes)
  let [isPlaying, isOpen, slowestMs] = [false, true, 0]
  let reason: string | undefined
  const conversation = new Conversation(bot, {
    name,
    listener: {
      began: (game) => {
        isPlaying = true
        listener.began?.(game)
      },
      over: (game) => {
        listener.over?.({ ...game, slowestMs })
        isPlaying = false
        slowestMs = 0
      },
      fault: (fault) => listener.fault?.(fault),
    },
  })

  const hangUp = (why: string) => {
    if (!isOpen) return
    isOpen = false
    reason = why
    conversation.close({ isOurs: true })
    socket.destroySoon()
  }
  const say = (line: string) => {
    // A peer that does not read its answers is not listened to until it does.
    if (!socket.write(`${line}\n`)) socket.pause()
  }
  const hear = (line: string) => {
    const begun = performance.now()
    const answer = conversation.hear(line)
    if (isPlaying) slowestMs = Math.max(slowestMs, performance.now() - begun)
    if (answer !== undefined) say(answer)
    if (conversation.isEnded) hangUp('asked to end')
    else if (conversation.faults >= limits.faults) hangUp(`${conversation.faults} messages that cannot be followed`)
  }

  socket.setNoDelay(true)
  socket.setTimeout(limits.idleMs)
  socket.on('drain', () => socket.resume())
  socket.on('data', (bytes) => {
    if (!isOpen) return
    try {
      for (const line of lines.read(bytes)) {
        hear(line)
        if (!isOpen) return
      }
    } catch (error) {
      const fault = error instanceof Error ? error : new Error(String(error))
      listener.fault?.(fault)
      hangUp(fault instanceof BadMessage ? 'a message that is too long' : 'an error of this side')
    }
  })
  socket.on('end', () => {
    if (isOpen) conversation.close({ isWithinLine: lines.isWithinLine })
  })
  socket.on('timeout', () => {
    hangUp(`nothing for ${limits.idleMs / 1000} s`)
    socket.destroy()
  })
  socket.on('error', (error) => {
    if (isOpen) listener.fault?.(error)
  })
  socket.on('close', () => {
    if (isOpen) conversation.close()
    isOpen = false
    listener.closed?.(reason)
  })
  say(conversation.greeting)
}
