import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freeName, openRun, resumeCommand, runsFolder } from './run-names.ts'

const root = mkdtempSync(join(tmpdir(), 'cairn-names-'))
afterAll(() => rmSync(root, { recursive: true }))
for (const run of ['maze-hill-climb-0', 'maze-hill-climb-0-2']) {
  mkdirSync(join(root, run))
  writeFileSync(join(root, run, 'manifest.json'), '{}')
}

test('a run gets the first name that is free', () => {
  expect([freeName(root, 'snake-random-1'), freeName(root, 'maze-hill-climb-0')]).toEqual([
    'snake-random-1',
    'maze-hill-climb-0-3',
  ])
})

test('runs lie where the flag says, else where the environment says', () => {
  expect(runsFolder('here', { env: { CAIRN_RUNS: '/there' }, folder: '/home' })).toBe('/home/here')
  expect(runsFolder(undefined, { env: { CAIRN_RUNS: '/there' }, folder: '/home' })).toBe('/there')
  expect(runsFolder(undefined, { env: {}, folder: '/home' })).toMatch(/\.cairn\/runs$/)
})

test('a run that is not there names the nearest, also by its beginning', async () => {
  const open = (run: string) => openRun(run, { runs: root, domain: [] }, { env: {}, folder: '/' })
  await expect(open('maze-hil-climb-0')).rejects.toThrow('did you mean "maze-hill-climb-0"?')
  await expect(open('maze')).rejects.toThrow('did you mean "maze-hill-climb-0"?')
  await expect(open('zebra')).rejects.toThrow(`no run is called "zebra"; "cairn runs" lists those in ${root}`)
})

test('the command that resumes holds what is needed to find the run and its workers', () => {
  expect(resumeCommand('cairn', 'a', { runs: undefined, nats: undefined })).toBe('cairn resume a')
  expect(resumeCommand('npx cairn', 'a', { runs: '/r', nats: 'nats://h' })).toBe(
    'npx cairn resume a --runs /r --nats nats://h',
  )
  expect(resumeCommand('cairn', 'a', { runs: "/my r's", nats: undefined })).toBe("cairn resume a --runs '/my r'\\''s'")
})
