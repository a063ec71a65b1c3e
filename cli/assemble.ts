import { CommanderError, Command as Parser } from 'commander'
import type { Command, Positional } from './command.ts'
import { BadUsage } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import { type Flag, Mismatch } from './flags.ts'
import type { Shell } from './shell.ts'

/** The command line cannot be read; the message is commander's, with its near miss. */
export class BadCommandLine extends Error {
  readonly code = 'E_COMMAND_LINE'
}

/** What commands of two words have in common, by their first word: one line. */
export type Groups = Readonly<Record<string, string>>

/**
 * Reads a command line and runs the command it names.
 *
 * @returns the exit code
 * @throws BadCommandLine, BadUsage, and whatever the command throws
 */
export async function dispatch(
  commands: readonly Command[],
  argv: readonly string[],
  shell: Shell,
  groups: Groups = {},
): Promise<number> {
  let exit = 0
  const root = new Parser('cairn')
    .description(
      'Search for programs that solve a task: short, readable policies, every run exactly counted and never lost.',
    )
    .version(shell.version)
    .helpCommand('help [command]', 'help about a command')
    .addHelpText(
      'after',
      () => `\n${exitCodeHelp()}\n\nStart with "cairn demo", or "cairn tasks" to see what there is to solve.`,
    )
  prepare(root, shell)

  const parents = new Map<string, Parser>()
  const parentOf = (group: string | undefined): Parser => {
    if (group === undefined) return root
    const known = parents.get(group)
    if (known !== undefined) return known
    const about = groups[group] ?? ''
    const parent = root.command(group).summary(about).description(about)
    prepare(parent, shell)
    parents.set(group, parent)
    return parent
  }

  const more = await moreHelp(commands, argv)
  for (const command of commands) {
    const [word = '', group] = command.name.split(' ').toReversed()
    const parser = parentOf(group).command(word).summary(command.summary).description(command.summary)
    prepare(parser, shell)
    for (const [name, positional] of Object.entries(command.args))
      parser.argument(argumentSyntax(name, positional), positional.about)
    for (const [name, flag] of Object.entries(command.flags)) declare(parser, name, flag)
    parser.addHelpText('after', () => closing(command, more))
    parser.action(async (...values: unknown[]) => {
      exit = (await command.run(input(command, values, parser.opts()), shell)) ?? 0
    })
  }

  try {
    await root.parseAsync(argv, { from: 'user' })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    if (error.code === 'commander.help') return exitCodes.usage.code
    throw new BadCommandLine(
      `${sentence(error.message)}; "${failedCommand(argv, commands)} --help" lists what there is`,
    )
  }
}

export function flagSyntax(name: string, flag: Flag<unknown>): string {
  return flag.takes === undefined ? `--${name}` : `--${name} <${flag.takes}>`
}

export function argumentSyntax(name: string, { presence }: Positional): string {
  return presence === 'optional' ? `[${name}]` : presence === 'many' ? `<${name}...>` : `<${name}>`
}

/** What the flag does, with its default. */
export function flagHelp(flag: Flag<unknown>): string {
  const fallback = flag.byDefault ?? (flag.takes === undefined || flag.repeats ? undefined : flag.fallback)
  return `${flag.about}${fallback === undefined ? '' : ` (default: ${fallback})`}${flag.repeats ? ' (repeatable)' : ''}`
}

export function exitCodeHelp(): string {
  const rows = Object.values(exitCodes).map(({ code, about }) => `  ${String(code).padEnd(5)}${about}`)
  return ['Exit codes:', ...rows].join('\n')
}

function prepare(parser: Parser, shell: Shell): void {
  parser
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ helpWidth: Math.min(shell.out.columns, 120) })
    .configureOutput({
      writeOut: (text) => shell.out.write(text),
      writeErr: (text) => shell.err.write(text),
      outputError: () => {},
    })
}

function declare(parser: Parser, name: string, flag: Flag<unknown>): void {
  const syntax = flagSyntax(name, flag)
  if (flag.repeats)
    parser.option(syntax, flagHelp(flag), (value: string, earlier: string[] = []) => [...earlier, value])
  else parser.option(syntax, flagHelp(flag))
}

function input(command: Command, values: readonly unknown[], options: Readonly<Record<string, unknown>>) {
  const args = Object.fromEntries(Object.keys(command.args).map((name, at) => [name, values[at]]))
  const given: Record<string, unknown> = {}
  for (const [name, flag] of Object.entries(command.flags)) {
    const value = optionValue(name, options)
    if (value !== undefined) given[name] = checked(`--${name}`, flag, value)
  }
  const fallbacks = Object.entries(command.flags).map(([name, flag]) => [name, flag.fallback])
  return { args, given, flags: { ...Object.fromEntries(fallbacks), ...given } }
}

/** commander turns `--no-x` into `x: false`, and `--dry-run` into `dryRun`. */
function optionValue(name: string, options: Readonly<Record<string, unknown>>): unknown {
  const camel = (kebab: string) => kebab.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  if (name.startsWith('no-')) return options[camel(name.slice(3))] === false ? true : undefined
  return options[camel(name)]
}

function checked(field: string, flag: Flag<unknown>, value: unknown): unknown {
  try {
    return flag.read(value)
  } catch (error) {
    if (error instanceof Mismatch) throw new BadUsage(field, error.part ?? value, error.expected)
    throw error
  }
}

/** Loads what the help of a command needs, if that is what is asked for. */
async function moreHelp(commands: readonly Command[], argv: readonly string[]): Promise<string | undefined> {
  const asked = argv[0] === 'help' ? argv.slice(1) : argv.some((word) => word === '-h' || word === '--help') ? argv : []
  return commandOf(asked, commands)?.more?.()
}

function closing(command: Command, more: string | undefined): string {
  const parts: string[] = []
  if (more !== undefined) parts.push(more)
  if (command.notes !== undefined) parts.push(command.notes)
  if (command.examples !== undefined) {
    const rows = command.examples.map(([line, about]) => `  cairn ${line}\n      ${about}`)
    parts.push(['Examples:', ...rows].join('\n'))
  }
  return parts.length === 0 ? '' : `\n${parts.join('\n\n')}`
}

/** "error: unknown option '--sed'\n(Did you mean --seed?)" as one line. */
function sentence(message: string): string {
  return message.replace(/^error: /, '').replaceAll('\n', ' ')
}

function failedCommand(argv: readonly string[], commands: readonly Command[]): string {
  const command = commandOf(argv, commands)
  if (command !== undefined) return `cairn ${command.name}`
  return commands.some(({ name }) => name.startsWith(`${argv[0]} `)) ? `cairn ${argv[0]}` : 'cairn'
}

/** The command that the first words name, one of them or two. */
function commandOf(argv: readonly string[], commands: readonly Command[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, at) => word === argv[at]))
}
