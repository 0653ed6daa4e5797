import { stalledSeconds } from './stall.ts';

const MINUTE = 60_000;
/** A task every five minutes, six of them, the last at minute 25. */
const finished = [0, 5, 10, 15, 20, 25].map((minute) => minute * MINUTE);
const at = (minute: number) => stalledSeconds({ finished, lastSign: minute * MINUTE }, (minute - 10) * MINUTE);

it('is how long a swarm at work has finished nothing, once that is twice its longest wait', () => {
  expect(at(35)).toBe(0);
  expect(at(36)).toBe(11 * 60);
  expect(at(85)).toBe(3600);
});

it('is nothing for a swarm that shows no sign of life any more: it has ended', () => {
  expect(stalledSeconds({ finished, lastSign: 85 * MINUTE }, 85 * MINUTE)).toBe(3600);
  expect(stalledSeconds({ finished, lastSign: 85 * MINUTE }, 85 * MINUTE + 1)).toBe(0);
});

it('says nothing of a swarm whose pace is not known', () => {
  expect(stalledSeconds({ finished: finished.slice(0, 4), lastSign: 85 * MINUTE }, 0)).toBeUndefined();
  expect(stalledSeconds({ finished: [], lastSign: 85 * MINUTE }, 0)).toBeUndefined();
});

it('does not depend on the order of the times', () => {
  expect(stalledSeconds({ finished: [...finished].reverse(), lastSign: 85 * MINUTE }, 0)).toBe(3600);
});
