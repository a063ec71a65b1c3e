import type { StatusObject } from '@grpc/grpc-js'
import { status } from '@grpc/grpc-js'

/** A request that is answered with a status instead. */
export class Refusal extends Error {
  readonly code: status
  readonly details: string
  constructor(code: status, details: string, options?: ErrorOptions) {
    super(details, options)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}

/** A field of a request is not what it must be. */
export function badField(field: string, value: unknown, expected: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, `${field}: expected ${expected}, got ${JSON.stringify(value)}`)
}

/** An address, or a file of certificates, that cannot be used. */
export class BadTrainerAddress extends Error {
  readonly code = 'E_BAD_TRAINER_ADDRESS'
  readonly field: string
  readonly value: string
  constructor(field: string, value: string, expected: string, options?: ErrorOptions) {
    super(`${field}: expected ${expected}, got ${JSON.stringify(value)}`, options)
    this.name = 'BadTrainerAddress'
    this.field = field
    this.value = value
  }
}

/** No trainer answered, as often as it was tried. What was asked for can be asked again later. */
export class TrainerUnavailable extends Error {
  readonly code = 'E_TRAINER_UNAVAILABLE'
  readonly url: string
  readonly attempts: number
  constructor(url: string, attempts: number, why: string, options?: ErrorOptions) {
    super(`no answer from the trainer at ${url}, tried ${attempts} times: ${why}`, options)
    this.name = 'TrainerUnavailable'
    this.url = url
    this.attempts = attempts
  }
}

/** The trainer took longer than a call may. It has stopped working on it. */
export class TrainerTooSlow extends Error {
  readonly code = 'E_TRAINER_TOO_SLOW'
  readonly url: string
  readonly deadlineMs: number
  constructor(url: string, method: string, deadlineMs: number, options?: ErrorOptions) {
    super(
      `${method} at the trainer at ${url} took longer than the ${deadlineMs} ms that it may; nothing came of it`,
      options,
    )
    this.name = 'TrainerTooSlow'
    this.url = url
    this.deadlineMs = deadlineMs
  }
}

/** The trainer said no; asking again will not help. */
export class TrainerRefused extends Error {
  readonly code = 'E_TRAINER_REFUSED'
  readonly url: string
  /** Name of the gRPC status, as `NOT_FOUND`. */
  readonly status: string
  readonly details: string
  constructor(url: string, { code, details }: Pick<StatusObject, 'code' | 'details'>, options?: ErrorOptions) {
    super(`the trainer at ${url} refused (${status[code]}): ${details}`, options)
    this.name = 'TrainerRefused'
    this.url = url
    this.status = status[code]
    this.details = details
  }
}

/** The client was closed with questions open, or asked after that. */
export class TrainerClosed extends Error {
  readonly code = 'E_TRAINER_CLOSED'
  readonly url: string
  constructor(url: string) {
    super(`the connection to the trainer at ${url} was closed here`)
    this.name = 'TrainerClosed'
    this.url = url
  }
}
