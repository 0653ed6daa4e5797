import { afterAll, describe, expect, it } from 'vitest';
import { requestsBody, storedRequests } from './support/otlp.ts';
import { pause, Workplace, type Service } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

const SENDERS = 8;
const IN_A_REQUEST = 25;
const TIME = Date.UTC(2026, 10, 24, 12);

/** Sends requests one after the other until the service is gone. Notes what it sent and what was acknowledged. */
async function send(service: Service, next: () => number[], sent: number[][], acknowledged: number[]): Promise<void> {
  for (;;) {
    const numbers = next();
    sent.push(numbers);
    try {
      const response = await service.post('/v1/logs', requestsBody(numbers, TIME));
      const answer: unknown = await response.json();
      expect([response.status, answer]).toEqual([200, {}]);
    } catch (error) {
      if (error instanceof TypeError) {
        return;
      }
      throw error;
    }
    acknowledged.push(...numbers);
  }
}

describe('a kill at any moment', () => {
  it('loses nothing that was acknowledged, and sending everything again stores each record once', async () => {
    const data = await work.folder();
    const sent: number[][] = [];
    const acknowledged: number[] = [];
    let number = 0;
    const next = () => Array.from({ length: IN_A_REQUEST }, () => number++);

    for (const delay of [40, 120, 250, 400, 700]) {
      const service = await work.start(['--no-demo', '--data', data]);
      const before = acknowledged.length;
      const senders = Array.from({ length: SENDERS }, () => send(service, next, sent, acknowledged));
      await pause(delay);
      service.process.signal('SIGKILL');
      expect(await service.process.exit).toMatchObject({ signal: 'SIGKILL' });
      await Promise.all(senders);
      if (delay > 200) {
        expect(acknowledged.length, 'the kill must come in the middle of work').toBeGreaterThan(before);
      }

      const after = await work.start(['--no-demo', '--data', data]);
      const stored = await storedRequests(after);
      expect(acknowledged.filter((each) => stored.get(each) !== 1)).toEqual([]);
      expect([...stored.values()].every((count) => count === 1)).toBe(true);
      expect([...stored.keys()].every((each) => each < number)).toBe(true);

      for (let at = 0; at < sent.length; at += 20) {
        const batch = sent.slice(at, at + 20).flat();
        expect((await after.post('/v1/logs', requestsBody(batch, TIME))).status).toBe(200);
      }
      acknowledged.splice(0, Infinity, ...sent.flat());
      const again = await storedRequests(after);
      expect(again.size).toBe(number);
      expect([...again.values()].every((count) => count === 1)).toBe(true);
      after.process.signal('SIGKILL');
      await after.process.exit;
    }
    expect(number).toBeGreaterThan(SENDERS * IN_A_REQUEST * 5);
  });
});
