import { expect, test as base, type APIRequestContext } from '@playwright/test';

export const PAGES = {
  overview: '/a/claudeflow-performance-app/overview',
  compare: '/a/claudeflow-performance-app/compare',
  inputs: '/a/claudeflow-performance-app/inputs',
  reports: '/a/claudeflow-performance-app/reports',
  rankings: '/a/standalone/rankings',
  comparisons: '/a/standalone/comparisons',
  anomalies: '/a/standalone/anomalies',
  connection: '/a/standalone/connection',
} as const;

export interface Swarm {
  swarmId: string;
  tasks: { total: number; completed: number; failed: number };
}

/** What the service itself says of its swarms: the truth that pages and reports have to agree with. */
export async function swarmsOf(request: APIRequestContext): Promise<Swarm[]> {
  const answer = await request.get('/api/v1/swarms');
  expect(answer.ok()).toBe(true);
  const { swarms }: { swarms: Swarm[] } = await answer.json();
  return swarms;
}

/**
 * Chrome says this when a tool evaluates in a frame that may not run scripts, as Playwright's tracing does in every frame
 * (https://github.com/microsoft/playwright/issues/33343). It tells of a script of ours only where the document has one:
 * the specs of the preview look for that in the document itself.
 */
const REFUSED_IN_SANDBOX =
  /^Blocked script execution in 'about:(srcdoc|blank)' because the document's frame is sandboxed/;

/** A page that must stay silent: no console error, no failed or foreign request. */
export const test = base.extend<{ silence: void }>({
  silence: [
    async ({ page, baseURL }, use) => {
      const noise: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !REFUSED_IN_SANDBOX.test(message.text())) {
          noise.push(`console: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => noise.push(`uncaught: ${error.message}`));
      page.on('response', (response) => {
        if (response.status() >= 400) {
          noise.push(`${response.status()}: ${response.url()}`);
        }
      });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== new URL(baseURL ?? '').origin) {
          noise.push(`foreign: ${request.url()}`);
        }
      });
      await use();
      expect(noise).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
