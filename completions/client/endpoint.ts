/** Where and how a model is asked. Only `authorization` and `secrets` hold anything that must not be shown. */
export interface Endpoint {
  /** Without credentials, without a slash at the end. */
  readonly baseUrl: string
  /** Value of the header; undefined when nothing is to be sent. */
  readonly authorization: string | undefined
  /** What must never reach a file, a log or a message. */
  readonly secrets: readonly string[]
}

/** The address or the key of a server cannot be used. Neither is repeated. */
export class BadEndpoint extends Error {
  readonly code = 'E_BAD_ENDPOINT'
  readonly field: string
  readonly expected: string
  constructor(field: string, expected: string) {
    super(`${field}: expected ${expected}`)
    this.field = field
    this.expected = expected
  }
}

export const openaiUrl = 'https://api.openai.com/v1'

/** Environment variables that hold the key; the first that is set counts. */
export const keyVariables = ['CAIRN_API_KEY', 'OPENAI_API_KEY'] as const

export function keyFrom(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return keyVariables.map((name) => env[name]?.trim()).find((key) => key !== undefined && key !== '')
}

/**
 * @param baseUrl such as `http://localhost:8000/v1`; `user:password@` in it is sent instead of the key, as basic
 *   authentication
 * @throws BadEndpoint
 */
export function endpointAt(baseUrl: string, key: string | undefined): Endpoint {
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new BadEndpoint(keyVariables.join(' or '), 'a key of printable ASCII without blanks')
  }
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new BadEndpoint('base URL', 'http(s)://host/path, with nothing after the path')
  }
  const shown = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  if (url.username !== '' || url.password !== '') {
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
    const basic = Buffer.from(`${user}:${password}`).toString('base64')
    const secrets = [basic, password, url.password, ...(key === undefined ? [] : [key])]
    return { baseUrl: shown, authorization: `Basic ${basic}`, secrets: secrets.filter((secret) => secret !== '') }
  }
  if (key === undefined && url.hostname === new URL(openaiUrl).hostname) {
    throw new BadEndpoint(keyVariables.join(' or '), `the key of ${url.hostname}, in the environment`)
  }
  return key === undefined
    ? { baseUrl: shown, authorization: undefined, secrets: [] }
    : { baseUrl: shown, authorization: `Bearer ${key}`, secrets: [key] }
}

/** A text in which every secret is replaced by `[secret]`. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length)
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
}

/** Shorter ones are words: servers that need no key are often given "none" or "ollama". */
const leastSecret = 8

/** Whether a text that is not to be edited gives a secret away. */
export function tellsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret.length >= leastSecret && text.includes(secret))
}
