import { type Replayed, replay as replayed } from '../replay.ts'
import type { Frame } from '../task.ts'
import { drawWorld } from './picture.ts'
import { actionNames } from './rules.ts'
import type { World } from './world.ts'

/** The episode, picture by picture. */
export function replay(play: Replayed<World>['play']): Iterable<Frame> {
  return replayed({ play, draw: (world) => ({ picture: drawWorld(world) }), actionNames })
}
