import { parse, print } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { karel } from '../../domains/karel/language.ts'
import { languageContract } from '../kit/language-contract.ts'
import { microLanguage, minigrid } from '../kit/languages.ts'

languageContract(karel)
languageContract(minigrid)
languageContract(microLanguage)

describe('MicroLanguage is written as its reference prints it', () => {
  test.each([
    'for(Unit u){u.train(Worker,EnemyDir,6) u.harvest(2) u.attack(Closest)}',
    'for(Unit u){u.build(Barracks,EnemyDir,1)} for(Unit u){u.train(Worker,Left,3) e u.train(Light,EnemyDir,50)}',
    'if(HasNumberOfUnits(Worker,3)) then {for(Unit u){u.train(Worker,Up,8)}} else { for(Unit u){u.idle()}}',
    'for(Unit u){if(u.isBuilder()) then {u.harvest(2)} else { u.idle()} if(u.is(Base)) then {e} u.idle()}',
  ])('%s', (text) => {
    expect(print(microLanguage, parse(microLanguage, text))).toBe(text)
    expect(print(microLanguage, parse(microLanguage, ` ${text.replaceAll(/([(){},])/g, '\n$1  ')}`))).toBe(text)
  })
})
