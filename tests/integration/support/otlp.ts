import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Service } from './service.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/claude-code-otlp', import.meta.url));
export type Signal = 'metrics' | 'logs';

/** The recorded export requests of Claude Code, in the order in which they arrived. */
export async function recordedExports(signal: Signal): Promise<unknown[]> {
  const text = await readFile(`${FIXTURES}/otlp-v1_${signal}.jsonl`, 'utf8');
  return text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

/** Sends the recording as Claude Code did; throws when a request was not taken whole. */
export async function sendRecording(service: Service): Promise<void> {
  for (const signal of ['metrics', 'logs'] as const) {
    for (const body of await recordedExports(signal)) {
      const response = await service.post(`/v1/${signal}`, body);
      const answer = await response.text();
      if (response.status !== 200 || answer !== '{}') {
        throw new Error(`${response.status} ${answer}`);
      }
    }
  }
}

/** An export request with one api_request event a number, each of another agent so that it is known again. */
export function requestsBody(numbers: readonly number[], time: number) {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const logRecords = numbers.map((number) => ({
    timeUnixNano: `${time}000000`,
    attributes: [
      text('event.name', 'api_request'),
      text('swarm.id', 'swarm'),
      text('session.id', 'session'),
      text('agent.name', `agent-${number}`),
      { key: 'event.sequence', value: { intValue: number } },
      { key: 'input_tokens', value: { intValue: 1 } },
    ],
  }));
  return { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
}

/** How often each agent's request is stored, by the number in its name. */
export async function storedRequests(service: Service): Promise<Map<number, number>> {
  const query = { type: 'timeseries', metric: 'request_count', instant: true, groupBy: ['agent'] };
  const { results } = (await service.postJson('/api/v1/query', { queries: [query] })) as {
    results: { A: { frames: Array<{ data: { values: [string[], number[]] } }> } };
  };
  const [names = [], counts = []] = results.A.frames[0]?.data.values ?? [];
  return new Map(names.map((name, index) => [Number(name.replace('agent-', '')), counts[index] ?? 0]));
}
