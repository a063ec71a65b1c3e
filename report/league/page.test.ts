import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type Look, startBrowser } from '../../test/kit/browser.ts'
import { madeLeague, valley } from '../../test/kit/league.ts'
import { standalone } from '../svg/figure.ts'
import { payoffFigure } from '../svg/payoff.ts'
import { ratesFigure } from '../svg/rates.ts'
import { leaguePage } from './page.ts'
import { standingsOf } from './standings.ts'

// The page as a person sees it: in a real Chromium, from a file.

const folder = mkdtempSync(join(tmpdir(), 'cairn-standings-'))
const standings = standingsOf(valley, 200)
let browser: Browser

beforeAll(async () => {
  browser = await startBrowser()
  writeFileSync(join(folder, 'standings.html'), leaguePage(standings))
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const open = (look?: Look) => browser.open(join(folder, 'standings.html'), look)

test('the page asks for nothing but itself, and the browser has nothing to complain of', async () => {
  const page = await open()
  expect(page.requests).toEqual([pathToFileURL(join(folder, 'standings.html')).href])
  expect(page.complaints).toEqual([])
  expect(await page.evaluate('document.title')).toBe('made-up: standings of A, B')
  expect(await page.evaluate('document.scripts.length')).toBe(0)
})

test('the tables hold the figures, under heads that a screen reader can read out', async () => {
  const page = await open()
  const rows = await page.evaluate<string[][]>(
    `[...document.querySelector('table').rows].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim()))`,
  )
  expect(rows).toEqual([
    ['Learner', 'A', 'B', 'all others', 'rating'],
    ['A', '–', '0.875 0.500 to 1.000', expect.stringMatching(/^0\.875/), '24.0 30.0 ± 2.0'],
    ['B', '0.125 0.000 to 0.500', '–', expect.stringMatching(/^0\.125/), '23.0 29.0 ± 2.0'],
  ])
  expect(await page.evaluate('[...document.querySelectorAll("tr")].every((row) => row.cells[0].scope)')).toBe(true)
  expect(await page.evaluate('[...document.querySelectorAll("table")].every((table) => table.caption)')).toBe(true)
})

test('every link of the page leads somewhere in it', async () => {
  const page = await open()
  const lost = '[...document.links].filter(({ hash }) => document.getElementById(hash.slice(1)) === null).map(String)'
  expect(await page.evaluate(lost)).toEqual([])
  const ids = await page.evaluate<string[]>('[...document.querySelectorAll("[id]")].map(({ id }) => id)')
  expect(new Set(ids).size).toBe(ids.length)
})

test('it is dark where the reader wants it dark, and nothing is wider than the screen but figures in their frames', async () => {
  for (const [scheme, colour] of [
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(21, 24, 29)'],
  ] as const) {
    const page = await open({ scheme, width: 400 })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(colour)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  }
})

test('the payoff matrix has a cell for each pair that met, in two colours, and each tells its figures', async () => {
  const page = await open()
  const cells = await page.evaluate<string[]>('[...document.querySelectorAll(".cell")].map((cell) => cell.textContent)')
  expect(cells.length).toBe(5 * 4)
  expect(cells).toContain('A, seed 0 against B, seed 1: 1.000')
  const fills = await page.evaluate<string[]>(
    '[...new Set([...document.querySelectorAll(".cell")].map((cell) => getComputedStyle(cell).fill))]',
  )
  expect(fills.length).toBe(2)
})

test('labels cannot become markup, and what is missing is told', async () => {
  const label = '<img src=x onerror=alert(1)>&"'
  const strange = madeLeague({
    ...{ name: label, map: label, learners: [label, 'B'], bots: [label], unfinished: 1 },
    points: [[[undefined, 1, 1]], [[0, undefined, 1]]],
  })
  const of = standingsOf(strange, 50)
  writeFileSync(join(folder, 'strange.html'), leaguePage(of))
  const page = await browser.open(join(folder, 'strange.html'))
  expect(page.requests.length).toBe(1)
  expect(await page.evaluate('document.images.length')).toBe(0)
  expect(await page.evaluate('document.querySelector("h1").textContent')).toBe(`${label}: standings`)
  expect(await page.evaluate('document.querySelector("[role=note]").textContent')).toMatch(
    /^So far 1 of 2 runs are done/,
  )
})

test('the figures stand by themselves as files', async () => {
  const [map] = standings.maps
  const figures = { rates: ratesFigure(standings, map!), payoff: payoffFigure(valley.learners, map!.map) }
  for (const [name, figure] of Object.entries(figures)) {
    const file = join(folder, `${name}.svg`)
    writeFileSync(file, standalone(figure))
    const page = await browser.open(file, { scheme: 'dark' })
    expect(page.complaints).toEqual([])
    expect(await page.evaluate('getComputedStyle(document.querySelector(".ground")).fill')).toBe('rgb(21, 24, 29)')
    const outside = `[...document.querySelectorAll('text')].filter((of) => {
      const [box, all] = [of.getBoundingClientRect(), document.documentElement.getBoundingClientRect()]
      return box.left < all.left || box.right > all.right || box.bottom > all.bottom
    }).map((of) => of.textContent)`
    expect(await page.evaluate(outside)).toEqual([])
  }
})
