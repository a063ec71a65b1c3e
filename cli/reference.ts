import { argumentSyntax, flagHelp, flagSyntax } from './assemble.ts'
import type { Command } from './command.ts'
import { exitCodes } from './exit-codes.ts'

/** Markers in docs/cli.md; what is between them is made from the declarations of the commands. */
const begin = '<!-- commands: made from the declarations by "node cli/dist/write-reference.js docs/cli.md" -->'
const end = '<!-- end of commands -->'

/** The reference of all commands as Markdown. */
export async function reference(commands: readonly Command[]): Promise<string> {
  return [...(await Promise.all(commands.map(section))), exitSection()].join('\n\n')
}

/** `page` with its reference part replaced. */
export async function withReference(page: string, commands: readonly Command[]): Promise<string> {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no "${begin}" and "${end}"`)
  return `${page.slice(0, from)}${begin}\n\n${await reference(commands)}\n\n${page.slice(to)}`
}

async function section(command: Command): Promise<string> {
  const args = Object.entries(command.args)
  const flags = Object.entries(command.flags)
  const usage = [
    'cairn',
    command.name,
    ...args.map(([name, arg]) => argumentSyntax(name, arg)),
    ...(flags.length > 0 ? ['[flags]'] : []),
  ]
  const parts = [`### cairn ${command.name}`, `${capital(command.summary)}.`, fenced(usage.join(' '))]
  if (args.length > 0)
    parts.push(
      rows(
        ['argument', ''],
        args.map(([name, { about }]) => [code(name), about]),
      ),
    )
  if (flags.length > 0)
    parts.push(
      rows(
        ['flag', ''],
        flags.map(([name, flag]) => [code(flagSyntax(name, flag)), flagHelp(flag)]),
      ),
    )
  if (command.more !== undefined) parts.push(fenced(await command.more(), 'text'))
  if (command.notes !== undefined) parts.push(command.notes)
  if (command.examples !== undefined)
    parts.push(fenced(command.examples.map(([line, about]) => `cairn ${line}   # ${about}`).join('\n')))
  return parts.join('\n\n')
}

function exitSection(): string {
  const codes = Object.values(exitCodes).map(({ code: number, about }) => [String(number), about])
  return `### Exit codes\n\n${rows(['code', ''], codes)}`
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const cells = [head, ...body].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, at) => Math.max(3, ...cells.map((row) => row[at].length)))
  const line = (row: readonly string[], fill = ' ') =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at], fill)).join(' | ')} |`
  return [
    line(cells[0]),
    line(
      head.map(() => ''),
      '-',
    ),
    ...cells.slice(1).map((row) => line(row)),
  ].join('\n')
}

const code = (text: string) => `\`${text}\``
const fenced = (text: string, language = 'sh') => `\`\`\`${language}\n${text}\n\`\`\``
const capital = (text: string) => text[0].toUpperCase() + text.slice(1)
