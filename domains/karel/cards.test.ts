import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cardFiles } from './cards.ts'
import { karelTasks } from './tasks.ts'

const folder = new URL('../../docs/tasks/', import.meta.url)

test.each([...cardFiles()])('docs/tasks/%s is what the declarations say', (path, content) => {
  expect(readFileSync(new URL(path, folder), 'utf8')).toBe(content)
})

test('there is a card and a picture for every task, and nothing else', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path !== 'img')
  expect(files.sort()).toEqual([...cardFiles().keys()].sort())
  expect(files).toHaveLength(1 + 2 * karelTasks.length)
})

test('every option and every source of a task is on its card', () => {
  for (const { name, options, text } of karelTasks) {
    const card = cardFiles().get(`${name.split('/')[1]}.md`) ?? ''
    for (const option of Object.keys(options)) expect(card).toContain(`\n| \`${option}\` `)
    for (const { repository } of text.sources) expect(card).toContain(repository)
  }
})
