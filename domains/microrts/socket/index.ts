export { BadMessage } from './bad-message.ts'
export { Conversation, type ConversationListener, type GameReport, type GameStart } from './conversation.ts'
export { BotFault } from './game-in-progress.ts'
export { LineReader } from './lines.ts'
