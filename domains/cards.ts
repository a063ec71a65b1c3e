/**
 * Writes the task cards of the domains that have pages: facts from the declarations, prose from the task files, a
 * picture of a start state. Without modules: those of the built-in domains.
 *
 *     node domains/dist/cards.js docs/tasks
 *     node domains/dist/cards.js FOLDER MODULE...
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectation } from './options.ts'
import { listDomains, loadDomain } from './registry.ts'
import type { Source } from './sources.ts'
import type { Domain, TaskCard, TaskOption } from './task.ts'
import type { TaskPage } from './task-page.ts'

/** A task with all that its card says. */
interface Described {
  readonly domain: string
  /** Name of its files: the task's own, after its domain's where another domain has a task of that name. */
  readonly file: string
  readonly card: TaskCard
  readonly page: TaskPage
  readonly bestReturn: number | undefined
}

/** All files of the folder of cards: path in it, content. Domains without pages have none. */
export function cardFiles(domains: readonly Domain[] = listDomains()): ReadonlyMap<string, string> {
  const tasks = described(domains)
  const files = new Map([['README.md', index(tasks)]])
  for (const task of tasks) {
    files.set(`${task.file}.md`, cardOf(task))
    files.set(`img/${task.file}.svg`, task.page.picture)
  }
  return files
}

function described(domains: readonly Domain[]): Described[] {
  const taken = new Set<string>()
  return domains.flatMap((domain) =>
    domain.tasks.flatMap((card) => {
      const page = domain.page?.(card.name)
      if (page === undefined) return []
      const own = card.name.slice(domain.name.length + 1)
      const file = taken.has(own) ? `${domain.name}-${own}` : own
      taken.add(file)
      return [{ domain: domain.name, file, card, page, bestReturn: domain.task(card.name).bestReturn }]
    }),
  )
}

function index(tasks: readonly Described[]): string {
  const row = ({ file, card, page }: Described) => [
    `[${card.name}](${file}.md)`,
    card.summary,
    page.world,
    page.sources[0]?.name ?? '',
  ]
  const domains = [...new Set(tasks.map(({ domain }) => domain))]
  const its = (domain: string) => tasks.filter((task) => task.domain === domain)
  return paragraphs([
    '# Tasks',
    'A task is named `domain/task`; letter case, `-` and `_` do not matter: `karel/StairClimberSparse` is ' +
      '`karel/stair-climber-sparse`. `cairn tasks` lists them, `cairn tasks karel/maze` shows one.',
    ...domains.flatMap((domain) => [
      `## ${domain}`,
      table([['task', 'in one line', 'world', 'rules'], ...its(domain).map(row)]),
    ]),
    'The cards are written by `node domains/dist/cards.js docs/tasks`; a test compares.',
  ])
}

function cardOf({ file, card, page, bestReturn }: Described): string {
  const { name, summary, text, options } = card
  return paragraphs([
    `# ${name}`,
    `_${summary}_`,
    `![A start state: episode 0](img/${file}.svg)`,
    ...(text === undefined ? [] : [text.description, '## Start state', text.start]),
    '## Actions',
    page.actions,
    '## Observations',
    page.observations,
    '## Reward',
    ...(text === undefined ? [] : [text.reward]),
    ...(bestReturn === undefined ? [] : [`Bound of an episode’s return, with the default options: ${bestReturn}.`]),
    '## Termination',
    ...(text === undefined ? [] : [text.termination]),
    page.ending,
    '## Options',
    optionTable(options),
    ...section('Differences between the sources', page.differences),
    ...section('Sources', page.sources.map(reference)),
    '## Try it',
    `\`\`\`sh\ncairn search ${name}\n\`\`\``,
  ])
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${item}`).join('\n')]
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
  return `${name}: ${paper}, <${repository}>`
}

function paragraphs(texts: readonly string[]): string {
  return `${texts.join('\n\n')}\n`
}

async function write(folder: string, modules: readonly string[]): Promise<void> {
  const domains = modules.length === 0 ? listDomains() : await Promise.all(modules.map(loadDomain))
  for (const [path, content] of cardFiles(domains)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

const [, script, folder = 'docs/tasks', ...modules] = process.argv
if (script === fileURLToPath(import.meta.url)) await write(folder, modules)
