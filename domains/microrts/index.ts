export {
  type Action,
  actionCodes,
  attack,
  codeOf,
  type Direction,
  directionOf,
  durationOf,
  giveBack,
  harvest,
  move,
  produce,
  productOf,
  targetOf,
  ticksOf,
  wait,
} from './actions.ts'
export type { Bot } from './bot.ts'
export { type BotEntry, bots, createBot, createBots, findBot, listBots, UnknownBot } from './bots/index.ts'
export { cycle } from './cycle.ts'
export { digest } from './digest.ts'
export { createView, look } from './fog.ts'
export { type GameEnd, type GameLoop, type GameObserver, type GameOptions, gameDefaults, playGame } from './game.ts'
export { issueSafe } from './issue.ts'
export { JavaRandom } from './java-random.ts'
export { JointActions } from './joint-actions.ts'
export { type Code, compile } from './language/compile.ts'
export { Usage, withoutDeadCode } from './language/dead-code.ts'
export { sampleStatement } from './language/generation.ts'
export { type InterpreterOptions, interpreterDefaults } from './language/interpreter.ts'
export { microlanguage, serialised } from './language/language.ts'
export { countNodes, haveSameText, options, rightNested } from './language/measures.ts'
export { mutate, mutateToOther } from './language/mutation.ts'
export { ProgramBot } from './language/program-bot.ts'
export { ProgramError, type ProgramErrorKind } from './language/program-error.ts'
export { sitesOf } from './language/sites.ts'
export { canExecute, legalActions, legalBuffer } from './legal.ts'
export { BadMap, type GameMap, gameMap, type MapDefinition, type MapUnit } from './map.ts'
export { parseMapJson, printMapJson } from './map-json.ts'
export { parseMapXml } from './map-xml.ts'
export { listMaps, openMap, UnknownMap } from './maps.ts'
export { clearOrders, createOrders, type Orders, order } from './orders.ts'
export { isOver, winnerOf } from './outcome.ts'
export {
  BadRecord,
  type Position,
  readAction,
  readOrders,
  setPosition,
  unitOfId,
  writeAction,
  writeOrders,
  writePosition,
} from './position.ts'
export {
  type Conflict,
  createState,
  type Player,
  restart,
  type State,
  type StateOptions,
  stateDefaults,
} from './state.ts'
export {
  type TableVersion,
  tableVersions,
  type UnitDefinition,
  type UnitName,
  type UnitTable,
  unitNames,
  unitTable,
  unitTables,
  unitTypes,
} from './units.ts'
