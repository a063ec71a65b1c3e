#!/usr/bin/env node
// Imports point down one list only. Sources and manifests are both held to it; tests may import anything but a package
// above the test's own.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What each package may import, besides itself, built-ins and the libraries in its manifest. */
const mayImport = {
  cli: ['bench', 'report', 'completions', 'coordinator', 'worker', 'trainer', 'search', 'domains', 'language', 'proto'],
  bench: ['completions', 'coordinator', 'worker', 'trainer', 'search', 'domains', 'language', 'proto'],
  coordinator: ['search', 'domains', 'language', 'proto'],
  worker: ['domains', 'language', 'proto'],
  trainer: ['domains', 'language', 'proto'],
  completions: ['domains', 'language'],
  report: ['language'],
  search: ['language'],
  domains: ['language'],
  language: [],
  proto: [],
}
const names = new Map([['cairn', 'cli'], ...Object.keys(mayImport).map((folder) => [`@cairn/${folder}`, folder])])

const problems = []
for (const folder of Object.keys(mayImport)) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const declared = Object.keys(manifest.dependencies ?? {})
  for (const name of declared) {
    const target = names.get(name)
    if (target && !mayImport[folder].includes(target))
      problems.push(`${folder}/package.json: may not depend on ${name}`)
  }
  for (const file of sourcesUnder(folder)) {
    for (const [specifier, line] of importsOf(readFileSync(join(root, file), 'utf8'))) {
      const where = `${file}:${line}`
      if (specifier.startsWith('.')) {
        const target = join(dirname(file), specifier)
        if (!target.startsWith(`${folder}/`)) problems.push(`${where}: "${specifier}" leaves the package by a path`)
        continue
      }
      if (specifier.startsWith('node:')) continue
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
      const target = names.get(name)
      if (target === folder) problems.push(`${where}: imports its own package by name`)
      else if (target && !mayImport[folder].includes(target))
        problems.push(`${where}: ${folder} may not import ${name}`)
      else if (!declared.includes(name)) problems.push(`${where}: "${name}" is not in ${folder}/package.json`)
    }
  }
}

for (const problem of problems) console.error(problem)
console.log(problems.length === 0 ? 'layers: imports point down' : `layers: ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1

function sourcesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['dist', 'gen', 'node_modules'].includes(entry.name) ? [] : sourcesUnder(path)
    return /\.(ts|mjs)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}

function importsOf(text) {
  const found = []
  const pattern =
    /^\s*(?:import|export)\b[^'"\n]*?(?:\{[^}]*\}[^'"\n]*?)?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^\s*import\s+['"]([^'"]+)['"]/gm
  for (const match of text.matchAll(pattern)) {
    found.push([match[1] ?? match[2] ?? match[3], text.slice(0, match.index).split('\n').length])
  }
  return found
}
