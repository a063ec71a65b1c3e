export { cairn } from './gen/cairn.js'
