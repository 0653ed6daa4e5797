import { defineConfig } from 'vitest/config';

const node = { environment: 'node', testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...node, name: 'collector', include: ['collector/src/**/*.test.ts'] } },
      { test: { ...node, name: 'standalone', include: ['standalone/**/*.test.ts'] } },
      { test: { ...node, name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
      { test: { ...node, name: 'integration', include: ['tests/integration/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
});
