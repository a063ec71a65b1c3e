/**
 * How the searches of a figure are told apart: by colour, by the dashes of their lines and by their marks, so that none
 * of the three is needed. The colours are those of Okabe and Ito (2008), which people with any common colour blindness
 * can tell apart, made darker or lighter until they have enough contrast on their background.
 */
interface Look {
  /** On white. */
  readonly light: string
  /** On almost black. */
  readonly dark: string
  readonly dashes: string
  readonly mark: MarkShape
}

export type MarkShape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross'

export const looks: readonly Look[] = [
  { light: '#0072b2', dark: '#5ab4f0', dashes: '', mark: 'circle' },
  { light: '#c65102', dark: '#ff8f50', dashes: '7 3', mark: 'square' },
  { light: '#00845f', dark: '#2fcb9d', dashes: '2.5 2.5', mark: 'triangle' },
  { light: '#a64a86', dark: '#e79ac8', dashes: '9 3 2.5 3', mark: 'diamond' },
  { light: '#8f6a00', dark: '#ecc04d', dashes: '4 2', mark: 'cross' },
  { light: '#4a4f57', dark: '#c6cbd3', dashes: '1.5 2', mark: 'circle' },
  { light: '#7a3f12', dark: '#cf9a6c', dashes: '10 2', mark: 'square' },
  { light: '#5454c8', dark: '#a8a8ff', dashes: '6 2 1.5 2 1.5 2', mark: 'triangle' },
]

/** The look of the search at this place; after eight they come again. */
export function lookAt(place: number): Look & { readonly className: string } {
  const at = place % looks.length
  return { ...looks[at]!, className: `s${at}` }
}

/** Colours of everything in a figure, for a light and a dark background, as custom properties. */
const light = `--ink:#1c2026;--soft:#5a626d;--line:#d9dde3;--ground:#ffffff;${looks.map((look, at) => `--s${at}:${look.light}`).join(';')}`
const dark = `--ink:#e8eaed;--soft:#a4abb6;--line:#363c45;--ground:#15181d;${looks.map((look, at) => `--s${at}:${look.dark}`).join(';')}`

/** Style of figures and of the page around them: dark where the reader's system is; paper is white. */
export const figureStyle = [
  `:root{${light}}`,
  `@media screen and (prefers-color-scheme:dark){:root{${dark}}}`,
  '.figure{font:12px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;color:var(--ink)}',
  '.figure text{fill:var(--ink)}.figure .soft{fill:var(--soft)}.figure .title{font-weight:600;font-size:13px}',
  '.figure .ground{fill:var(--ground)}.figure .grid{stroke:var(--line);stroke-width:1;fill:none}',
  '.figure .axis{stroke:var(--soft);stroke-width:1;fill:none}.figure .ceiling{stroke:var(--soft);stroke-dasharray:2 3;fill:none}',
  '.figure .curve{fill:none;stroke-width:2;stroke-linejoin:round}',
  '.figure .mark{stroke-width:1.6}.figure .open{fill:var(--ground)}.figure .range{stroke-width:6;stroke-opacity:.28}',
  '.figure .median{stroke-width:3}',
  ...looks.map(
    (_, at) => `.figure .s${at}{stroke:var(--s${at})}.figure .band.s${at},.figure .full.s${at}{fill:var(--s${at})}`,
  ),
  '.figure .band{stroke:none;fill-opacity:.14}',
  ...looks.map((_, at) => `.figure .cell.s${at}{stroke:none;fill:var(--s${at})}`),
].join('\n')
