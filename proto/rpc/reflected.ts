import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'

const package_ = dirname(dirname(fileURLToPath(import.meta.url)))
/** Where `cairn/v1` lies, for the sources and for what is compiled from them. */
const files = basename(package_) === 'dist' ? dirname(package_) : package_

/** What gRPC server reflection takes: the files that describe a service, in the guise of an enum, which needs no more. */
export interface Reflected {
  readonly format: 'Protocol Buffer 3 EnumDescriptorProto'
  readonly type: object
  readonly fileDescriptorProtos: Buffer[]
}

/**
 * Descriptors of a `.proto` file of this package and of what it imports.
 *
 * @param file for example `cairn/v1/trainer.proto`
 */
export function reflected(file: string): Reflected {
  const root = new protobuf.Root()
  root.resolvePath = (_, target) => join(files, target)
  root.loadSync(file, { keepCase: true }).resolveAll()
  const { file: described } = root.toDescriptor('proto3')
  return {
    format: 'Protocol Buffer 3 EnumDescriptorProto',
    type: {},
    fileDescriptorProtos: (described ?? []).map((one) =>
      Buffer.from(descriptor.FileDescriptorProto.encode(one).finish()),
    ),
  }
}
