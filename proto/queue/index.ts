export { wireLimits, wireSchema, wireToken } from './schema.ts'
