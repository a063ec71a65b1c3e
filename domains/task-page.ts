import type { Source } from './sources.ts'

/**
 * What the page of a task says besides its card and its prose, and its picture. The same for all tasks of a domain, for
 * the most part. Markdown.
 */
export interface TaskPage {
  /** Size of the world unless told otherwise, rows first: `12x12`. */
  readonly world: string
  /** A start state as an SVG file: that of episode 0. */
  readonly picture: string
  readonly actions: string
  readonly observations: string
  /** What ends every episode besides the task's own rule. */
  readonly ending: string
  /** What differs between papers and released codes, and what is done here. */
  readonly differences: readonly string[]
  /** The first one defines the rules. */
  readonly sources: readonly Source[]
}
