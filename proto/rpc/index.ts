export { type RpcMethod, type RpcMethods, rpcMethods } from './methods.ts'
export { type Reflected, reflected } from './reflected.ts'
