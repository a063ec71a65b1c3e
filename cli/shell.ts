import { readFileSync } from 'node:fs'
import picocolors from 'picocolors'

type Colors = ReturnType<typeof picocolors.createColors>

/** One of the two places text goes to. */
export interface Output {
  write(text: string): void
  /** A terminal that can be redrawn. */
  readonly live: boolean
  /** Characters per line. */
  readonly columns: number
  /** Lines; only meaningful when live. */
  readonly rows: number
  readonly colors: Colors
  /** Whether lines and curves may be drawn with more than ASCII. */
  readonly unicode: boolean
}

/** All that a command may use of the process: data goes to `out`, words for a person to `err`. */
export interface Shell {
  readonly out: Output
  readonly err: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder that relative paths start from. */
  readonly folder: string
  /** Of cairn. */
  readonly version: string
  /** What a person types to call it again. */
  readonly cairn: string
}

/** The shell of this process. */
export function processShell(): Shell {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return {
    out: output(process.stdout),
    err: output(process.stderr),
    env: process.env,
    folder: process.cwd(),
    version,
    cairn: process.env.npm_command === undefined ? 'cairn' : 'npx cairn',
  }
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    live: stream.isTTY === true && process.env.TERM !== 'dumb',
    get columns() {
      return stream.columns ?? 100
    },
    get rows() {
      return stream.rows ?? 24
    },
    colors: picocolors.createColors(coloured(stream)),
    unicode: unicode(process.env),
  }
}

/** NO_COLOR wins (no-color.org), then FORCE_COLOR, then whether a person is looking. */
function coloured(stream: NodeJS.WriteStream): boolean {
  if (process.env.NO_COLOR) return false
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0'
  return stream.isTTY === true && process.env.TERM !== 'dumb'
}

/** A line of text. */
export function line(output: Output, text = ''): void {
  output.write(`${text}\n`)
}

/** Unless the locale or the terminal is known to have no more than ASCII. */
function unicode({ LC_ALL, LC_CTYPE, LANG, TERM }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || 'UTF-8'
  return /utf-?8/i.test(locale) && TERM !== 'linux' && TERM !== 'dumb'
}
