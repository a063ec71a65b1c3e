import type { CairnProcess } from './cairn-process.ts'

/** Messages that a process has rejected so far, by reason, as Prometheus would read it. */
export async function rejections(cairn: CairnProcess): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>()
  for (const [, reason, count] of (await scrape(cairn)).matchAll(
    /^cairn_messages_rejected_total\{reason="([^"]*)"\} (\d+)$/gm,
  )) {
    counted.set(reason!, Number(count))
  }
  return counted
}

/** The text of the process's own /metrics. */
export async function scrape(cairn: CairnProcess): Promise<string> {
  const [url] = await cairn.untilSaid(/http:\/\/[\w.:]+\/metrics/)
  return (await fetch(url)).text()
}
