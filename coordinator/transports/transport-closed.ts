/** Something was submitted to a closed transport, or waited in it when it was closed. */
export class TransportClosed extends Error {
  readonly code = 'E_TRANSPORT_CLOSED'
  readonly transport: string
  constructor(transport: string) {
    super(`the ${transport} transport is closed`)
    this.transport = transport
  }
}
