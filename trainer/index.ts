export {
  type Backend,
  type BackendName,
  type BackendOptions,
  BackendUnavailable,
  backendDefaults,
  openBackend,
  type Tf,
  UnknownBackend,
} from './backend.ts'
