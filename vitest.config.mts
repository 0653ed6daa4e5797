import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const node = {
  environment: 'node',
  testTimeout: 30_000,
  hookTimeout: 60_000,
  setupFiles: ['tests/propertySeed.mjs'],
} satisfies TestProjectInlineConfiguration['test'];

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
