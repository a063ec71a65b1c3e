import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tableVersions, unitTables } from './units.ts'

const dumped = JSON.parse(
  readFileSync(new URL('../../test/golden/microrts/unit_types.json', import.meta.url), 'utf8'),
) as Record<string, (Record<string, unknown> & { produces: string[] })[]>

test.each(tableVersions)('%s is the table that the Java engine dumps', (version) => {
  const { definitions } = unitTables[version]
  expect(definitions).toHaveLength(7)
  dumped[version].forEach(({ id, isResource, returnTime, harvestAmount, producedBy, ...row }, type) => {
    expect(id).toBe(type)
    expect(isResource).toBe(type === 0)
    expect(definitions[type]).toEqual(row)
  })
})

test('the columns of a table are its rows', () => {
  const { FINETUNED: table } = unitTables
  table.definitions.forEach((row, type) => {
    expect(table.cost[type]).toBe(row.cost)
    expect(table.produceTime[type]).toBe(row.produceTime)
    expect(Boolean(table.canAttack[type])).toBe(row.canAttack)
    expect(table.produces[type]).toHaveLength(row.produces.length)
  })
})
