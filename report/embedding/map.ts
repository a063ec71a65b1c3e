/** What is known of an embedding's latent space, for a picture of it. */
export interface LatentMap {
  /** Whose space it is. */
  readonly title: string
  /** What the points are, as in `300 programs of the validation part`. */
  readonly about: string
  readonly colour: Colour
  readonly points: readonly MapPoint[]
  readonly trajectory?: Trajectory
}

/** What colours stand for: a figure from low to high, or one of a few kinds. */
export type Colour =
  | {
      readonly kind: 'figure'
      readonly label: string
      /** What is less is not told apart, if there is more: returns below 0. */
      readonly floor?: number
    }
  | { readonly kind: 'class'; readonly label: string; readonly classes: readonly string[] }

/** A program of the space. */
export interface MapPoint {
  readonly latent: ArrayLike<number>
  readonly program: string
  /** The figure, or the place of the kind. */
  readonly value: number
}

/** What a search asked about on its way through the space. */
export interface Trajectory {
  /** As in `cem, seed 1, on karel/Harvester`. */
  readonly about: string
  readonly iterations: readonly TrajectoryIteration[]
}

export interface TrajectoryIteration {
  /** Counts them from 1. */
  readonly iteration: number
  /** Begins another search, away from where the one before it ended. */
  readonly begins?: boolean
  /** The population; programs and returns in the same order, undefined for a vector that decodes to no program. */
  readonly vectors: readonly ArrayLike<number>[]
  readonly programs: readonly (string | undefined)[]
  readonly returns: readonly (number | undefined)[]
  readonly centre: TrajectoryCentre
}

export interface TrajectoryCentre {
  readonly vector: ArrayLike<number>
  readonly program: string | undefined
  readonly return: number | undefined
}

/** What the axes of the picture are made from. */
export type AxesOf = 'programs' | 'run'
