import { BadMessage } from './bad-message.ts'

const lineFeed = 10

/** Lines out of a stream of bytes that is cut anywhere. */
export class LineReader {
  readonly #mostBytes: number
  readonly #decoder = new TextDecoder()
  #parts: Uint8Array[] = []
  #length = 0

  /** @param mostBytes of one line */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** Bytes came that belong to a line whose end has not. */
  get isWithinLine(): boolean {
    return this.#length > 0
  }

  /**
   * Takes the next bytes and gives the lines that end in them, without their ends (LF, or CR LF).
   *
   * @throws BadMessage when a line gets too long; the reader is of no use then
   */
  *read(bytes: Uint8Array): Generator<string, void, undefined> {
    let from = 0
    while (from < bytes.length) {
      const end = bytes.indexOf(lineFeed, from)
      const part = bytes.subarray(from, end < 0 ? bytes.length : end)
      this.#length += part.length
      if (this.#length > this.#mostBytes) {
        throw new BadMessage('too-long', `a line is longer than ${this.#mostBytes} bytes`)
      }
      this.#parts.push(part)
      if (end < 0) return
      yield this.#take()
      from = end + 1
    }
  }

  #take(): string {
    let line = ''
    for (const part of this.#parts) line += this.#decoder.decode(part, { stream: true })
    line += this.#decoder.decode()
    this.#parts = []
    this.#length = 0
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }
}
