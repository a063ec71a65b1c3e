import { createRequire } from 'node:module'
import { isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { karel } from './karel/index.ts'
import { microrts } from './microrts/domain.ts'
import { minigrid } from './minigrid/index.ts'
import type { Domain, Task, TaskCard, TaskOptions, TaskSpec } from './task.ts'
import { byName } from './task-names.ts'

const registered = new Map<string, Domain>([karel, minigrid, microrts].map((domain) => [domain.name, domain]))

/** A domain that cannot be used, and why. */
export class BadDomain extends Error {
  readonly code = 'E_BAD_DOMAIN'
  /** Name of the domain, or of the module that should export it. */
  readonly domain: string
  readonly problem: string

  constructor(domain: string, problem: string, options?: ErrorOptions) {
    super(`domain ${domain}: ${problem}`, options)
    this.name = 'BadDomain'
    this.domain = domain
    this.problem = problem
  }
}

/** The registered domains, built-in ones first. */
export function listDomains(): readonly Domain[] {
  return [...registered.values()]
}

/** The registered domain of that name. */
export function findDomain(name: string): Domain | undefined {
  return registered.get(name)
}

/** The cards of all tasks of all registered domains. */
export function listTasks(): readonly TaskCard[] {
  return listDomains().flatMap((domain) => domain.tasks)
}

/**
 * The card of a task; letter case, `-` and `_` do not matter.
 * @throws UnknownTask naming the nearest match
 */
export function taskCard(name: string): TaskCard {
  return byName(name, listTasks())
}

/**
 * The domain that a task belongs to.
 * @throws UnknownTask
 */
export function domainOf(name: string): Domain {
  const card = taskCard(name)
  const domain = listDomains().find(({ tasks }) => tasks.includes(card))
  if (domain === undefined) throw new BadDomain(card.name, 'is gone')
  return domain
}

/**
 * A task ready to run, by its name or its spec; options left out take their defaults.
 * @throws UnknownTask, BadTask
 */
export function openTask(task: string | TaskSpec, options?: TaskOptions): Task {
  const { name, options: given } = typeof task === 'string' ? { name: task, options } : task
  return domainOf(name).task(taskCard(name).name, given)
}

/**
 * Makes the tasks of a domain known by name. Registering the same domain again changes nothing.
 * @throws BadDomain if it is not a domain, or if another one of its name is registered
 */
export function registerDomain(domain: Domain): void {
  const problem = problemOf(domain)
  if (problem !== undefined) throw new BadDomain(String(domain?.name), problem)
  const present = registered.get(domain.name)
  if (present !== undefined && present.hash !== domain.hash) {
    throw new BadDomain(domain.name, 'another domain of that name is registered')
  }
  registered.set(domain.name, domain)
}

/**
 * Imports a module that exports a domain, as default or as `domain`, and registers it.
 * @param module a path (from the working folder), a file URL, or the name of a package that the working folder can import
 * @throws BadDomain
 */
export async function loadDomain(module: string): Promise<Domain> {
  let exported: { readonly default?: unknown; readonly domain?: unknown }
  try {
    exported = await import(locate(module))
  } catch (cause) {
    throw new BadDomain(module, `cannot be imported: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
  const domain = (exported.default ?? exported.domain) as Domain
  const problem = problemOf(domain)
  if (problem !== undefined) throw new BadDomain(module, problem)
  registerDomain(domain)
  return domain
}

function locate(module: string): string {
  if (module.startsWith('file:')) return module
  if (module.startsWith('.') || isAbsolute(module)) return pathToFileURL(resolve(module)).href
  try {
    return pathToFileURL(createRequire(join(process.cwd(), 'package.json')).resolve(module)).href
  } catch {
    return module
  }
}

/** What is wrong with a value that should be a domain. */
function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'no domain is exported, as default or as `domain`'
  const { name, language, hash, tasks, task } = value as Partial<Record<keyof Domain, unknown>>
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(name)) return 'name: expected [a-z][a-z0-9-]*'
  if (typeof language !== 'object' || language === null) return 'language: expected a language'
  if (typeof hash !== 'string' || hash === '') return 'hash: expected a text that is not empty'
  if (typeof task !== 'function') return 'task: expected a function'
  if (!Array.isArray(tasks)) return 'tasks: expected a list of cards'
  const stray = tasks.find((card) => typeof card?.name !== 'string' || !card.name.startsWith(`${name}/`))
  return stray === undefined ? undefined : `tasks: expected names that begin with ${name}/, got ${stray?.name}`
}
