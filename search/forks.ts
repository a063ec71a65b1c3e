import { SearchClosed, type SearchContext } from './context.ts'

/**
 * Runs `body` on `count` forks of `search` side by side, the budget shared out evenly (the first ones take the
 * remainder). With a count of 1 it runs on `search` itself. A fork that closes leaves the others running;
 * one that fails ends this at once with its error, and the run that fails with it ends the others.
 */
export async function inForks(
  search: SearchContext,
  name: string,
  count: number,
  body: (fork: SearchContext, index: number) => Promise<void>,
): Promise<void> {
  if (count === 1) return body(search, 0)
  const left = search.budget - search.charged
  const share = Math.floor(left / count)
  const forks = Array.from({ length: count }, (_, index) =>
    search.fork(`${name}/${index}`, share + (index < left % count ? 1 : 0)),
  )
  await Promise.all(forks.map((fork, index) => body(fork, index).catch(unlessClosed)))
}

function unlessClosed(error: unknown): void {
  if (!(error instanceof SearchClosed)) throw error
}
