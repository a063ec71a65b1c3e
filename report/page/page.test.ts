import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type Look, startBrowser } from '../../test/kit/browser.ts'
import { comparison, rivals } from '../../test/kit/comparison.ts'
import { summarize } from '../summary.ts'
import { curvesFigure, taskCurves } from '../svg/curves.ts'
import { standalone } from '../svg/figure.ts'
import { solvingFigure } from '../svg/solving.ts'
import { reportPage } from './page.ts'

// The page as a person sees it: in a real Chromium, from a file.

const folder = mkdtempSync(join(tmpdir(), 'cairn-page-'))
const summary = summarize(rivals, { resamples: 200 })
let browser: Browser

beforeAll(async () => {
  browser = await startBrowser()
  writeFileSync(join(folder, 'report.html'), reportPage(summary))
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const open = (look?: Look) => browser.open(join(folder, 'report.html'), look)

test('the page asks for nothing but itself, and the browser has nothing to complain of', async () => {
  const page = await open()
  expect(page.requests).toEqual([pathToFileURL(join(folder, 'report.html')).href])
  expect(page.complaints).toEqual([])
  expect(await page.evaluate('document.title')).toBe('made-up: X, Y')
  expect(await page.evaluate('document.scripts.length')).toBe(0)
})

test('the tables hold the figures, under heads that a screen reader can read out', async () => {
  const page = await open()
  const rowsOf = (section: string) =>
    page.evaluate<string[][]>(
      `[...document.querySelector('#${section} ~ .wide table').rows].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim()))`,
    )
  expect(await rowsOf('solved')).toEqual([
    ['Task', 'X', 'Y'],
    [
      'Maze made/Maze, budget 10,000',
      expect.stringMatching(/^3\/4 300 \d+ to > 10k$/),
      expect.stringMatching(/^1\/4 > 10k/),
    ],
    ['All tasks', '3/4', '1/4'],
  ])
  expect((await rowsOf('returns'))[0]).toEqual(['Search', 'at 10³ 1 task', 'at 10⁴ 1 task'])
  expect(await page.evaluate('[...document.querySelectorAll("tr")].every((row) => row.cells[0].scope)')).toBe(true)
  expect(await page.evaluate('[...document.querySelectorAll("table")].every((table) => table.caption)')).toBe(true)
})

test('every link of the page leads somewhere in it', async () => {
  const page = await open()
  const lost = '[...document.links].filter(({ hash }) => document.getElementById(hash.slice(1)) === null).map(String)'
  expect(await page.evaluate(lost)).toEqual([])
  expect(await page.evaluate('document.links.length')).toBeGreaterThan(8)
  const ids = await page.evaluate<string[]>('[...document.querySelectorAll("[id]")].map(({ id }) => id)')
  expect(new Set(ids).size).toBe(ids.length)
})

test('on a telephone nothing is wider than the screen but tables in their frames, and panels stay large enough', async () => {
  for (const width of [360, 400, 1280]) {
    const page = await open({ width })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const [caption] = await page.evaluate<number[]>(
      '[...document.querySelectorAll("caption > span")].map((of) => of.getBoundingClientRect().right).sort((a, b) => b - a)',
    )
    expect(caption).toBeLessThanOrEqual(width)
    const panel = await page.evaluate<number>('document.querySelector(".panels svg").getBoundingClientRect().width')
    expect(panel).toBeGreaterThan(300)
  }
})

test('it is dark where the reader wants it dark, but not on paper', async () => {
  const background = async (look: Look) =>
    (await open(look)).evaluate<string>('getComputedStyle(document.body).backgroundColor')
  expect(await background({ scheme: 'light' })).toBe('rgb(255, 255, 255)')
  expect(await background({ scheme: 'dark' })).toBe('rgb(21, 24, 29)')
  expect(await background({ scheme: 'dark', media: 'print' })).toBe('rgb(255, 255, 255)')
})

test('a search has one colour, in the key, the tables, the curves and the figures of the tasks', async () => {
  const page = await open()
  const colours = (selector: string) =>
    page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll('${selector}')].map((of) => getComputedStyle(of).stroke))]`,
    )
  for (const place of [0, 1]) {
    const [colour, ...others] = await colours(`.mark.s${place}, .curve.s${place}`)
    expect(others).toEqual([])
    const bar = `getComputedStyle(document.querySelector('.bar > .s${place}')).backgroundColor`
    expect(await page.evaluate(bar)).toBe(colour)
  }
})

test('the plan, the version and the commands that make it again are on it', async () => {
  const page = await open()
  const text = await page.evaluate<string>('document.body.innerText')
  expect(text).toContain('cairn 9.8.7, Node 20.0.0, started on somewhere at 2020-02-20 20:20 UTC')
  expect(text).toContain('name: made-up\nseeds: 4')
  expect(text).toContain('# makes it again\ncairn compare made-up.yaml')
  expect(text).toContain('k=2')
})

test('labels cannot become markup, and runs that failed are told with their reasons', async () => {
  const label = '<img src=x onerror=alert(1)>&"'
  const strange = comparison({
    name: label,
    tasks: [{ label, budget: 100 }],
    searches: [label],
    runs: { [label]: { [label]: [{ curve: [[1, 0.5]], charged: 4, state: 'failed', problem: label }] } },
  })
  writeFileSync(join(folder, 'strange.html'), reportPage(summarize(strange, { resamples: 50 })))
  const page = await browser.open(join(folder, 'strange.html'))
  expect(page.requests.length).toBe(1)
  expect(await page.evaluate('document.images.length')).toBe(0)
  expect(await page.evaluate('document.querySelector("h1").textContent')).toBe(label)
  expect(await page.evaluate('document.querySelector("#runs ~ ul").textContent.trim()')).toContain(`: ${label}`)
  expect(await page.evaluate('document.querySelector("[role=note]").textContent')).toMatch(
    /^So far 0 of 1 run .*1 failed/,
  )
})

test('the figures stand by themselves as files', async () => {
  const figures = {
    curves: curvesFigure(summary),
    task: taskCurves(summary.cells),
    solving: solvingFigure(summary.cells),
  }
  for (const [name, figure] of Object.entries<string>(figures)) {
    const file = join(folder, `${name}.svg`)
    writeFileSync(file, standalone(figure))
    const page = await browser.open(file, { scheme: 'dark' })
    expect(page.requests).toEqual([pathToFileURL(file).href])
    expect(page.complaints).toEqual([])
    expect(await page.evaluate('document.documentElement.localName')).toBe('svg')
    const ground = 'getComputedStyle(document.querySelector(".ground")).fill'
    expect(await page.evaluate(ground)).toBe('rgb(21, 24, 29)')
    const outside = `[...document.querySelectorAll('text')].filter((of) => {
      const [box, all] = [of.getBoundingClientRect(), document.documentElement.getBoundingClientRect()]
      return box.left < all.left || box.right > all.right || box.bottom > all.bottom
    }).map((of) => of.textContent)`
    expect(await page.evaluate(outside)).toEqual([])
  }
})
