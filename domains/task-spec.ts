import { BadTask } from './options.ts'
import type { TaskOptions, TaskSpec } from './task.ts'

/** The options of a spec as text: JSON, keys sorted, no blanks. Equal options, equal text. */
export function canonicalOptions({ options }: TaskSpec): string {
  return JSON.stringify(Object.fromEntries(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/**
 * Reads what `canonicalOptions` wrote. Whether the task takes these options is for the task to say.
 * @throws BadTask if the text is not a JSON object of plain values
 */
export function parseOptions(task: string, text: string): TaskOptions {
  const options = parsed(text)
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new BadTask({ task, field: 'options', value: text, expected: 'a JSON object' })
  }
  for (const [field, value] of Object.entries(options)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new BadTask({ task, field, value, expected: 'a string, a number, true or false' })
    }
  }
  return options as TaskOptions
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
