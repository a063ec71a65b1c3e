import { type Logger, pino } from 'pino'
import type { Output } from './shell.ts'

/** JSON lines for machines; for a person at a terminal the time, the words and the fields. */
export function logTo(output: Output): Logger {
  const destination = { write: (json: string) => output.write(output.live ? readable(json, output) : json) }
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    destination,
  )
}

function readable(json: string, { colors }: Output): string {
  const { level, time, msg, ...fields } = JSON.parse(json) as Record<string, unknown> & {
    level: string
    time: string
    msg: string
  }
  const paint =
    level === 'warn' ? colors.yellow : level === 'error' || level === 'fatal' ? colors.red : (text: string) => text
  const rest = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return `${colors.dim(time.slice(11, 19))} ${paint(msg)}${rest.length > 0 ? ` ${colors.dim(rest.join(' '))}` : ''}\n`
}
