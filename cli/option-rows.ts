import type { TaskOption } from '@cairn/domains'
import type { SearchOption } from '@cairn/search'
import { table } from './terminal/table.ts'

/** The options of a task or a search: name, default, what it takes, what it does. */
export function optionTable(options: Readonly<Record<string, TaskOption | SearchOption>>): string {
  const rows = Object.entries(options).map(([name, option]) => [
    name,
    String(option.default),
    takes(option),
    option.about,
  ])
  return table(['option', 'default', 'takes', 'about'], rows)
}

function takes(option: TaskOption | SearchOption): string {
  switch (option.kind) {
    case 'integer':
      return `whole number, ${option.min} to ${option.max}`
    case 'number':
      return `number, ${option.min} to ${option.max}`
    case 'choice':
      return option.of.join(' | ')
    case 'boolean':
      return 'true | false'
    case 'text':
      return 'text'
  }
}
