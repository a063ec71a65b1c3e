import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type Look, startBrowser } from '../../test/kit/browser.ts'
import { madeMap } from '../../test/kit/latent-map.ts'
import { standalone } from '../svg/figure.ts'
import { latentFigure, placed } from './figure.ts'
import type { EmbeddingLook } from './look.ts'
import { embeddingPage } from './page.ts'

// The page as a person sees it: in a real Chromium, from a file.

const folder = mkdtempSync(join(tmpdir(), 'cairn-embedding-page-'))
let browser: Browser

const hostile = '<img src=x onerror=alert(1)>&"'

function look(changes: Partial<EmbeddingLook> = {}): EmbeddingLook {
  return {
    name: 'made-up',
    version: '0.0.0',
    card: [['weights', 'a'.repeat(64)]],
    map: placed(madeMap({ trajectory: true })),
    accuracy: { part: 'test', programs: 100, loss: 0.5, tokenPercent: 90, programPercent: 40 },
    reconstructions: [{ text: 'DEF run m( move m)', written: 'DEF run m( move m)' }],
    smoothness: {
      ...{ programs: 8, draws: 4, states: 100 },
      rows: [
        { sigma: 0, decoded: 1, sameProgram: 1, sameBehaviour: 1, distance: 0 },
        { sigma: 0.5, decoded: 0.25, sameProgram: 0.125, sameBehaviour: 0.2, distance: undefined },
      ],
    },
    way: [
      { at: 0, written: 'DEF run m( move m)' },
      { at: 0.5, written: 'DEF run m( move m)' },
      { at: 1, written: 'DEF run m( turnLeft m)' },
    ],
    near: { program: hostile, samples: 4, sigma: 0.25, states: 10, neighbours: [] },
    command: 'cairn embedding show made-up --html made-up.html',
    ...changes,
  }
}

beforeAll(async () => {
  browser = await startBrowser()
  writeFileSync(join(folder, 'space.html'), embeddingPage(look()))
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const open = (how?: Look) => browser.open(join(folder, 'space.html'), how)

test('the page asks for nothing but itself, has no script, and what it is given is never markup', async () => {
  const page = await open()
  expect(page.requests).toEqual([pathToFileURL(join(folder, 'space.html')).href])
  expect(page.complaints).toEqual([])
  expect(await page.evaluate('document.title')).toBe('made-up: its latent space')
  expect(await page.evaluate('document.scripts.length + document.images.length')).toBe(0)
  expect(await page.evaluate('document.querySelector("#near + pre").textContent')).toBe(hostile)
  const lost = '[...document.links].filter(({ hash }) => document.getElementById(hash.slice(1)) === null).map(String)'
  expect(await page.evaluate(lost)).toEqual([])
})

test('the tables hold the figures', async () => {
  const page = await open()
  const rowsOf = (section: string) =>
    page.evaluate<string[][]>(
      `[...document.querySelector('#${section} ~ .wide table').rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))`,
    )
  expect((await rowsOf('smoothness')).slice(1)).toEqual([
    ['0', '100.0 %', '100.0 %', '100.0 %', '0.0 %'],
    ['0.5', '25.0 %', '12.5 %', '20.0 %', '–'],
  ])
  expect((await rowsOf('way')).slice(1)).toEqual([
    ['0.00', 'DEF run m( move m)'],
    ['0.50', 'the same'],
    ['1.00', 'DEF run m( turnLeft m)'],
  ])
  expect((await rowsOf('centres')).slice(1, 3)).toEqual([
    ['1', '0.000', '0.000', '7 of 8', 'DEF run m( REPEAT R=0 r( move r) m)'],
    ['2', '0.000', '0.000', '7 of 8', 'DEF run m( REPEAT R=1 r( move r) m)'],
  ])
})

test('a mark tells its program while it is pointed at, in the page and in the file of the figure', async () => {
  const file = join(folder, 'space.svg')
  const map = placed(madeMap({ points: 10 }))
  const lone = join(folder, 'lone.html')
  writeFileSync(file, standalone(latentFigure(map)))
  writeFileSync(lone, embeddingPage(look({ map })))
  for (const page of [await browser.open(file, { height: 1000 }), await browser.open(lone, { height: 1000 })]) {
    const said = `[...document.querySelectorAll('.say')].filter((of) => getComputedStyle(of).display !== 'none').map((of) => of.textContent)`
    expect(await page.evaluate(said)).toEqual([])
    await page.pointAt('.pt:last-child .dot')
    await expect
      .poll(() => page.evaluate(said))
      .toEqual(['return 0.9DEF run m( putMarker move turnLeft turnRight pickMarker m)'])
  }
})

test('it is dark where the reader wants it dark, nothing but frames is wider than the screen, no text leaves the figure', async () => {
  for (const [scheme, colour] of [
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(21, 24, 29)'],
  ] as const) {
    const page = await open({ scheme, width: 400 })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(colour)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
    const outside = `[...document.querySelectorAll('.figure text')].filter((of) => {
      const [box, all] = [of.getBoundingClientRect(), of.ownerSVGElement.getBoundingClientRect()]
      return box.width > 0 && (box.left < all.left || box.right > all.right || box.bottom > all.bottom)
    }).map((of) => of.textContent)`
    expect(await page.evaluate(outside)).toEqual([])
  }
})
