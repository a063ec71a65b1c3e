import { readFileSync } from 'node:fs'
import { type ChannelCredentials, credentials, ServerCredentials } from '@grpc/grpc-js'
import { BadTrainerAddress } from './errors.ts'

/** PEM files. */
export interface TlsFiles {
  /** Certificates that the other side's must be signed by. A server that has it lets nobody in without one. */
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** `host:port`, as gRPC wants it; IPv6 in brackets. */
const hostAndPort = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$/

/**
 * @param listen `host:port`; port 0 takes a free one
 * @throws BadTrainerAddress
 */
export function checkedListen(listen: string): string {
  if (!hostAndPort.test(listen) || portOf(listen) > 65_535)
    throw new BadTrainerAddress('listen', listen, 'host:port, for example 127.0.0.1:50051 or [::]:50051')
  return listen
}

export interface TrainerAddress {
  /** As it may be printed. */
  readonly url: string
  /** `host:port` */
  readonly target: string
  readonly encrypted: boolean
  readonly tls: TlsFiles
}

/**
 * Reads `grpc://host:port`, `grpcs://host:port[?ca=FILE&cert=FILE&key=FILE]` (TLS), or `host:port`, which is encrypted if
 * there are files for it.
 *
 * @throws BadTrainerAddress
 */
export function trainerAddress(given: string, files: TlsFiles = {}): TrainerAddress {
  const [url = '', query = ''] = given.split('?', 2)
  const [, scheme, target = ''] = /^(?:(grpcs?):\/\/)?(.*?)\/?$/.exec(url) ?? []
  if (!hostAndPort.test(target) || portOf(target) > 65_535 || portOf(target) === 0)
    throw new BadTrainerAddress('trainer', url, 'grpc://host:port or grpcs://host:port')
  const tls: Record<string, string> = {}
  for (const [name, file] of [...new URLSearchParams(query), ...Object.entries(files)]) {
    if (!['ca', 'cert', 'key'].includes(name))
      throw new BadTrainerAddress('trainer', name, 'ca, cert and key after "?"')
    if (file !== undefined) tls[name] = file
  }
  const hasFiles = Object.keys(tls).length > 0
  if (scheme === 'grpc' && hasFiles) throw new BadTrainerAddress('trainer', url, 'grpcs://, as there are files for TLS')
  return { url, target, encrypted: scheme === 'grpcs' || hasFiles, tls }
}

function portOf(target: string): number {
  return Number(target.slice(target.lastIndexOf(':') + 1))
}

/** @throws BadTrainerAddress */
export function serverCredentials(tls: TlsFiles = {}): ServerCredentials {
  const { ca, cert, key } = tls
  if (ca === undefined && cert === undefined && key === undefined) return ServerCredentials.createInsecure()
  if (cert === undefined) throw new BadTrainerAddress('tls-cert', '', 'the file of the certificate')
  if (key === undefined) throw new BadTrainerAddress('tls-key', '', "the file of the certificate's key")
  const pair = { cert_chain: pem('tls-cert', cert), private_key: pem('tls-key', key) }
  const clients = ca === undefined ? null : pem('tls-ca', ca)
  return usable('tls-cert', cert, () => ServerCredentials.createSsl(clients, [pair], clients !== null))
}

/** @throws BadTrainerAddress */
export function channelCredentials({ encrypted, tls }: TrainerAddress): ChannelCredentials {
  if (!encrypted) return credentials.createInsecure()
  const { ca, cert, key } = tls
  if ((cert === undefined) !== (key === undefined))
    throw new BadTrainerAddress(cert === undefined ? 'tls-cert' : 'tls-key', '', 'certificate and key, or neither')
  const roots = ca === undefined ? null : pem('tls-ca', ca)
  if (cert === undefined || key === undefined) return credentials.createSsl(roots)
  const pair = { key: pem('tls-key', key), cert: pem('tls-cert', cert) }
  return usable('tls-cert', cert, () => credentials.createSsl(roots, pair.key, pair.cert))
}

function pem(field: string, file: string): Buffer {
  const bytes = usable(field, file, () => readFileSync(file))
  if (!bytes.includes('-----BEGIN ')) throw new BadTrainerAddress(field, file, 'a PEM file')
  return bytes
}

function usable<T>(field: string, file: string, make: () => T): T {
  try {
    return make()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new BadTrainerAddress(field, file, `a PEM file that can be used (${why})`, { cause })
  }
}
