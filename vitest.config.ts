import { defineConfig } from 'vitest/config'

export default defineConfig({
  ssr: { resolve: { conditions: ['@cairn/source', 'node', 'import', 'module', 'default'] } },
  resolve: { conditions: ['@cairn/source', 'node', 'import', 'module', 'default'] },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What becomes true a little later does so on a busy machine too.
    expect: { poll: { timeout: 20_000 } },
  },
})
