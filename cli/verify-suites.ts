import { type Suite, suites, UnknownSuite } from '@cairn/domains'

/** Every suite that there is, whichever package brings it. */
export async function allSuites(): Promise<readonly Suite[]> {
  const [{ pythonicSuite }, { searchTracesSuite }, { latentChecks }, { neuralSuite }] = await Promise.all([
    import('@cairn/completions'),
    import('@cairn/coordinator'),
    import('@cairn/search'),
    import('@cairn/trainer'),
  ])
  return [...suites, pythonicSuite, searchTracesSuite, neuralSuite(latentChecks)]
}

/**
 * The suite of that name.
 *
 * @throws UnknownSuite naming the nearest
 */
export async function suiteNamed(name: string): Promise<Suite> {
  const all = await allSuites()
  const found = all.find((suite) => suite.name === name)
  if (found !== undefined) return found
  throw new UnknownSuite(
    name,
    all.map((suite) => suite.name),
  )
}
