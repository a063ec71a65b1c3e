import type { Estimate } from '../bootstrap.ts'
import { curveDefaults } from '../curves.ts'
import { grouped, nothing, optionsText, returned } from '../figures.ts'
import { anchor, Html, html, htmlTable, searchName } from '../page/html.ts'
import { pageStyle } from '../page/style.ts'
import { payoffFigure } from '../svg/payoff.ts'
import { ratesFigure } from '../svg/rates.ts'
import { ordinal, type Rating } from './league.ts'
import type { MapStandings, Standings } from './standings.ts'

/** The standings as one page that needs nothing else: no script, no font, no picture from anywhere. */
export function leaguePage(standings: Standings): string {
  const { league, maps } = standings
  const { name, learners, origin, runs, unfinished } = league
  const links = [
    ...maps.map(({ map }) => html`<li><a href="#${anchor('map', map.label)}">${map.label}</a></li>`),
    html`<li><a href="#ratings">Ratings of the learners</a></li>`,
    html`<li><a href="#methods">Methods</a></li>`,
    html`<li><a href="#again">Plan</a></li>`,
  ]
  const started = origin.startedAt.replace(/T(\d\d:\d\d).*/, ' $1 UTC')
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="cairn ${origin.version}"/>
<title>${name}: standings of ${learners.join(', ')}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>${name}: standings</h1>
<p class="lead">${count(maps.length, 'map')}, ${count(learners.length, 'learner')}, ${count(runs, 'run')}: their champions against one another and against ${league.bots.length === 0 ? 'no bots' : league.bots.join(', ')}.</p>
<p class="note">cairn ${origin.version}, Node ${origin.node.replace(/^v/, '')}, started on ${origin.host} at ${started}. <a href="#again">The plan, and the commands to run it again</a></p>
${unfinished > 0 && html`<p class="partial" role="note">So far ${grouped(runs - unfinished)} of ${count(runs, 'run')} are done. The champions of the others are those they have now; figures will change.</p>`}
<nav aria-label="Sections"><ul>${links}</ul></nav>
</header>
<main>
${maps.map((map) => mapSection(standings, map))}
${ratingsSection(standings)}
${methods(standings)}
${origins(standings)}
</main>
<footer><p>Made by cairn ${origin.version}.</p></footer>
</body>
</html>
`
  return page.text.replaceAll('95 %', '95\u00a0%')
}

function mapSection(standings: Standings, of: MapStandings): Html {
  const { learners, bots } = standings.league
  const { map, cross, overall, bots: againstBots } = of
  const sizes = `${grouped(map.budget)} evaluations for each run`
  return html`<section>
<h2 id="${anchor('map', map.label)}">${map.label}</h2>
<p class="note"><code>${map.name}</code>, ${optionsText(map.options)}. ${sizes}.</p>
${htmlTable({
  caption:
    'Winning rate of the learner on the left against the one above: points per match, both sides, of the last ' +
    'champions of all runs; 95 % intervals over the seeds of either side. Over 0.5 the one on the left is ahead.',
  heads: ['Learner', ...learners.map((learner, place) => searchName(learner, place)), 'all others', 'rating'],
  rows: learners.map((learner, at) => [
    searchName(learner, at),
    ...cross[at]!.map(rateCell),
    rateCell(overall[at]!.learners),
    ratingCell(map.ratings[at]),
  ]),
})}
${
  bots.length > 0 &&
  htmlTable({
    caption: 'Winning rate of the same programs against the bots; 95 % intervals over seeds.',
    heads: ['Learner', ...bots, 'all bots'],
    rows: learners.map((learner, at) => [
      searchName(learner, at),
      ...againstBots[at]!.map(rateCell),
      rateCell(overall[at]!.bots),
    ]),
  })
}
<figure class="wide">${new Html(ratesFigure(standings, of))}
<figcaption>Champions after so many evaluations. Point at a mark for its figures.</figcaption></figure>
<figure class="wide">${new Html(payoffFigure(learners, map))}
<figcaption>The last champion of every run, and the bots. Point at a cell for its figures.</figcaption></figure>
${rankingSection(standings, of)}
${of.ranking.map((place) => programOf(standings, of, place))}
</section>
`
}

function rankingSection({ league: { learners } }: Standings, { map, ranking }: MapStandings): Html {
  return htmlTable({
    caption:
      'Every last champion and bot, best first: by mu - 3 sigma of its rating. After: evaluations charged until the ' +
      'champion was named, and how many champions its run has had.',
    heads: ['Program or bot', 'learner', 'seed', 'rating', 'after', 'champions'],
    figuresFrom: 2,
    rows: ranking.map((place) => {
      const { name, learner, seed, rating, charged, champions } = map.entrants[place]!
      return [
        html`<code>${name}</code>`,
        learner === undefined ? 'bot' : searchName(learners[learner]!, learner),
        seed ?? nothing,
        ratingCell(rating),
        charged === undefined ? nothing : grouped(charged),
        champions === undefined ? nothing : grouped(champions),
      ]
    }),
  })
}

/** The best program of each learner. */
function programOf(
  { league: { learners } }: Standings,
  { map, ranking }: MapStandings,
  place: number,
): Html | undefined {
  const { learner, name, program } = map.entrants[place]!
  if (learner === undefined || program === undefined) return undefined
  if (ranking.find((other) => map.entrants[other]!.learner === learner) !== place) return undefined
  return html`<details><summary>Best program of ${learners[learner]}: ${name}</summary>
<pre>${program}</pre></details>
`
}

function ratingsSection({ league: { learners, ratings, maps } }: Standings): Html {
  return html`<h2 id="ratings">Ratings of the learners</h2>
${htmlTable({
  caption: 'Ratings of the learners, from the matches between their last champions: on each map, and on all together.',
  heads: ['Learner', ...maps.map(({ label }) => label), 'all maps'],
  rows: learners.map((learner, at) => [
    searchName(learner, at),
    ...maps.map((map) => ratingCell(map.ratings[at])),
    ratingCell(ratings[at]),
  ]),
})}`
}

function rateCell(estimate: Estimate | undefined): Html {
  if (estimate === undefined) return html`${nothing}`
  const { value, low, high } = estimate
  if (returned(low) === returned(high)) return html`${returned(value)}`
  return html`${returned(value)}<span class="sub">${returned(low)} to ${returned(high)}</span>`
}

function ratingCell(rating: Rating | undefined): Html {
  if (rating === undefined || rating.matches === 0) return html`${nothing}`
  return html`${ordinal(rating).toFixed(1)}<span class="sub">${rating.mu.toFixed(1)} ± ${rating.sigma.toFixed(1)}</span>`
}

function methods({ resamples }: Standings): Html {
  const samples = grouped(resamples)
  return html`<h2 id="methods">How the figures are made</h2>
<dl>
<dt>Match</dt><dd>Two programs, or a program and a bot, under the rules named above, once from each side. A win is 1 point, a draw 0.5. Player 0 decides first. A program that fails in a tick orders nothing in it and goes on (as in the evaluation of 2L), though in its own search a failure costs -1. Every match draws from seed 0, and is the same however often it is played.</dd>
<dt>Winning rate</dt><dd>Points per match. Of a learner against another: the last champion of each run of the one against that of each run of the other, both sides. Interval: percentile bootstrap with ${samples} samples that draw seeds of both sides anew; against bots, of the learner's.</dd>
<dt>Curves</dt><dd>At evenly spaced points of the budget, the champions that the runs had by then: against the bots, and against those of the other learners' runs with the same seed. Mean over the seeds that are as far as that; the bands are percentile intervals for one point at a time, from ${grouped(curveDefaults.resamples)} samples.</dd>
<dt>Evaluations</dt><dd>Charged as the learner's own book has it: one for each opponent, that is for two matches.</dd>
<dt>Rating</dt><dd>Weng and Lin's Bayesian rating (2011), model of Plackett and Luce, by the library openskill with its own constants: mu 25 and sigma 25/3 at first. It depends on the order of the matches, which is drawn once and for all. Programs and bots are ranked by mu - 3 sigma. Runs with the same program are rated as one, and draw against each other where learners are rated.</dd>
<dt>Random numbers</dt><dd>Every bootstrap and every order has a stream of its own, named after the figure. The same runs give the same page, byte for byte.</dd>
</dl>
`
}

function origins({ league: { origin } }: Standings): Html {
  const commands = origin.commands.map(([command, about]) => `# ${about}\n${command}`).join('\n\n')
  return html`<h2 id="again">The plan, and how to run it again</h2>
<h4>Plan file</h4>
<pre>${origin.plan.trimEnd()}</pre>
<h4>Commands</h4>
<pre>${commands}</pre>
`
}

function count(n: number, one: string): string {
  return `${grouped(n)} ${one}${n === 1 ? '' : 's'}`
}
