/** How the programs of a data set are drawn, tried and chosen. */
export interface ProgramDataSettings {
  /** Whose tokens: of LEAPS (`R=0` to `R=19`) or of HPRL (`R=2` to `R=5`). */
  readonly vocabulary: 'leaps' | 'hprl'
  /** Programs wanted. */
  readonly programs: number
  readonly seed: number
  /** A program with more tokens is passed over, `DEF run m(` and `m)` included. */
  readonly maxTokens: number
  /** What one execution may spend, by the structural count of LEAPS. */
  readonly callBudget: number
  /** Markers that a cell can hold. */
  readonly cap: number
  /** Rows and columns of the worlds, border included. */
  readonly side: number
  /** Chance in 100 of a wall on an inner cell. */
  readonly wallPercent: number
  /** Chance in 100 of a marker on a free cell. */
  readonly markerPercent: number
  /** Demonstrations that a program must have. */
  readonly demonstrations: number
  /** Worlds in which it is tried at most to get them. */
  readonly trials: number
  /** States of a demonstration, one more than its actions; shorter ones must show a branch not yet seen. */
  readonly minStates: number
  readonly maxStates: number
  /** States of the longest demonstration of a program. */
  readonly longestStates: number
  /** Pass over programs that repeat themselves, undo what they have just done, or end where they began. */
  readonly onlyUseful: boolean
  /** Parts of 100 for training, validation and test. */
  readonly split: readonly [train: number, validation: number, test: number]
}

/** Chances of the generator that the vocabularies share, and of its statements where they differ. */
export const chances = {
  statements: {
    leaps: { while: 0.15, repeat: 0.03, sequence: 0.5, action: 0.2, if: 0.08, ifelse: 0.04 },
    hprl: { while: 0.15, repeat: 0.03, sequence: 0.4, action: 0.3, if: 0.08, ifelse: 0.04 },
  },
  not: 0.1,
  actions: { move: 0.5, turnRight: 0.15, turnLeft: 0.15, pickMarker: 0.1, putMarker: 0.1 },
  perceptions: {
    frontIsClear: 0.5,
    leftIsClear: 0.15,
    rightIsClear: 0.15,
    markersPresent: 0.1,
    noMarkersPresent: 0.1,
  },
  counts: { leaps: [0, 19], hprl: [2, 5] },
} as const

/**
 * The data set of LEAPS: 50,000 programs, of which 35,000 train.
 *
 * Source: LEAPS, `karel_env/generator.py` with `cover_all_branches_in_demos`, and 40 tokens at most as POMP reports.
 */
export const leapsProgramData: ProgramDataSettings = {
  vocabulary: 'leaps',
  programs: 50_000,
  seed: 0,
  maxTokens: 40, // max_program_length
  callBudget: 220,
  cap: 9,
  side: 8,
  wallPercent: 10, // wall_prob
  markerPercent: 10,
  demonstrations: 10, // num_demo_per_program
  trials: 100, // max_demo_generation_trial
  minStates: 4, // min_demo_length
  maxStates: 20, // max_demo_length
  longestStates: 2, // min_max_demo_length_for_program
  onlyUseful: false,
  split: [70, 15, 15],
}

/** The data set of HPRL: a million programs. Source: HPRL, its generator and the settings of its training. */
export const hprlProgramData: ProgramDataSettings = {
  ...leapsProgramData,
  vocabulary: 'hprl',
  programs: 1_000_000,
  callBudget: 500,
  cap: 2,
  wallPercent: 15,
  markerPercent: 15,
  minStates: 2,
  maxStates: 50,
  onlyUseful: true,
  split: [85, 15, 0],
}
