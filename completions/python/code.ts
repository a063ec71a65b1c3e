import type { SyntaxNode } from '@lezer/common'
import { type Passage, Rejected } from '../answer-text.ts'

/** A passage of Python and what is asked of its syntax tree. */
export class Code {
  readonly passage: Passage

  constructor(passage: Passage) {
    this.passage = passage
  }

  /** The children, without comments and without anything in `except`. */
  children(node: SyntaxNode, except: readonly string[] = []): SyntaxNode[] {
    const found: SyntaxNode[] = []
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.name !== 'Comment' && !except.includes(child.name)) found.push(child)
    }
    return found
  }

  text({ from, to }: SyntaxNode): string {
    return this.passage.text.slice(from, to)
  }

  /** The text in quotes and on one line, cut to what is enough to find it. */
  quoted(node: SyntaxNode): string {
    const line = this.text(node).replaceAll(/\s+/g, ' ')
    return `"${line.length <= 40 ? line : `${line.slice(0, 37)}...`}"`
  }

  rejected(at: SyntaxNode | number, reason: string): Rejected {
    return new Rejected(reason, this.passage, typeof at === 'number' ? at : at.from)
  }
}
