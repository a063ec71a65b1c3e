import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { Candidates, candidatesInBlock, type ProgramDataSettings } from '@cairn/domains'

// Draws blocks of candidates for a build: told the number of the first, it answers with all of the block.

const candidates = new Candidates(workerData as ProgramDataSettings)
const port = parentPort as MessagePort
port.on('message', (first: number) => {
  port.postMessage(Array.from({ length: candidatesInBlock }, (_, i) => candidates.draw(first + i)))
})
