import type { Output } from '../shell.ts'
import { cut } from './numbers.ts'

const eraseLine = '\r\x1b[2K'

/**
 * One line at the bottom of a terminal that is drawn again and again, with ordinary lines scrolling by above it.
 * Only for outputs that are live.
 */
export class LiveLine {
  readonly #output: Output
  #text = ''

  constructor(output: Output) {
    this.#output = output
  }

  /** Replaces the line. `plain` decides the width, so it has no colour; `paint` colours what is left after cutting. */
  draw(plain: string, paint: (text: string) => string = (text) => text): void {
    this.#text = paint(cut(plain, this.#output.columns - 1))
    this.#output.write(`${eraseLine}${this.#text}`)
  }

  /** Writes lines that stay. */
  above(text: string): void {
    this.#output.write(`${eraseLine}${text}\n${this.#text}`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#text !== '') this.#output.write(eraseLine)
    this.#text = ''
  }
}
