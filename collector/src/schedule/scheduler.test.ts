import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/stats/random.ts';
import { ServiceError } from '../errors.ts';
import { StateDb } from '../state/stateDb.ts';
import { SimulatedTime } from '../testing/simulatedTime.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { Occurrences, type Timing } from './occurrences.ts';
import { Scheduler, type Schedule } from './scheduler.ts';
import type { RunRow } from './scheduleTable.ts';
import { WEEKDAYS } from './schema.ts';

const START = Date.UTC(2027, 0, 1, 0, 30);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAILY = { frequency: 'daily', recipients: ['a@b.example'], name: 'Daily' } as const;

const open: StateDb[] = [];
afterEach(() => {
  open.splice(0).forEach((state) => state.close());
});

/** A service that can be stopped and started, on one file, with one clock. */
class Service {
  readonly time = new SimulatedTime(START);
  readonly made: RunRow[] = [];
  state: StateDb;
  scheduler: Scheduler;
  make: (run: RunRow, schedule: Schedule) => Promise<void> = async () => undefined;

  private constructor(private readonly file: string) {
    [this.state, this.scheduler] = this.start();
  }

  static async create(): Promise<Service> {
    return new Service(join(await tempFolder(), 'state.db'));
  }

  restart(): void {
    this.state.close();
    open.splice(open.indexOf(this.state), 1);
    [this.state, this.scheduler] = this.start();
  }

  until(end: number): Promise<void> {
    return this.time.until(end, this.scheduler);
  }

  private start(): [StateDb, Scheduler] {
    const state = new StateDb(this.file);
    open.push(state);
    const make = async (run: RunRow, schedule: Schedule) => {
      await this.make(run, schedule);
      this.made.push(run);
    };
    const parts = { make, log: pino({ level: 'silent' }), clock: this.time.clock, random: () => 0.5 };
    return [state, new Scheduler(state.schedules, parts)];
  }
}

const due = (runs: readonly RunRow[]) => runs.map((run) => run.due);

describe.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
  'over a year in %s, with restarts',
  (timeZone) => {
    const timings: Timing[] = [
      { timeZone, frequency: 'cron', cron: '10 */6 * * *' },
      { timeZone, frequency: 'daily', time: '02:30', weekdays: WEEKDAYS },
      { timeZone, frequency: 'weekly', time: '02:15', weekday: 'sun' },
      { timeZone, frequency: 'monthly', time: '23:59', day: 'last' },
    ];

    it.each(timings)(
      'each time is run once, and what fell into a stop is caught up by one run: $frequency',
      async (timing) => {
        const service = await Service.create();
        service.scheduler.add({ ...timing, recipients: ['a@b.example'] });
        const random = seededRandom(7);
        const end = START + 365 * DAY;
        const occurrences = new Occurrences(timing);
        const expected: number[] = [];
        let from = START;
        while (service.time.now < end) {
          const stop = Math.min(end, service.time.now + Math.round(random() * 20 * DAY));
          await service.until(stop);
          for (let at = occurrences.after(from); at !== undefined && at < stop; at = occurrences.after(at)) {
            expected.push(at);
          }
          // Down for up to two and a half days, and what was missed counts once.
          service.time.now += Math.round(random() * 60 * HOUR);
          const missed = occurrences.lastIn(stop - 1, service.time.now);
          if (missed !== undefined) {
            expected.push(missed);
          }
          from = service.time.now;
          service.restart();
        }
        await service.until(service.time.now + 1);
        expect(due(service.made)).toEqual(expected);
        expect(new Set(service.made.map(({ id }) => id)).size).toBe(expected.length);
      }
    );
  }
);

describe('a run', () => {
  it('that was begun before a crash is made after it, and no other for the same time', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00' });
    service.make = () => Promise.reject(new Error('killed'));
    await service.until(START + 9 * HOUR);
    const [run] = service.scheduler.history(id, 10);
    expect(run).toMatchObject({ state: 'waiting', due: Date.UTC(2027, 0, 1, 9), reason: 'due' });
    service.make = async () => undefined;
    service.restart();
    await service.until(START + DAY);
    expect(service.made).toMatchObject([{ id: run?.id }]);
    expect(service.scheduler.history(id, 10)).toMatchObject([{ id: run?.id, state: 'made' }]);
  });

  it('that can’t be made now is tried again with growing waits, and says why; after a day it has failed', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00', end: Date.UTC(2027, 0, 1, 10) });
    const tries: number[] = [];
    service.make = () => {
      tries.push(service.time.now);
      return Promise.reject(new ServiceError('STORE_LOCKED', 'The store is busy.'));
    };
    await service.until(START + 3 * DAY);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000]);
    expect(Math.max(...waits)).toBe(300_000);
    expect(service.scheduler.history(id, 10)).toMatchObject([
      { state: 'failed', attempts: 25, error: 'The store is busy.' },
    ]);
  });

  it('that never can be made has failed at once, and the next is run', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00' });
    service.make = () => Promise.reject(new ServiceError('UNKNOWN_SWARM', 'There is no swarm "x".'));
    await service.until(START + DAY);
    expect(service.scheduler.history(id, 10)).toMatchObject([
      { state: 'failed', attempts: 1, error: 'There is no swarm "x".' },
    ]);
    service.make = async () => undefined;
    await service.until(START + 2 * DAY);
    expect(service.scheduler.history(id, 10)).toMatchObject([{ state: 'made' }, { state: 'failed' }]);
  });

  it('is there at once when it is asked for, and changes no other', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00' });
    service.scheduler.pause(id);
    const run = service.scheduler.runNow(id);
    await service.until(START + HOUR);
    expect(service.made).toMatchObject([{ id: run.id, reason: 'manual', due: START }]);
    service.scheduler.resume(id);
    await service.until(START + DAY);
    expect(service.made).toHaveLength(2);
  });

  it('says from when on it catches up', async () => {
    const service = await Service.create();
    service.scheduler.add({ ...DAILY, time: '09:00' });
    service.time.now += 10 * DAY;
    service.restart();
    await service.until(service.time.now + 1);
    expect(service.made).toMatchObject([
      { reason: 'catch-up', firstMissed: Date.UTC(2027, 0, 1, 9), due: Date.UTC(2027, 0, 10, 9) },
    ]);
  });
});

describe('a schedule', () => {
  it('leaves out what falls into a pause, and is paused after a restart too', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00' });
    service.scheduler.pause(id);
    expect(service.scheduler.get(id).nextRunAt).toBeUndefined();
    service.restart();
    await service.until(START + 5 * DAY);
    expect(service.scheduler.resume(id)).toMatchObject({ paused: false, nextRunAt: Date.UTC(2027, 0, 6, 9) });
    await service.until(START + 6 * DAY);
    expect(due(service.made)).toEqual([Date.UTC(2027, 0, 6, 9)]);
  });

  it('ends: its end itself is not due any more', async () => {
    const service = await Service.create();
    const end = Date.UTC(2027, 0, 3, 9);
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00', end });
    await service.until(START + 10 * DAY);
    expect(due(service.made)).toEqual([end - 2 * DAY, end - DAY]);
    expect(service.scheduler.get(id)).not.toHaveProperty('nextRunAt');
  });

  it('that changes counts from now: what it would have been before is not caught up', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ ...DAILY, time: '09:00' });
    await service.until(START + DAY);
    service.scheduler.replace(id, { ...DAILY, time: '00:15' });
    await service.until(START + 2 * DAY);
    expect(due(service.made)).toEqual([Date.UTC(2027, 0, 1, 9), Date.UTC(2027, 0, 3, 0, 15)]);
  });

  it('is not confused by a clock that is set back, or far ahead and back', async () => {
    const service = await Service.create();
    service.scheduler.add({ ...DAILY, time: '09:00' });
    await service.until(Date.UTC(2027, 0, 1, 9, 1));
    service.time.now = Date.UTC(2027, 0, 1, 8, 50);
    await service.until(Date.UTC(2027, 0, 1, 10));
    expect(service.made).toHaveLength(1);
    service.time.now = Date.UTC(2031, 0, 1, 12);
    await service.scheduler.tick();
    service.time.now = Date.UTC(2027, 0, 1, 10);
    await service.until(Date.UTC(2027, 0, 3, 10));
    expect(due(service.made)).toEqual([
      Date.UTC(2027, 0, 1, 9),
      Date.UTC(2031, 0, 1, 9),
      Date.UTC(2027, 0, 2, 9),
      Date.UTC(2027, 0, 3, 9),
    ]);
  });

  it('of the configuration comes, stays and goes with it, and can be paused but not changed', async () => {
    const service = await Service.create();
    const config = { dailyReport: { ...DAILY, time: '09:00' } };
    service.scheduler.configure(config);
    service.scheduler.pause('dailyReport');
    service.restart();
    service.scheduler.configure(config);
    expect(service.scheduler.list()).toMatchObject([{ id: 'dailyReport', source: 'config', paused: true }]);
    expect(() => service.scheduler.remove('dailyReport')).toThrow(/stands in the configuration/);
    expect(() => service.scheduler.replace('dailyReport', DAILY)).toThrow(/stands in the configuration/);
    expect(() => service.scheduler.configure({ x: { frequency: 'daily', recipients: [] } })).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('reporting.schedule.x') })
    );
    service.scheduler.configure({});
    expect(service.scheduler.list()).toEqual([]);
  });

  it('that is there already, unchanged in the configuration, catches up', async () => {
    const service = await Service.create();
    service.scheduler.configure({ d: { ...DAILY, time: '09:00' } });
    service.time.now += 2 * DAY;
    service.restart();
    service.scheduler.configure({ d: { ...DAILY, time: '09:00' } });
    await service.until(service.time.now + 1);
    expect(service.made).toMatchObject([{ reason: 'catch-up' }]);
  });

  it('keeps the latest of its runs, and takes them along when it goes', async () => {
    const service = await Service.create();
    const { id } = service.scheduler.add({ frequency: 'hourly', recipients: ['a@b.example'] });
    await service.until(START + 10 * DAY);
    expect(service.made).toHaveLength(240);
    expect(service.scheduler.history(id, 1000).length).toBeLessThanOrEqual(201);
    service.scheduler.remove(id);
    expect(() => service.scheduler.history(id, 1)).toThrow(/no schedule/);
    await service.until(START + 11 * DAY);
    expect(service.made).toHaveLength(240);
  });
});
