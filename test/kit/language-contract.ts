import {
  admits,
  BadProgram,
  checkProgram,
  endOf,
  type Language,
  measure,
  neighbourhood,
  nodes,
  ParseError,
  type Program,
  parse,
  print,
  printIndented,
  type Rng,
  replace,
  sampleProgram,
  seededRng,
  subtree,
  TokenMask,
  Vocabulary,
  withinLimits,
} from '@cairn/language'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** What holds for every language, whatever its table. */
export function languageContract(language: Language): void {
  const everyToken = new Vocabulary(language, 'all', language.tokens)
  const seeds = fc.integer({ min: 0, max: 2 ** 31 })
  const drawn = seeds.map((seed) => sampleProgram(language, seededRng(seed)))
  /** Written token by token, so productions that are never drawn occur too. */
  const written = seeds.map((seed) => parse(language, randomText(everyToken, seededRng(seed), 60)))
  const programs = fc.oneof(drawn, written)

  describe(`${language.name} keeps the language contract`, () => {
    test('a printed program parses to itself, from one line and indented', () => {
      fc.assert(
        fc.property(programs, (program) => {
          const text = print(language, program)
          const again = parse(language, text)
          expect(print(language, again)).toBe(text)
          // A text does not tell how a sequence leans; where they lean one way only, nothing is lost.
          if (leansRight(language)) expect(again).toEqual(program)
          expect(parse(language, printIndented(language, program))).toEqual(again)
        }),
        { seed: 1, numRuns: 200 },
      )
    })

    test('every subtree is a program of the non-terminal whose slot it fills', () => {
      fc.assert(
        fc.property(programs, (program) => {
          for (const { at, production, nonTerminal } of nodes(language, program)) {
            const option = subtree(language, program, at)
            checkProgram(language, option, nonTerminal)
            expect(admits(language, nonTerminal, production)).toBe(true)
            expect(option.length).toBe(endOf(language, program, at) - at)
            expect(replace(language, program, at, option)).toEqual(program)
          }
        }),
        { seed: 2, numRuns: 100 },
      )
    })

    test('a node replaced by any subtree that its slot admits leaves a program', () => {
      fc.assert(
        fc.property(programs, programs, fc.nat(), (program, donor, pick) => {
          const sites = [...nodes(language, program)]
          const site = sites[pick % sites.length]!
          for (const { at, production } of nodes(language, donor)) {
            if (!admits(language, site.nonTerminal, production)) continue
            checkProgram(language, replace(language, program, site.at, subtree(language, donor, at)))
          }
        }),
        { seed: 3, numRuns: 100 },
      )
    })

    test('drawn programs and their neighbours, of both variants, are programs within the limits', () => {
      fc.assert(
        fc.property(drawn, seeds, fc.constantFrom('clean' as const, 'old' as const), (program, seed, variant) => {
          expect(withinLimits(language, program)).toBe(true)
          for (const near of neighbourhood(language, program, seededRng(seed), 20, { variant })) {
            checkProgram(language, near)
            expect(withinLimits(language, near)).toBe(true)
            expect(print(language, near).length).toBeGreaterThan(0)
          }
        }),
        { seed: 4, numRuns: 200 },
      )
    })

    test('neighbours of a program beyond the limits are within them', () => {
      fc.assert(
        fc.property(written, seeds, (program, seed) => {
          for (const near of neighbourhood(language, program, seededRng(seed), 5)) {
            checkProgram(language, near)
            expect(withinLimits(language, near)).toBe(true)
          }
        }),
        { seed: 5, numRuns: 200 },
      )
    })

    test('bytes are a program, or are refused with the byte that does not fit', () => {
      const bytes = fc.uint8Array({ minLength: 0, maxLength: 12, max: language.productions.length })
      const damaged = fc.tuple(programs, fc.nat(), fc.nat({ max: 255 })).map(([program, at, byte]) => {
        const copy = program.slice()
        copy[at % copy.length] = byte
        return copy
      })
      fc.assert(
        fc.property(fc.oneof(bytes, damaged), (candidate) => {
          try {
            checkProgram(language, candidate)
          } catch (error) {
            expect(error).toBeInstanceOf(BadProgram)
            expect((error as BadProgram).at).toBeLessThanOrEqual(candidate.length)
            return
          }
          checkProgram(language, parse(language, print(language, candidate)))
        }),
        { seed: 6, numRuns: 800 },
      )
    })

    test('a text with one token changed is a program, or the error says where no program goes on', () => {
      fc.assert(
        fc.property(programs, fc.nat(), fc.nat(), (program, at, other) => {
          const tokens = language.lexis.split(print(language, program)).map((lexeme) => lexeme.text)
          tokens[at % tokens.length] = language.tokens[other % language.tokens.length]!
          const text = tokens.join(' ')
          try {
            checkProgram(language, parse(language, text))
          } catch (error) {
            if (!(error instanceof ParseError)) throw error
            expect(error.at).toBeGreaterThanOrEqual(at % tokens.length)
            expect(error.token).toBe(tokens[error.at] ?? '')
            expect(text.slice(error.offset).startsWith(error.token)).toBe(true)
            const mask = new TokenMask(everyToken)
            for (const token of tokens.slice(0, error.at)) expect(mask.push(language.tokens.indexOf(token))).toBe(true)
            const fitting = everyToken.tokens.filter((_, index) => mask.allows(index))
            expect(error.expected).toEqual(fitting)
            expect(error.expected).not.toContain(error.token)
          }
        }),
        { seed: 7, numRuns: 300 },
      )
    })

    test('the mask allows every token of every program, and the pad at its end only', () => {
      fc.assert(
        fc.property(programs, (program) => {
          const indices = everyToken.encode(program)
          const exact = new TokenMask(everyToken, { tokens: indices.length })
          for (const index of indices) {
            expect(exact.allows(everyToken.pad)).toBe(exact.complete)
            expect(exact.push(index)).toBe(true)
          }
          expect(exact.complete).toBe(true)
          expect(exact.allowed().indexOf(1)).toBe(everyToken.pad)
          expect(everyToken.decode([...indices, everyToken.pad, 0, 0])).toBe(print(language, program))
        }),
        { seed: 8, numRuns: 300 },
      )
    })

    test('whoever follows the mask, within any bound that a program meets, ends with a program', () => {
      const shortest = shortestText(everyToken)
      fc.assert(
        fc.property(seeds, fc.integer({ min: shortest, max: shortest + 60 }), (seed, bound) => {
          const text = randomText(everyToken, seededRng(seed), bound)
          expect(measure(language, parse(language, text)).tokens).toBeLessThanOrEqual(bound)
        }),
        { seed: 9, numRuns: 200 },
      )
      expect(new TokenMask(everyToken, { tokens: shortest - 1 }).allowed()).not.toContain(1)
    })

    test('drawing is the same again from the same seed, and a neighbourhood leaves its stream alone', () => {
      fc.assert(
        fc.property(drawn, seeds, (program, seed) => {
          const draw = (rng: Rng) => [...neighbourhood(language, program, rng, 5)]
          expect(draw(seededRng(seed))).toEqual(draw(seededRng(seed)))
          const [one, other] = [seededRng(seed), seededRng(seed)]
          neighbourhood(language, program, one, 1_000_000)
          draw(other)
          expect(one.next32()).toBe(other.next32())
        }),
        { seed: 10, numRuns: 100 },
      )
    })

    test('a program nested or chained 50,000 deep is parsed, printed, checked, measured and cut', () => {
      for (const kind of ['nests', 'chains'] as const) {
        const program = deepProgram(language, kind, 50_000)
        checkProgram(language, program)
        expect(endOf(language, program, 0)).toBe(program.length)
        expect(measure(language, program)[kind === 'nests' ? 'height' : 'run']).toBeGreaterThanOrEqual(50_000)
        // Compared by hand: an assertion on so many bytes takes seconds.
        for (const write of [print, printIndented]) {
          expect(Buffer.compare(parse(language, write(language, program)), program)).toBe(0)
        }
        const near = neighbourhood(language, program, seededRng(1), 1).next().value as Program
        expect(withinLimits(language, near)).toBe(true)
      }
    })
  })
}

/** Follows the mask, uniformly among the allowed tokens, to the end of a text. */
export function randomText(vocabulary: Vocabulary, rng: Rng, tokens: number): string {
  const mask = new TokenMask(vocabulary, { tokens })
  const indices: number[] = []
  for (;;) {
    const allowed = Array.from(mask.allowed()).flatMap((open, index) => (open ? [index] : []))
    const index = allowed[rng.below(allowed.length)]!
    mask.push(index)
    if (index === vocabulary.pad) return vocabulary.decode(indices)
    indices.push(index)
  }
}

function shortestText(vocabulary: Vocabulary): number {
  for (let tokens = 1; ; tokens++) if (new TokenMask(vocabulary, { tokens }).allowed().includes(1)) return tokens
}

/** Whether the first of a chain is never a chain itself. */
function leansRight(language: Language): boolean {
  const chains = language.productions.filter((production) => production.chains)
  return chains.every(({ slots }) => !chains.some(({ number }) => admits(language, slots[0]!, number)))
}

/** A nesting or chaining production `depth` times, each in the last slot of the one before. */
function deepProgram(language: Language, kind: 'nests' | 'chains', depth: number): Program {
  const { productions, start } = language
  const leaf = (nonTerminal: string): number[] => {
    const found = productions.find((p) => admits(language, nonTerminal, p.number) && !p.nests && !p.chains)!
    return [found.number, ...found.slots.flatMap(leaf)]
  }
  const layer = productions.find((p) => p[kind] && admits(language, p.slots.at(-1)!, p.number))!
  const holder = layer.slots.at(-1)!
  const root = holder === start ? [] : [productions.find((p) => admits(language, start, p.number))!.number]
  const above = [layer.number, ...layer.slots.slice(0, -1).flatMap(leaf)]
  return Uint8Array.from([...root, ...Array.from({ length: depth }, () => above).flat(), ...leaf(holder)])
}
