import type { FileRecord } from '../../../suite.ts'
import type { Bot } from '../../bot.ts'
import type { Difference } from '../../conformance/game-record.ts'
import { readAnswer } from '../answers.ts'
import { Conversation } from '../conversation.ts'
import type { Notation } from '../notation.ts'

/** A line of a recorded conversation, or the end of the stream. */
export interface TranscriptLine {
  readonly from: 'java' | 'agent'
  readonly text?: string
  readonly event?: 'close'
}

/** A conversation that the Java engine had with an agent. */
export interface TranscriptRecord extends FileRecord {
  readonly records: readonly TranscriptLine[]
}

/** What the index of the transcripts says of one. */
export interface TranscriptEntry {
  readonly file: string
  /** The bot that the agent was. */
  readonly agent: string
  readonly language: string
  /** The agent left waits of ten ticks out: the engine gives them to idle units that are not mentioned. */
  readonly omitsWaits: boolean
}

/**
 * Answers a conversation line by line: orders must be as recorded, acknowledgements and the greeting must be a line. The
 * first difference in words, or undefined when there is none.
 */
export function checkTranscriptRecord(
  record: TranscriptRecord,
  index: readonly TranscriptEntry[],
  makeBot: (name: string) => Bot | undefined,
): Difference {
  const entry = index.find(({ file }) => file === record.file)
  if (entry === undefined) return `index.json: expected an entry of ${record.file}`
  const { agent, language, omitsWaits } = entry
  const bot = makeBot(agent)
  if (bot === undefined) return `agent: expected the name of a bot, got ${agent}`
  const notation: Notation = language === 'xml' ? 'xml' : 'json'
  const faults: string[] = []
  const conversation = new Conversation(bot, {
    name: agent,
    listener: { fault: ({ message }) => void faults.push(message) },
  })
  let said: string | undefined = conversation.greeting
  for (const [i, { from, text, event }] of record.records.entries()) {
    const different = (expected: unknown, found: unknown) => `line ${i + 1}: expected ${expected}, found ${found}`
    if (from === 'agent') {
      if (said === undefined) return different(text, 'no answer')
      if (!isSame(said, String(text), notation, omitsWaits)) return different(text, said)
      said = undefined
      continue
    }
    if (said !== undefined) return different('silence', said)
    if (event === 'close') conversation.close()
    else said = conversation.hear(String(text))
    if (faults.length > 0) return different('no fault', faults[0])
  }
  return said === undefined ? undefined : `after the last line: expected silence, found ${said}`
}

function isSame(said: string, recorded: string, notation: Notation, omitsWaits: boolean): boolean {
  if (!isOrders(recorded)) return !isOrders(said) && !/[\r\n]/.test(said)
  if (!isOrders(said)) return false
  const orders = readAnswer(notation, said).filter((order) => !(omitsWaits && isFilledIn(order)))
  return JSON.stringify(orders) === JSON.stringify(readAnswer(notation, recorded))
}

function isOrders(line: string): boolean {
  return line.startsWith('[') || line.startsWith('<')
}

/** A wait that the engine gives of itself to a unit that is not mentioned. */
function isFilledIn([, code, ticks]: readonly number[]): boolean {
  return code === 0 && ticks === 10
}
