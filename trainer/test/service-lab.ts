import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginBuild, karel, leapsProgramData, type ProgramData, readProgramData } from '@cairn/domains'
import { drawProgram, type Program, parse, print, seededRng, vocabulary } from '@cairn/language'
import type { Backend } from '../backend.ts'
import { Embedding } from '../model/embedding.ts'
import type { EmbeddingSettings } from '../model/settings.ts'
import { writeEmbedding } from '../training/folder.ts'

/** A folder of a test that is gone with it. */
export interface TestFolder extends Disposable {
  readonly path: string
  at(name: string): string
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'cairn-service-'))
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Weights that were drawn, not trained. */
export async function drawEmbedding(
  { tf }: Backend,
  folder: string,
  settings: EmbeddingSettings,
  seed = 1,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const embedding = Embedding.draw(tf, settings, seededRng(seed), { policy: false })
  const about = { name: 'drawn', language: 'karel', vocabulary: 'leaps', mask: 'strict', steps: 20 } as const
  await writeEmbedding(folder, embedding, { ...about, training: { seed }, figures: {} })
  embedding.dispose()
}

export function drawLatents(size: number, count: number, seed = 2): Float64Array[] {
  const rng = seededRng(seed)
  return Array.from({ length: count }, () => Float64Array.from({ length: size }, () => 2 * rng.uniform() - 1))
}

/** Random programs that LEAPS's vocabulary can write. */
export function drawPrograms(count: number, seed = 3): Program[] {
  const words = vocabulary(karel.language, 'leaps')
  const rng = seededRng(seed)
  const programs: Program[] = []
  while (programs.length < count) {
    const text = print(karel.language, drawProgram(karel.language, rng))
    try {
      if (words.encodeText(text).length <= 30) programs.push(parse(karel.language, text))
    } catch {
      // Repeats more often than the vocabulary can say.
    }
  }
  return programs
}

/** 84 programs to train with, and the file that they lie in. */
export function writeTinyData(file: string): ProgramData {
  const { head, build } = beginBuild({ ...leapsProgramData, programs: 120, seed: 5 })
  const parts = [head]
  while (!build.done) parts.push(build.nextBytes())
  const bytes = Buffer.concat(parts)
  writeFileSync(file, bytes)
  return readProgramData(bytes)
}
