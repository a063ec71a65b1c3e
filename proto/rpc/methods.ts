/** A method of a gRPC service, as `@grpc/grpc-js` takes it to serve and to call. */
export interface RpcMethod<Request, Response> {
  /** `/package.Service/Method` */
  readonly path: string
  readonly requestStream: boolean
  readonly responseStream: boolean
  readonly requestSerialize: (request: Request) => Buffer
  readonly requestDeserialize: (bytes: Buffer) => Request
  readonly responseSerialize: (response: Response) => Buffer
  readonly responseDeserialize: (bytes: Buffer) => Response
}

/** What protobufjs writes down at each method of a static service class. */
interface Described {
  readonly path: string
  readonly requestType: string
  readonly responseType: string
  readonly requestStream: true | undefined
  readonly responseStream: true | undefined
}

interface MessageClass<M> {
  encode(message: M): { finish(): Uint8Array }
  decode(bytes: Uint8Array): M
}

type MessageOf<Messages, Name> = Name extends keyof Messages
  ? Messages[Name] extends abstract new (
      ...given: never[]
    ) => infer M
    ? M
    : never
  : never

/** Methods by their names in code, with the messages that they take and give. */
export type RpcMethods<Service, Messages> = {
  readonly [M in keyof Service as Service[M] extends Described ? M : never]: Service[M] extends Described
    ? RpcMethod<MessageOf<Messages, Service[M]['requestType']>, MessageOf<Messages, Service[M]['responseType']>>
    : never
}

/**
 * The methods of a generated service class.
 *
 * @param messages the namespace of the service, which has the classes of its messages
 */
export function rpcMethods<Service extends object, Messages extends object>(
  service: { readonly prototype: Service },
  messages: Messages,
): RpcMethods<Service, Messages> {
  const methods: Record<string, RpcMethod<unknown, unknown>> = {}
  const classes = messages as Readonly<Record<string, MessageClass<unknown>>>
  for (const [name, method] of Object.entries(service.prototype as Readonly<Record<string, Described>>)) {
    const [request, response] = [classes[method.requestType]!, classes[method.responseType]!]
    methods[name] = {
      path: method.path,
      requestStream: method.requestStream === true,
      responseStream: method.responseStream === true,
      requestSerialize: (message) => bytesOf(request, message),
      requestDeserialize: (bytes) => request.decode(bytes),
      responseSerialize: (message) => bytesOf(response, message),
      responseDeserialize: (bytes) => response.decode(bytes),
    }
  }
  return methods as RpcMethods<Service, Messages>
}

function bytesOf(message: MessageClass<unknown>, value: unknown): Buffer {
  const bytes = message.encode(value).finish()
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
