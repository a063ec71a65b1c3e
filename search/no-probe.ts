/** The domain cannot tell what subtrees of that kind do; tell them apart by their text. */
export class NoProbe extends Error {
  readonly code = 'E_NO_PROBE'
  readonly domain: string
  readonly kind: string
  /** @param has the kinds whose behaviour the domain can tell */
  constructor(domain: string, kind: string, has: readonly string[]) {
    const can = has.length === 0 ? 'it has no probe' : `it has frames for ${has.join(', ')}`
    super(`domain ${domain} cannot tell the behaviour of a ${kind}: ${can}`)
    this.domain = domain
    this.kind = kind
  }
}
