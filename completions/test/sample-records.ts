import type { AnswerRecord, CompletionHead, FailureRecord } from '../client/completion-records.ts'

export const head: CompletionHead = {
  ...{ record: 'head', format: 'cairn-completions/1', domain: 'karel', style: 'python-then-dsl', revision: 'none' },
  ...{ task: { name: 'karel/harvester', options: { height: 8, crashable: false } }, model: 'sample-model' },
  ...{ baseUrl: 'http://localhost:8000/v1', promptHash: '0123456789abcdef', note: null },
  parameters: { temperature: 1, topP: 1, maxTokens: 1024, seed: null },
  prompt: { system: 'the world', user: 'the task' },
}

export function answer(number: number, changes: Partial<AnswerRecord> = {}): AnswerRecord {
  return {
    ...{ record: 'answer', number, askedAt: '2025-01-31T12:00:00.000Z', text: `answer ${number}`, finish: 'stop' },
    ...{ tokens: { prompt: 100, completion: 10 }, charged: { prompt: 100, completion: 10 }, attempts: 1 },
    verdict: { strict: { accepted: false, programs: [] }, compat: { accepted: false, programs: [] } },
    ...changes,
  }
}

export function failure(number: number, changes: Partial<FailureRecord> = {}): FailureRecord {
  return {
    ...{ record: 'failure', number, askedAt: '2025-01-31T12:00:00.000Z', reason: 'http', status: 500 },
    ...{ message: 'the server is down', attempts: 6, charged: { prompt: 0, completion: 0 } },
    ...changes,
  }
}
