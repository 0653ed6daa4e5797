import { describe, expect, it } from 'vitest';
import { scheduleSchema } from './schema.ts';

const of = (fields: object) => scheduleSchema.safeParse({ recipients: ['team@company.com'], ...fields });

describe('a schedule as it comes in', () => {
  it('is the guide’s block as it stands', () => {
    expect(
      of({ frequency: 'daily', time: '09:00', swarms: ['production-swarm-1', 'production-swarm-2'] }).data
    ).toMatchObject({
      frequency: 'daily',
      time: '09:00',
      timeZone: 'UTC',
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      content: 'report',
      swarms: ['production-swarm-1', 'production-swarm-2'],
    });
  });

  it.each([
    [{ frequency: 'yearly' }, /"hourly", "daily"/],
    [{ frequency: 'daily', time: '9:00' }, /"09:00"/],
    [{ frequency: 'daily', time: '24:00' }, /"09:00"/],
    [{ frequency: 'daily', weekdays: [] }, /./],
    [{ frequency: 'daily', timeZone: 'Mars/Olympus' }, /not a time zone/],
    [{ frequency: 'daily', minutes: 5 }, /minutes/],
    [{ frequency: 'monthly', day: 32 }, /31/],
    [{ frequency: 'hourly', minute: 60 }, /./],
    [{ frequency: 'cron', cron: 'every day' }, /five fields/],
    [{ frequency: 'cron', cron: '* * * * * *' }, /five fields/],
    [{ frequency: 'cron', cron: '0 9 30 2 *' }, /never/],
    [{ frequency: 'cron', cron: `0 9 * * ${'1,'.repeat(100)}1` }, /./],
    [{ frequency: 'daily', recipients: [] }, /./],
    [{ frequency: 'daily', formats: ['exe'] }, /./],
    [{ frequency: 'daily', spec: { sections: ['nonsense'] } }, /./],
  ])('%j is refused', (fields, message) => {
    expect(of(fields).error?.issues[0]?.message).toMatch(message);
  });

  it.each(['0 9 * * 1-5', '0 18 L * *', '*/15 8-18 * * MON-FRI', '@daily', '0 9 * * 5#2'])('takes %s', (cron) => {
    expect(of({ frequency: 'cron', cron }).success).toBe(true);
  });
});
