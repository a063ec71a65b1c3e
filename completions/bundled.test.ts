import { domainOf, openTask } from '@cairn/domains'
import { expect, test } from 'vitest'
import { bundledCompletions, listBundled } from './bundled.ts'
import { readCompletions } from './client/completion-file.ts'
import { judgeBoth } from './client/judge-both.ts'
import { promptFor, promptHash } from './prompt.ts'

test('answers come with Cairn for tasks of both domains', () => {
  const tasks = listBundled().map(({ task }) => task)
  expect(tasks).toContain('karel/door-key')
  expect(tasks).toContain('minigrid/lava-gap')
  expect(bundledCompletions('karel/nowhere')).toBeUndefined()
})

test.each(listBundled())(
  '$task: written to the prompt of today, labelled, and judged by the converters of today',
  ({ task: name, file }) => {
    const { head, answers, failures, torn } = readCompletions(file)
    const task = openTask(name)
    expect(head.task).toEqual(task.spec)
    expect(head.prompt).toEqual(promptFor({ domain: domainOf(name), task, style: head.style }))
    expect(head.promptHash).toBe(promptHash(head.prompt))
    expect(head.note).toContain('Answers of a language model')
    expect([head.revision, head.baseUrl, failures.length, torn]).toEqual(['none', null, 0, false])
    expect(answers.map(({ number }) => number)).toEqual(answers.map((_, at) => at + 1))
    const judge = judgeBoth(task.language)
    for (const { text, verdict } of answers) expect(verdict).toEqual(judge(text))
  },
)
