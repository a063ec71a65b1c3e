import { defineConfig } from 'vitest/config'

export default defineConfig({
  ssr: { resolve: { conditions: ['@cairn/source', 'node', 'import', 'module', 'default'] } },
  resolve: { conditions: ['@cairn/source', 'node', 'import', 'module', 'default'] },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    pool: 'forks',
    // Many tests wait, for processes and leases: a third one fills the gaps of two cores.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What becomes true a little later does so on a busy machine too.
    expect: { poll: { timeout: 20_000 } },
  },
})
