import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The records of a file of `test/golden`: `karel/interpreter`, say. */
export function golden<Record>(name: string): Record[] {
  const url = new URL(`../golden/${name}.jsonl.gz`, import.meta.url)
  const lines = gunzipSync(readFileSync(url)).toString().trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line))
}
