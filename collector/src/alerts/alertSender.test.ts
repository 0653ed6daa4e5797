import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alertsSchema, deliverySchema, reportingSchema } from '../config/delivery.ts';
import type { Message } from '../deliver/message.ts';
import { StateDb } from '../state/stateDb.ts';
import { HttpReceiver } from '../testing/httpReceiver.ts';
import { NOON, task } from '../testing/records.ts';
import { startService } from '../testing/service.ts';
import { account } from '../testing/submitters.ts';
import { openStore } from '../testing/stores.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { AlertSender } from './alertSender.ts';

const MINUTE = 60_000;
const at = (index: number) => NOON + index * MINUTE;

/** A task a minute; those of `slow` take far longer. */
const work = (from: number, to: number, slow: readonly number[], base = NOON) =>
  Array.from({ length: to - from }, (_, step) => {
    const index = from + step;
    return task(`t${index}`, {
      endedAt: base + index * MINUTE,
      durationMs: slow.includes(index) ? 9000 + index : 100 + ((index * 7) % 13),
    });
  });

async function desk() {
  const store = await openStore();
  const file = join(await tempFolder(), 'state.db');
  const state = new StateDb(file);
  onTestFinished(() => state.close());
  const sent: Array<{ occasion: string; message: Message }> = [];
  const clock = { now: at(400) };
  const make = () =>
    new AlertSender({
      store: () => store,
      notes: state.notes,
      put: async ({ occasion }, message) => void sent.push({ occasion, message }),
      log: pino({ level: 'silent' }),
      clock: () => clock.now,
    });
  return { store, sent, clock, make };
}

describe('the collector as sender of alerts', () => {
  it('tells of a critical incident once, also after a restart, and of the next one again', async () => {
    const { store, sent, clock, make } = await desk();
    let sender = make();
    const store_ = async (records: ReturnType<typeof work>) => {
      await store.append(records, clock.now);
      sender.stored(records);
      await sender.tick();
    };
    await store_(work(0, 400, [395]));
    expect(sent).toMatchObject([
      {
        message: {
          title: 'Critical Performance Issues Detected',
          subtitle: 'Swarm: swarm-1',
          tone: 'bad',
          lines: [expect.stringMatching(/^TASK_DURATION, .* UTC: /)],
        },
      },
    ]);
    clock.now = at(403);
    await store_(work(400, 403, [401]));
    sender = make();
    clock.now = at(406);
    await store_(work(403, 406, []));
    expect(sent).toHaveLength(1);
    clock.now = at(600);
    await store_(work(406, 600, [598]));
    expect(sent).toHaveLength(2);
  });

  it('is silent about what happened long ago, and about what is as ever', async () => {
    const { store, sent, clock, make } = await desk();
    const sender = make();
    clock.now = at(3000);
    const past = work(0, 400, [395]);
    await store.append(past, clock.now);
    sender.stored(past);
    expect(sender.nextWakeAt()).toBeUndefined();
    await sender.tick();
    clock.now = at(400);
    sender.stored(work(399, 400, []));
    await store.append(work(0, 300, []), clock.now);
    clock.now = at(500);
    sender.stored(work(499, 500, []));
    await sender.tick();
    expect(sent).toEqual([]);
  });
});

describe('alerts.sender', () => {
  it.each([
    ['collector', 1],
    ['grafana', 0],
    ['off', 0],
  ] as const)('%s: the collector sends %d', async (sender, expected) => {
    const slack = await HttpReceiver.start();
    const { system, get } = await startService({
      reporting: {
        delivery: deliverySchema.parse({
          allowLocal: true,
          targets: { chat: { kind: 'slack', webhookUrl: `${slack.url}/hook` } },
        }),
        reporting: reportingSchema.parse({}),
        alerts: alertsSchema.parse({ sender, recipients: ['chat'] }),
        environment: {},
      },
    });
    expect(await (await get('/api/v1/info')).json()).toMatchObject({ alerts: { sender } });
    await system.ingestor.submit(account(), work(0, 400, [398], Date.now() - 401 * MINUTE));
    const until = Date.now() + (expected === 1 ? 20_000 : 500);
    while (slack.received.length < 1 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(slack.received).toHaveLength(expected);
  });

  it('keeps the service from starting when nobody is there to be told', async () => {
    const reporting = {
      delivery: deliverySchema.parse({}),
      reporting: reportingSchema.parse({}),
      alerts: alertsSchema.parse({ sender: 'collector' }),
      environment: {},
    };
    await expect(startService({ reporting })).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringMatching(/alerts\.recipients.*slack-alerts/),
    });
  });
});
