import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cardFiles } from './cards.ts'
import { karelTasks } from './karel/tasks.ts'
import { minigrid } from './minigrid/index.ts'
import { listDomains } from './registry.ts'

const folder = new URL('../docs/tasks/', import.meta.url)
const pages = listDomains().flatMap(({ tasks, page }) => tasks.flatMap((card) => page?.(card.name) ?? []))

test.each([...cardFiles()])('docs/tasks/%s is what the declarations say', (path, content) => {
  expect(readFileSync(new URL(path, folder), 'utf8')).toBe(content)
})

test('there is a card and a picture for every task of a domain with pages, and nothing else', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path !== 'img')
  expect(files.sort()).toEqual([...cardFiles().keys()].sort())
  expect(files).toHaveLength(1 + 2 * pages.length)
  expect(pages.length).toBeGreaterThanOrEqual(karelTasks.length + 3)
})

test('every option and every source of a task is on its card', () => {
  const files = cardFiles()
  for (const { tasks, page } of listDomains()) {
    for (const { name, options } of tasks) {
      const { sources } = page?.(name) ?? { sources: [] }
      if (page === undefined) continue
      const card = files.get(`${name.split('/')[1]}.md`) ?? ''
      for (const option of Object.keys(options)) expect(card).toContain(`\n| \`${option}\` `)
      for (const { repository } of sources) expect(card).toContain(repository)
    }
  }
})

test('a domain without pages has no cards, and tasks of one name in two domains have two', () => {
  const { page, ...silent } = minigrid
  expect(page).toBeDefined()
  expect([...cardFiles([silent]).keys()]).toEqual(['README.md'])
  const tasks = minigrid.tasks.map((card) => ({ ...card, name: card.name.replace('minigrid', 'other') }))
  const named = (name: string) => name.replace('other', 'minigrid')
  const other = {
    ...minigrid,
    name: 'other',
    tasks,
    page: (name: string) => page!(named(name)),
    task: (name: string) => minigrid.task(named(name)),
  }
  const files = [...cardFiles([minigrid, other]).keys()]
  expect(files).toContain('lava-gap.md')
  expect(files).toContain('other-lava-gap.md')
  expect(files).toContain('img/other-lava-gap.svg')
  expect(files).toHaveLength(1 + 2 * 6)
})
