/** What a broker's URL says. */
export interface BrokerAddress {
  /** `host:port` each. */
  readonly servers: string[]
  readonly user?: string
  readonly password?: string
  readonly token?: string
  /** Of credentials, and of certificates for TLS. */
  readonly files: {
    readonly creds?: string
    readonly caFile?: string
    readonly certFile?: string
    readonly keyFile?: string
  }
  readonly encrypted: boolean
}

const defaultPort = 4222

/**
 * Reads `nats://[user:password@|token@]host[:port][,host...][?creds=FILE&ca=FILE&cert=FILE&key=FILE]`.
 * @throws TypeError when it is no URL
 */
export function parseBrokerUrl(url: string): BrokerAddress {
  const [places = '', query = ''] = url.split('?', 2)
  const hosts = places.split(',').map((place) => new URL(place.includes('://') ? place : `nats://${place}`))
  const [first] = hosts
  if (first === undefined || first.hostname === '') throw new TypeError('the URL names no host')
  const user = decodeURIComponent(first.username)
  const password = decodeURIComponent(first.password)
  const names = { creds: 'creds', caFile: 'ca', certFile: 'cert', keyFile: 'key' }
  const given = new URLSearchParams(query)
  const files = Object.fromEntries(
    Object.entries(names).flatMap(([file, name]) => (given.has(name) ? [[file, given.get(name) ?? '']] : [])),
  )
  return {
    servers: hosts.map(({ hostname, port }) => `${hostname}:${port || defaultPort}`),
    ...(password !== '' ? { user, password } : user !== '' ? { token: user } : {}),
    files,
    encrypted: first.protocol === 'tls:' || Object.keys(files).some((file) => file !== 'creds'),
  }
}

/** The URL as it may be printed. */
export function withoutSecrets(url: string): string {
  return url.replace(/\?.*$/, '').replace(/(^|\/\/|,)[^/@,]*@/g, '$1')
}
