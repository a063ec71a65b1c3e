/**
 * Writes the task cards: facts from the declarations, prose from the task files, a picture of a start state.
 *
 *     node domains/dist/karel/cards.js docs/tasks
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectation } from '../options.ts'
import type { TaskOption } from '../task.ts'
import type { KarelTask } from './karel-task.ts'
import type { Source } from './sources.ts'
import { svgOf } from './svg.ts'
import { karelTasks } from './tasks.ts'

/** All files of the folder of cards: path in it, content. */
export function cardFiles(): ReadonlyMap<string, string> {
  const files = new Map([['README.md', index(karelTasks)]])
  for (const task of karelTasks) {
    files.set(`${shortName(task)}.md`, card(task))
    files.set(`img/${shortName(task)}.svg`, svgOf(task.startOf(0), `${task.name}, start of episode 0`))
  }
  return files
}

function index(tasks: readonly KarelTask[]): string {
  const rows = tasks.map((task) => {
    const { height, width } = task.startOf(0)
    const link = `[${task.name}](${shortName(task)}.md)`
    return [link, task.summary, `${height}x${width}`, task.text.sources[0].name]
  })
  return paragraphs([
    '# Tasks',
    'A task is named `domain/task`; letter case, `-` and `_` do not matter: `karel/StairClimberSparse` is ' +
      '`karel/stair-climber-sparse`. `cairn tasks` lists them, `cairn tasks karel/maze` shows one.',
    table([['task', 'in one line', 'world', 'rules'], ...rows]),
    'The cards are written by `node domains/dist/karel/cards.js docs/tasks`; a test compares.',
  ])
}

function card(task: KarelTask): string {
  const { name, summary, text } = task
  const { bestReturn } = task.open()
  return paragraphs([
    `# ${name}`,
    `_${summary}_`,
    `![A start state: episode 0](img/${shortName(task)}.svg)`,
    text.description,
    '## Start state',
    text.start,
    '## Actions',
    actions(task),
    '## Observations',
    '`frontIsClear`, `leftIsClear`, `rightIsClear`: the cell before, left of, right of the agent is no wall. ' +
      '`markersPresent`, `noMarkersPresent`: there are markers on the agent’s cell, or none.',
    '## Reward',
    text.reward,
    ...(bestReturn === undefined ? [] : [`Bound of an episode’s return, with the default options: ${bestReturn}.`]),
    '## Termination',
    text.termination,
    generalTermination(task),
    '## Options',
    optionTable(task.options),
    '## Differences between the sources',
    text.differences.map((difference) => `- ${difference}`).join('\n'),
    '## Sources',
    text.sources.map(reference).join('\n'),
    '## Try it',
    `\`\`\`sh\ncairn search ${name}\n\`\`\``,
  ])
}

function actions(task: KarelTask): string {
  const { cap } = task.startOf(0)
  const five =
    '`move` one cell forward, `turnLeft`, `turnRight`, `pickMarker` from the agent’s cell, `putMarker` on it; a cell holds ' +
    `at most ${cap === 1 ? 'one marker' : `${cap} markers`}, and the agent’s supply is endless.`
  const impossible = Object.hasOwn(task.options, 'crashable')
    ? 'An action that is impossible does nothing, except that a blocked `move` turns the agent round; the options ' +
      '`crashable` and `turn-on-block` change that.'
    : 'An action that is impossible does nothing, except that a blocked `move` turns the agent round.'
  return `${five} ${impossible}`
}

function generalTermination({ options }: KarelTask): string {
  return Object.hasOwn(options, 'max-calls')
    ? 'Besides, every episode ends with its program, when a `WHILE` meets a state again that it has met before (position, ' +
        'facing and all markers), or when its calls are spent: every action and every perception costs one.'
    : 'An execution of a program ends with the program or when its budget is spent, by the structural count of LEAPS: ' +
        'statements and turns of loops cost too. There is no loop detection.'
}

function optionTable(options: Readonly<Record<string, TaskOption>>): string {
  const rows = Object.entries(options).map(([name, option]) => [
    `\`${name}\``,
    String(option.default),
    expectation(option),
    option.about,
  ])
  return table([['option', 'default', 'takes', 'about'], ...rows])
}

/** A table in Markdown, its columns aligned as the formatter of this repository wants them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`
  const [head, ...body] = rows
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

function reference({ name, paper, repository }: Source): string {
  return `- ${name}: ${paper}, <${repository}>`
}

function shortName({ name }: { readonly name: string }): string {
  return name.slice(name.indexOf('/') + 1)
}

function paragraphs(texts: readonly string[]): string {
  return `${texts.join('\n\n')}\n`
}

function write(folder: string): void {
  for (const [path, content] of cardFiles()) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write(process.argv[2] ?? 'docs/tasks')
