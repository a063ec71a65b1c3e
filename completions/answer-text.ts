/** A part of an answer: a fenced block or a line. */
export interface Passage {
  readonly text: string
  /** Of its first line in the answer, from 1. Its lines are whole lines of the answer. */
  readonly firstLine: number
}

/** What stands between two lines of three or more backticks. */
export interface Block extends Passage {
  /** The word after the opening backticks, in lower case. */
  readonly info: string
  /** False if the answer ends inside of it. */
  readonly closed: boolean
}

export interface AnswerText {
  readonly blocks: readonly Block[]
  /** The lines outside of blocks. */
  readonly lines: readonly Passage[]
  /** All of it. */
  readonly whole: Passage
}

export function answerText(answer: string): AnswerText {
  const all = answer.split(/\r\n|\r|\n/)
  const blocks: Block[] = []
  const lines: Passage[] = []
  for (let at = 0; at < all.length; at++) {
    const [, ticks, after] = /^\s*(`{3,})([^`]*)$/.exec(all[at]!) ?? []
    if (ticks === undefined) {
      lines.push({ text: all[at]!, firstLine: at + 1 })
      continue
    }
    const firstLine = at + 2
    const inside: string[] = []
    while (++at < all.length && !closes(all[at]!, ticks.length)) inside.push(all[at]!)
    const info = after!.trim().split(/\s/)[0]!.toLowerCase()
    blocks.push({ text: inside.join('\n'), firstLine, info, closed: at < all.length })
  }
  return { blocks, lines, whole: { text: all.join('\n'), firstLine: 1 } }
}

/** A line of nothing but backticks, at least as many as opened the block. */
function closes(line: string, ticks: number): boolean {
  const trimmed = line.trim()
  return trimmed.length >= ticks && /^`+$/.test(trimmed)
}

/** An answer is not accepted. */
export class Rejected extends Error {
  readonly code = 'E_REJECTED'
  readonly line: number | undefined
  readonly column: number | undefined
  /** @param at where the reason lies, as an offset in the passage */
  constructor(reason: string, passage?: Passage, at = 0) {
    super(reason)
    if (passage === undefined) return
    const before = passage.text.slice(0, at).split('\n')
    this.line = passage.firstLine + before.length - 1
    this.column = before.at(-1)!.length + 1
  }
}
