import { BadToken } from './errors.ts'
import { wireToken } from './schema.ts'

/**
 * Every subject Cairn uses. Tokens are 1 to 128 of A-Z a-z 0-9 _ -, so a name can never hold a wildcard or a dot.
 *
 *   cairn.v1.work.DOMAIN.RUN.BATCH   batches                  stream CAIRN_WORK
 *   cairn.v1.res.RUN.BATCH           results                  stream CAIRN_RES
 *   cairn.v1.dlq.DOMAIN.RUN          batches given up         stream CAIRN_DLQ
 *   cairn.v1.hb.ROLE.ID              heartbeats, once a second, not stored
 *   cairn.v1.ctl.ROLE.ID|all         control messages, not stored
 */
export type Role = 'worker' | 'coordinator'

const prefix = 'cairn.v1'

export function isToken(text: string): boolean {
  return wireToken.test(text)
}

/** @throws BadToken naming what it was for */
export function token(what: string, text: string): string {
  if (!isToken(text)) throw new BadToken(what, text)
  return text
}

export const subjects = {
  work: (domain: string, run: string, batch: string) =>
    `${prefix}.work.${token('domain', domain)}.${token('run', run)}.${token('batch id', batch)}`,
  workOfDomain: (domain: string) => `${prefix}.work.${token('domain', domain)}.>`,
  workOfRun: (run: string) => `${prefix}.work.*.${token('run', run)}.>`,
  result: (run: string, batch: string) => `${prefix}.res.${token('run', run)}.${token('batch id', batch)}`,
  resultsOfRun: (run: string) => `${prefix}.res.${token('run', run)}.>`,
  deadLetter: (domain: string, run: string) => `${prefix}.dlq.${token('domain', domain)}.${token('run', run)}`,
  heartbeat: (role: Role, id: string) => `${prefix}.hb.${role}.${token('id', id)}`,
  heartbeatsOf: (role: Role) => `${prefix}.hb.${role}.*`,
  control: (role: Role, id: string) => `${prefix}.ctl.${role}.${token('id', id)}`,
  controlAll: (role: Role) => `${prefix}.ctl.${role}.all`,
  allWork: `${prefix}.work.>`,
  allResults: `${prefix}.res.>`,
  allDeadLetters: `${prefix}.dlq.>`,
  /** Core NATS, sent by the server when a message was handed out for the last time and not acknowledged. */
  exhausted: (stream: string) => `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.*`,
} as const

/** Headers of stored messages. */
export const headerNames = {
  /** Set by the sender of a message, kept by the broker; a result carries the one of the batch it answers. */
  messageId: 'Nats-Msg-Id',
  /** `lost` on a result that only says that the evaluating thread died. */
  outcome: 'Cairn-Outcome',
  /** Why a dead letter is one. */
  reason: 'Cairn-Reason',
} as const

/** The names in a work subject, or undefined when it is not one. */
export function parseWorkSubject(subject: string): { domain: string; run: string; batch: string } | undefined {
  const [, , kind, domain, run, batch, ...rest] = subject.split('.')
  if (kind !== 'work' || rest.length > 0 || !subject.startsWith(`${prefix}.`)) return undefined
  if (![domain, run, batch].every((part) => part !== undefined && isToken(part))) return undefined
  return { domain: domain as string, run: run as string, batch: batch as string }
}

/** The names in a result subject, or undefined when it is not one. */
export function parseResultSubject(subject: string): { run: string; batch: string } | undefined {
  const [, , kind, run, batch, ...rest] = subject.split('.')
  if (kind !== 'res' || rest.length > 0 || !subject.startsWith(`${prefix}.`)) return undefined
  if (![run, batch].every((part) => part !== undefined && isToken(part))) return undefined
  return { run: run as string, batch: batch as string }
}

/** The last token: the id in a heartbeat or control subject. */
export function lastToken(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1)
}
