import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.md'),
)
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs.map((name) => `docs/${name}`)]

const read = (path: string) => readFileSync(join(root, path), 'utf8')
/** As GitHub makes them. */
const anchors = (text: string) =>
  Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each(pages)('every link of %s within the repository leads somewhere', (path) => {
  for (const [link, target = ''] of read(path).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue
    const [file = '', anchor] = target.split('#')
    const to = file === '' ? path : relative(root, join(root, dirname(path), file))
    expect(existsSync(join(root, to)), link).toBe(true)
    if (anchor !== undefined) expect(anchors(read(to)), link).toContain(anchor)
  }
})

test('the index of the documentation names every page', () => {
  const index = read('docs/README.md')
  const top = docs.filter((name) => !name.includes('/') && name !== 'README.md')
  for (const name of top) expect(index).toContain(`(${name})`)
  expect(index).toContain('(tasks/README.md)')
  expect(index).toContain('(searches/README.md)')
})
