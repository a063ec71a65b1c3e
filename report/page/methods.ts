import { curveDefaults } from '../curves.ts'
import { grouped, optionsText } from '../figures.ts'
import type { Summary } from '../summary.ts'
import { type Html, html, searchName } from './html.ts'

/** How every figure is made, so that a reader can judge it or make it again from the CSV files. */
export function methodsSection({ resamples }: Summary): Html {
  const samples = grouped(resamples)
  return html`<h2 id="methods">How the figures are made</h2>
<dl>
<dt>Evaluation</dt><dd>One program on all training episodes of its task. Evaluations are counted as the sequential algorithm would spend them (charged), however many machines tried ahead; programs met again are charged again.</dd>
<dt>Solved</dt><dd>The best program has the highest return there is on every training episode (within 10⁻⁹ of the mean). A run ends when it has solved its task, when its budget is spent, or when its search has nothing more to try.</dd>
<dt>Median of evaluations to solve</dt><dd>The Kaplan–Meier median: the fewest evaluations after which at least half of the runs are estimated to have solved the task. A run that did not solve it is not left out and gets no made-up number: it counts as unsolved for as long as it was watched (its budget, if it is done) and says nothing beyond. When all runs are done this is the lower median with every unsolved run above all others; if fewer than half solved the task the median is only known to be above the budget, and is written so. Interval: 2.5th and 97.5th percentile of the medians of ${samples} bootstrap samples of the runs; an end may lie above the budget too.</dd>
<dt>Interquartile mean (IQM)</dt><dd>The mean of the returns without the lowest and the highest quarter, whole runs only (Agarwal et al. 2021; <code>scipy.stats.trim_mean</code> with 0.25). The return of a run after n evaluations is the best mean return on the training episodes until then; a run that ended earlier keeps its last one. Intervals: percentile bootstrap with ${samples} samples of the runs. Over all tasks, every sample draws from each task's runs as many as there are (stratified bootstrap), and returns are divided by the task's highest return; tasks whose budget ends earlier, or whose highest return is not known, are left out.</dd>
<dt>Curves</dt><dd>The interquartile mean at ${curveDefaults.pointsPerDecade} points for each power of ten, held from one to the next; the bands are intervals for one point at a time, from ${grouped(curveDefaults.resamples)} samples. The dotted line is the highest return there is.</dd>
<dt>Fresh episodes</dt><dd>The best program of each run that is done, on start states that no program was ever chosen on. The mean over runs; its interval is a percentile bootstrap with ${samples} samples. A mean well below the one on training episodes says that the programs fit the start states they were chosen on.</dd>
<dt>Probability of improvement</dt><dd>Over all pairs of a run of one search and a run of the other, the share in which the first did better: solved in fewer evaluations; if neither solved, a higher best return; ties count half (Agarwal et al. 2021; the Mann–Whitney statistic). Interval: ${samples} bootstrap samples of both sides. Runs of the same seed are not treated as pairs: searches do not use their random numbers alike.</dd>
<dt>Unfinished runs</dt><dd>They count where they are known: in a median as unsolved so far, in returns as far as they have come. In the other figures only runs that are done count. As long as runs are missing, the ones that ended early, which are the successful ones, weigh too much.</dd>
<dt>Random numbers</dt><dd>Every bootstrap has a stream of its own, named after the figure. The same runs give the same report, byte for byte.</dd>
</dl>
`
}

/** What was compared, and how to do it again. */
export function originSection({ comparison }: Summary): Html {
  const { origin, searches } = comparison
  const options = searches.map(({ label, name, options: shared, optionsOn }, place) => {
    const own = Object.entries(optionsOn).map(([task, of]) => html`<br/>on ${task}: ${optionsText(of)}`)
    return html`<dt>${searchName(label, place)}</dt><dd><code>${name}</code>${optionsText(shared) !== '' && `: ${optionsText(shared)}`}${own}</dd>\n`
  })
  const commands = origin.commands.map(([command, about]) => `# ${about}\n${command}`).join('\n\n')
  return html`<h2 id="again">The plan, and how to run it again</h2>
<h4>Searches, with all options</h4>
<dl>
${options}</dl>
<h4>Plan file</h4>
<pre>${origin.plan.trimEnd()}</pre>
<h4>Commands</h4>
<pre>${commands}</pre>
<p class="note">Made by cairn ${origin.version}. Each run's folder holds its own manifest with the hashes of its task, language and domain.</p>
`
}
