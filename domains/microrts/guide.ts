import type { Guide } from '../task.ts'

/** What a language model is told of MicroRTS and of the functions of MicroLanguage, in our words. */
export const guide: Guide = {
  world:
    'MicroRTS is a real-time strategy game for two players on a grid of cells; x grows to the right, y grows downward. A ' +
    'cell is free, a wall, or holds one unit. Units: Base (stores resources, trains Worker), Barracks (trains Light, Heavy, ' +
    'Ranged), Worker (harvests, builds Base and Barracks, fights weakly), Light (fast, fights), Heavy (slow, fights hard), ' +
    'Ranged (hits up to three cells away), and Resource (belongs to nobody). Every action takes some ticks. At every tick ' +
    'the program runs once from its beginning; "for(Unit u)" goes through all units of the player. A unit keeps the first ' +
    'action that it is given in a tick; a unit that gets none waits. Whatever begins with "u." has a meaning only inside ' +
    'such a loop. A player without units has lost.',
  words: {
    Train:
      'u.train(Type, Direction, N): u trains a unit of the type, the cell in the direction preferred, unless the player has N of them',
    Build:
      'u.build(Type, Direction, N): u builds a building of the type in the direction, unless the player has N of them',
    Harvest: 'u.harvest(N): u, a worker, gathers resources, unless N workers do already',
    Attack: 'u.attack(Target): u attacks that enemy unit, walking to it',
    MoveToUnit: 'u.moveToUnit(Player, Target): u walks towards that unit of that player',
    MoveAway: 'u.moveAway(): u walks to the own base that is farthest away',
    Idle: 'u.idle(): u stays and attacks whoever is in range',
    HasNumberOfUnits: 'the player has at least N units of the type',
    HasLessNumberOfUnits: 'the player has fewer than N units of the type',
    OpponentHasNumberOfUnits: 'the opponent has at least N units of the type',
    HasNumberOfWorkersHarvesting: 'at least N workers of the player harvest',
    HaveQtdUnitsAttacking: 'at least N units of the player attack',
    HasUnitWithinDistanceFromOpponent: 'u is within N cells of an enemy unit',
    HasUnitInOpponentRange: 'an enemy unit can hit u',
    OpponentHasUnitInPlayerRange: 'u can hit an enemy unit',
    HasUnitThatKillsInOneAttack: 'u kills some enemy unit with one hit',
    OpponentHasUnitThatKillsUnitInOneAttack: 'some enemy unit kills u with one hit',
    is_Type: 'u is of the type',
    IsBuilder: 'u builds',
    CanAttack: 'u is of a type that can attack',
    CanHarvest: 'u is of a type that can harvest',
  },
}
