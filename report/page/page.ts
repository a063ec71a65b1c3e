import { grouped } from '../figures.ts'
import type { Summary } from '../summary.ts'
import { panelFigure } from '../svg/curves.ts'
import { Html, html, searchName } from './html.ts'
import { methodsSection, originSection } from './methods.ts'
import { improvementSection, returnsSection, solvedSection } from './overview.ts'
import { pageStyle } from './style.ts'
import { costSection, runsSection, taskSections } from './tasks.ts'

/** The whole report as one page that needs nothing else: no script, no font, no picture from anywhere. */
export function reportPage(summary: Summary): string {
  const { comparison } = summary
  const { name, tasks, searches, runs, origin } = comparison
  const several = searches.length > 1
  const sections = [
    ['solved', 'Solved'],
    ['curves', 'Curves'],
    ['returns', 'Returns'],
    ...(several ? [['improvement', 'Search against search']] : []),
    ['tasks', 'Task by task'],
    ['cost', 'Cost'],
    ['methods', 'Methods'],
    ['again', 'Plan'],
    ['runs', 'Runs'],
  ] as const
  const links = sections.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)
  const seeds = new Set(runs.map(({ seed }) => seed)).size
  const sizes = [count(tasks.length, 'task'), count(searches.length, 'search', 'searches'), count(seeds, 'seed')].join(
    ', ',
  )
  const charged = runs.reduce((sum, run) => sum + run.charged, 0)
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="cairn ${origin.version}"/>
<title>${name}: ${searches.map(({ label }) => label).join(', ')}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p class="lead">${sizes}: ${count(runs.length, 'run')}, ${grouped(charged)} evaluations.</p>
<p class="note">cairn ${origin.version}, Node ${origin.node.replace(/^v/, '')}, started on ${origin.host} at ${origin.startedAt.replace(/T(\d\d:\d\d).*/, ' $1 UTC')}. <a href="#again">The plan, and the command to run it again</a></p>
${partial(summary)}
<nav aria-label="Sections"><ul>${links}</ul></nav>
</header>
<main>
${solvedSection(summary)}
<h2 id="curves">Best return against evaluations</h2>
<figure>
<ul class="legend">${searches.map(({ label }, place) => html`<li>${searchName(label, place)}</li>`)}</ul>
<div class="panels">${tasks.map((task) => new Html(panelFigure(summary.cells.filter((cell) => cell.task === task))))}</div>
<figcaption>Interquartile mean over seeds of the best return so far, bands: 95 % bootstrap intervals. Evaluations charged, on a logarithmic axis. Point at a mark for its figures.</figcaption></figure>
${returnsSection(summary)}
${improvementSection(summary)}
${taskSections(summary)}
${costSection(summary)}
${methodsSection(summary)}
${originSection(summary)}
${runsSection(summary)}
</main>
<footer><p>Made by cairn ${origin.version}.</p></footer>
</body>
</html>
`
  return page.text.replaceAll('95 %', '95\u00a0%')
}

function partial({ comparison: { runs } }: Summary): Html | undefined {
  const of = (state: string) => runs.filter((run) => run.state === state).length
  const done = of('done')
  if (done === runs.length) return undefined
  const rest = [
    [of('stopped'), 'under way'],
    [of('failed'), 'failed'],
    [of('none'), 'not started'],
  ] as const
  const told = rest.filter(([n]) => n > 0).map(([n, what]) => `${grouped(n)} ${what}`)
  return html`<p class="partial" role="note">So far ${grouped(done)} of ${count(runs.length, 'run')} are done (${told.join(', ')}). Figures will change as the others end; until then runs that ended early weigh too much.</p>`
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`
}
