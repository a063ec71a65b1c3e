import { grouped, nothing, returned } from '../figures.ts'
import { Html, html, htmlTable } from '../page/html.ts'
import { pageStyle } from '../page/style.ts'
import { captionOf, latentFigure, type PlacedMap, percent, placed } from './figure.ts'
import type { AccuracyLook, EmbeddingLook, NearLook, Smoothness, WayPoint } from './look.ts'
import type { LatentMap } from './map.ts'
import { spread } from './milestones.ts'

/** Centres in the table below the map. */
const mostCentres = 60

const ownStyle = `
td code,th code{font-size:13px;font-weight:400;overflow-wrap:anywhere}
td.program,th:has(>.program){text-align:left}td.program,tbody th.program{white-space:normal;min-width:26ch}
`

const programHead = html`<span class="program">program</span>`

/** What was looked at in an embedding as one page that needs nothing else: no script, no font, no picture from anywhere. */
export function embeddingPage(look: EmbeddingLook): string {
  const { name, version, map, accuracy, reconstructions = [], smoothness, way, near, card, command } = look
  const sections: (readonly [id: string, title: string, content: Html])[] = []
  if (map !== undefined) sections.push(['map', 'The space', mapSection(map)])
  if (map?.map.trajectory !== undefined) sections.push(['centres', 'Centres of the search', centresSection(map)])
  if (smoothness !== undefined) sections.push(['smoothness', 'Smoothness', smoothnessSection(smoothness)])
  if (way !== undefined) sections.push(['way', 'From one program to another', waySection(way)])
  if (near !== undefined) sections.push(['near', 'Around a program', nearSection(near)])
  if (accuracy !== undefined) sections.push(['accuracy', 'Accuracy', accuracySection(accuracy, reconstructions)])
  sections.push(['card', 'Model card', cardSection(card)])
  sections.push(['again', 'Again', html`<p>The command that made this page:</p>\n<pre>${command}</pre>`])
  const links = sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="cairn ${version}"/>
<title>${name}: its latent space</title>
<style>${new Html(pageStyle + ownStyle)}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p class="lead">The latent space of a program embedding${map !== undefined && `: ${map.map.about}`}.</p>
<nav aria-label="Sections"><ul>${links}</ul></nav>
</header>
<main>
${sections.map(([id, title, content]) => html`<h2 id="${id}">${title}</h2>\n${content}\n`)}
</main>
<footer><p>Made by cairn ${version}.</p></footer>
</body>
</html>
`.text
}

function mapSection(of: PlacedMap): Html {
  const { trajectory } = of.map
  const way =
    trajectory !== undefined &&
    ' The line goes through the centres of the search from the first to the last, in the colour of their returns; the ' +
      'small dots are its populations, the later the stronger, grey where a vector decodes to no program; the star is ' +
      'the best of the run.'
  return html`<figure class="wide">${new Html(latentFigure(of))}
<figcaption>Every mark is a program, at the mean of its latent. Point at one to read it.${way} ${captionOf(of)}</figcaption></figure>
${trajectory !== undefined && of.axesOf === 'programs' && nearSightOf(of.map)}`
}

/** The same in the axes of the run. */
function nearSightOf(map: LatentMap): Html {
  const of = placed({ ...map, title: 'The way of the search from near' }, 'run')
  return html`<figure class="wide">${new Html(latentFigure(of))}
<figcaption>${captionOf(of)}</figcaption></figure>`
}

function centresSection({ map: { trajectory } }: PlacedMap): Html {
  const { iterations } = trajectory!
  const told = iterations.filter(
    ({ centre }, at) =>
      at === 0 || at === iterations.length - 1 || centre.program !== iterations[at - 1]!.centre.program,
  )
  const shown = spread(told, mostCentres)
  const left = told.length - shown.length
  const valid = (programs: readonly unknown[]) => programs.filter((program) => program !== undefined).length
  return htmlTable({
    caption: `Centres whose program is another than that of the one before${left > 0 ? `; ${grouped(shown.length)} of them, evenly spread` : ''}. Decoded: vectors of the population that are programs.`,
    heads: [
      'Iteration',
      'return',
      'best of population',
      'decoded',
      html`<span class="program">program of the centre</span>`,
    ],
    rows: shown.map(({ iteration, centre, programs, returns }) => [
      grouped(iteration),
      returned(centre.return),
      returned(
        returns.reduce<number | undefined>(
          (a, b) => (b !== undefined && (a === undefined || b > a) ? b : a),
          undefined,
        ),
      ),
      `${valid(programs)} of ${programs.length}`,
      {
        content: centre.program === undefined ? 'no program' : html`<code>${centre.program}</code>`,
        className: 'program',
      },
    ]),
  })
}

function smoothnessSection({ programs, draws, states, rows }: Smoothness): Html {
  if (programs === 0) return html`<p>The latent of none of the programs looked at decodes to a program.</p>`
  return htmlTable({
    caption:
      `${grouped(programs)} programs, ${grouped(draws)} latents drawn around the latent of each at each distance; what ` +
      `they decode to against what the latent itself decodes to. Behaviour: the actions taken in ${grouped(states)} ` +
      'sampled states, and how the program ended. States that differ: mean share of them in which the two do something ' +
      'else, over the latents that decode to a program.',
    heads: [
      'Sigma of each number',
      'decodes to a program',
      'to the same',
      'to the same behaviour',
      'states that differ',
    ],
    rows: rows.map(({ sigma, decoded, sameProgram, sameBehaviour, distance }) => [
      String(sigma),
      percent(decoded),
      percent(sameProgram),
      percent(sameBehaviour),
      distance === undefined ? nothing : percent(distance),
    ]),
  })
}

function waySection(way: readonly WayPoint[]): Html {
  return htmlTable({
    caption: 'What the latents on the straight line from the one to the other decode to.',
    heads: ['At', 'program'],
    figuresFrom: 2,
    rows: way.map(({ at, written }, place) => [
      at.toFixed(2),
      written === way[place - 1]?.written ? html`<span class="note">the same</span>` : html`<code>${written}</code>`,
    ]),
  })
}

function nearSection({ program, samples, sigma, states, neighbours }: NearLook): Html {
  return html`<pre>${program}</pre>
${htmlTable({
  caption: `What ${grouped(samples)} latents decode to that differ from its own by a deviation of ${sigma} in each number. Same: share of ${grouped(states)} sampled states in which both do the same.`,
  heads: ['Latents', 'nearest', 'same', programHead],
  rows: neighbours.map(({ text, times, distance, sameBehaviour }) => [
    grouped(times),
    distance.toFixed(2),
    sameBehaviour === undefined ? 'no program' : percent(sameBehaviour),
    { content: html`<code>${text}</code>`, className: 'program' },
  ]),
})}`
}

function accuracySection(
  { part, programs, loss, tokenPercent, programPercent }: AccuracyLook,
  reconstructions: readonly { readonly text: string; readonly written: string }[],
): Html {
  return html`<p>${grouped(programs)} programs of the ${part} part, from drawn latents: tokens ${tokenPercent.toFixed(1)} %, programs ${programPercent.toFixed(1)} %, loss ${loss.toFixed(4)}.</p>
${
  reconstructions.length > 0 &&
  htmlTable({
    caption: 'Programs, and what the means of their latents decode to.',
    heads: ['Program', 'what comes back'],
    figuresFrom: 2,
    rows: reconstructions.map(({ text, written }) => [
      { content: html`<code>${text}</code>`, className: 'program' },
      written === text ? html`<span class="note">the same</span>` : html`<code>${written}</code>`,
    ]),
  })
}`
}

function cardSection(card: readonly (readonly [string, string])[]): Html {
  return htmlTable({
    caption: 'What the embedding is, how it was made, and what it reached in training.',
    heads: ['Of', 'value'],
    figuresFrom: 2,
    rows: card.map(([name, value]) => [name, value]),
  })
}
