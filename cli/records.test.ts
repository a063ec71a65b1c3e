import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readList, readRecords } from './records.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-records-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function all(file: string) {
  const found = []
  for await (const { record, where } of readRecords(file, folder)) found.push([record, where])
  return found
}

test('records are read plain and gzipped, with the line they stand on', async () => {
  const text = '{"id":1}\n\n{"id":"zwei ✓"}'
  await writeFile(join(folder, 'a.jsonl'), text)
  await writeFile(join(folder, 'a.jsonl.gz'), gzipSync(text))
  expect(await all('a.jsonl')).toEqual([
    [{ id: 1 }, 'a.jsonl:1'],
    [{ id: 'zwei ✓' }, 'a.jsonl:3'],
  ])
  expect(await all('a.jsonl.gz')).toEqual([
    [{ id: 1 }, 'a.jsonl.gz:1'],
    [{ id: 'zwei ✓' }, 'a.jsonl.gz:3'],
  ])
})

test('a line that is not JSON is named', async () => {
  await writeFile(join(folder, 'bad.jsonl'), '{"id":1}\n{"id":')
  await expect(all('bad.jsonl')).rejects.toThrow('bad.jsonl:2: record: expected JSON, got "{\\"id\\":"')
})

test('a file that is missing or cut short is wrong usage, not a crash', async () => {
  await expect(all('none.jsonl')).rejects.toMatchObject({ code: 'E_USAGE', value: 'none.jsonl' })
  await expect(all('none.jsonl.gz')).rejects.toMatchObject({ code: 'E_USAGE' })
  await writeFile(join(folder, 'cut.jsonl.gz'), gzipSync('{"id":1}\n'.repeat(1000)).subarray(0, 30))
  await expect(all('cut.jsonl.gz')).rejects.toMatchObject({ code: 'E_USAGE' })
})

test('a list is the lines of a file, or what a JSON document holds', async () => {
  await writeFile(join(folder, 'list.jsonl'), '{"id":1}\n{"id":2}\n')
  await writeFile(join(folder, 'list.json'), '[\n {"id": 1},\n {"id": 2}\n]')
  await writeFile(join(folder, 'number.json'), '7')
  await writeFile(join(folder, 'half.json'), '[1,')
  for (const file of ['list.jsonl', 'list.json']) expect(await readList(file, folder)).toEqual([{ id: 1 }, { id: 2 }])
  await expect(readList('number.json', folder)).rejects.toThrow(
    'file: expected a list in JSON, a table with fields and rows, or an object, got "number.json"',
  )
  await expect(readList('half.json', folder)).rejects.toThrow('half.json: file: expected JSON, got "[1,"')
  await expect(readList('none.json', folder)).rejects.toMatchObject({ code: 'E_USAGE', value: 'none.json' })
})

test('a JSON document may be one record', async () => {
  await writeFile(join(folder, 'object.json'), '{"id": 1}')
  expect(await all('object.json')).toEqual([[{ id: 1 }, 'object.json']])
})

test('a JSON document may be a table', async () => {
  await writeFile(join(folder, 'table.json'), '{"fields":["map","ticks"],"rows":[["a",1],["b",2]]}')
  expect(await all('table.json')).toEqual([
    [{ map: 'a', ticks: 1 }, 'table.json[0]'],
    [{ map: 'b', ticks: 2 }, 'table.json[1]'],
  ])
})
