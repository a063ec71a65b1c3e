import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { Candidates, candidatesInBlock, type ProgramDataSettings } from '@cairn/domains'

// Draws blocks of candidates for a build: told the number of the first, it answers with all of the block. What it has
// found to be a program of the data set is one, or was one before: it need not be tried again.

const candidates = new Candidates(workerData as ProgramDataSettings)
const found = new Set<string>()
const known = (text: string) => found.has(text)
const port = parentPort as MessagePort
port.on('message', (first: number) => {
  const block = Array.from({ length: candidatesInBlock }, (_, i) => {
    const candidate = candidates.draw(first + i, known)
    if (candidate !== 'duplicate' && typeof candidate.outcome !== 'string') found.add(candidate.text)
    return candidate
  })
  port.postMessage(block)
})
