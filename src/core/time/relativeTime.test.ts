import { resolveRelative } from './relativeTime.ts';

/** A Thursday. */
const AT = Date.parse('2026-11-26T10:30:15.250Z');
const iso = (text: string, { at = AT, zone = 'UTC', roundUp = false } = {}) =>
  new Date(resolveRelative(text, { at, zone }, roundUp)).toISOString();

describe('relative times', () => {
  it.each([
    ['now', '2026-11-26T10:30:15.250Z'],
    ['now-24h', '2026-11-25T10:30:15.250Z'],
    ['now-90s', '2026-11-26T10:28:45.250Z'],
    ['now+1w', '2026-12-03T10:30:15.250Z'],
    ['now/s', '2026-11-26T10:30:15.000Z'],
    ['now/m', '2026-11-26T10:30:00.000Z'],
    ['now/h', '2026-11-26T10:00:00.000Z'],
    ['now/d', '2026-11-26T00:00:00.000Z'],
    ['now-1d/d', '2026-11-25T00:00:00.000Z'],
    ['now/w', '2026-11-23T00:00:00.000Z'],
    ['now-1M/M', '2026-10-01T00:00:00.000Z'],
    ['now/Q', '2026-10-01T00:00:00.000Z'],
    ['now/y', '2026-01-01T00:00:00.000Z'],
    ['now/y-1M+9d', '2025-12-10T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    ['now/d', '2026-11-27T00:00:00.000Z'],
    ['now-1d/d', '2026-11-26T00:00:00.000Z'],
    ['now/M', '2026-12-01T00:00:00.000Z'],
    ['now-1h', '2026-11-26T09:30:15.250Z'],
  ])('%s as an end is %s', (text, expected) => {
    expect(iso(text, { roundUp: true })).toBe(expected);
  });

  it('goes by the days of the zone, which are not all of the same length', () => {
    const zone = 'Europe/Berlin';
    const at = Date.parse('2026-10-26T08:00:00Z');
    expect(iso('now-1d/d', { at, zone })).toBe('2026-10-24T22:00:00.000Z');
    expect(iso('now-1d/d', { at, zone, roundUp: true })).toBe('2026-10-25T23:00:00.000Z');
    expect(iso('now-1d', { at, zone })).toBe('2026-10-25T08:00:00.000Z');
    expect(iso('now-2d', { at, zone })).toBe('2026-10-24T07:00:00.000Z');
    expect(iso('now-48h', { at, zone })).toBe('2026-10-24T08:00:00.000Z');
  });

  it('has both starts of an hour that comes twice, and hours of zones that are half an hour off', () => {
    const zone = 'Europe/Berlin';
    expect(iso('now/h', { at: Date.parse('2026-10-25T00:40:00Z'), zone })).toBe('2026-10-25T00:00:00.000Z');
    expect(iso('now/h', { at: Date.parse('2026-10-25T01:40:00Z'), zone })).toBe('2026-10-25T01:00:00.000Z');
    expect(iso('now/h', { zone: 'Asia/Kolkata' })).toBe('2026-11-26T10:30:00.000Z');
  });

  it('takes the last day of a month that is too short', () => {
    expect(iso('now-1M', { at: Date.parse('2026-03-31T12:00:00Z') })).toBe('2026-02-28T12:00:00.000Z');
    expect(iso('now-1y', { at: Date.parse('2024-02-29T12:00:00Z') })).toBe('2023-02-28T12:00:00.000Z');
  });

  it.each([
    '',
    'NOW',
    'now-',
    'now-1',
    'now-1x',
    'now/',
    'yesterday',
    'now - 1h',
    'now-1h junk',
    'now-9999999h',
    '2026',
  ])('refuses %j', (text) => {
    expect(() => resolveRelative(text, { at: AT, zone: 'UTC' }, false)).toThrow(RangeError);
  });

  it.each(['now-2000y', 'now-999999y', 'now-999999d', 'now+999999w', 'now-999999M-999999M'])('refuses %s', (text) => {
    expect(() => resolveRelative(text, { at: AT, zone: 'UTC' }, false)).toThrow('the years 100 to 9999');
  });
});
