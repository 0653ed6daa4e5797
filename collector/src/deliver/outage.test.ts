import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { StateDb } from '../state/stateDb.ts';
import { answering, HttpReceiver } from '../testing/httpReceiver.ts';
import { SimulatedTime } from '../testing/simulatedTime.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { ContentStore } from './contentStore.ts';
import { DeliveryEngine } from './deliveryEngine.ts';
import { SlackWebhookTarget } from './targets/slackWebhook.ts';
import { TeamsTarget } from './targets/teams.ts';

const MINUTE = 60_000;
const START = Date.UTC(2027, 5, 1, 12);
const MESSAGES = 75;

it('an hour in which Slack and Teams fail in every way loses, repeats and reorders nothing', async () => {
  const [slack, teams] = [await HttpReceiver.start(), await HttpReceiver.start()];
  const time = new SimulatedTime(START);
  const taken: Record<'slack' | 'teams', string[]> = { slack: [], teams: [] };
  const failures = [
    answering(500, 'fatal_error'),
    answering(429, 'rate_limited', { 'retry-after': '90' }),
    answering(503),
    answering(200, '<html>log in</html>'),
    ((_, response) => void response.socket?.end()) satisfies HttpReceiver['answer'],
    ((_, response) => void response.socket?.destroy()) satisfies HttpReceiver['answer'],
  ];
  slack.answer = (request, response) => {
    const isOut = time.now >= START + 5 * MINUTE && time.now < START + 65 * MINUTE;
    if (isOut) {
      failures[slack.received.length % failures.length]?.(request, response);
    } else {
      taken.slack.push(/message (\d+)/.exec(String(request.body))?.[1] ?? '');
      response.end('ok');
    }
  };
  teams.answer = (request, response) => {
    const isOut = time.now >= START + 5 * MINUTE && time.now < START + 65 * MINUTE;
    if (!isOut) {
      taken.teams.push(/message (\d+)/.exec(String(request.body))?.[1] ?? '');
    }
    answering(isOut ? 502 : 202)(request, response);
  };

  const folder = await tempFolder();
  const open = (): { state: StateDb; engine: DeliveryEngine } => {
    const state = new StateDb(join(folder, 'state.db'));
    const engine = new DeliveryEngine(state.outbox, new ContentStore(join(folder, 'outbox')), {
      resolve: (recipient) =>
        recipient === 'slack'
          ? new SlackWebhookTarget({ webhookUrl: `${slack.url}/services/x`, allowLocal: true })
          : new TeamsTarget({ webhookUrl: `${teams.url}/workflows/x`, allowLocal: true }),
      log: pino({ level: 'silent' }),
      clock: time.clock,
      random: seededRandom(5),
    });
    return { state, engine };
  };
  let { state, engine } = open();
  onTestFinished(() => state.close());
  const until = (end: number) => {
    const tick = async () => {
      await engine.tick();
      await engine.idle();
    };
    return time.until(end, { tick, nextWakeAt: () => engine.nextWakeAt() });
  };
  for (let number = 0; number < MESSAGES; number += 1) {
    const message = { title: `message ${number}`, tone: 'neutral' as const, facts: [], lines: [] };
    await engine.put({ occasion: String(number), recipients: ['slack', 'teams'] }, { message, files: [] });
    await until(START + (number + 1) * MINUTE);
    if (number % 25 === 20) {
      await engine.stop();
      state.close();
      ({ state, engine } = open());
    }
  }
  await until(START + 3 * 60 * MINUTE);
  const all = Array.from({ length: MESSAGES }, (_, number) => String(number));
  expect(taken).toEqual({ slack: all, teams: all });
  expect(engine.list({ limit: 1000 }).every((row) => row.state === 'delivered')).toBe(true);
  expect(slack.received.length).toBeGreaterThan(MESSAGES + failures.length);
});
