import type { SwarmSummary } from '../../../core/metrics/swarm.ts';
import { BARE, MEASURED } from '../../testing/swarms.ts';
import { swarmColumns } from './columns.ts';
import { sortSwarms } from './sortSwarms.ts';

const swarm = (swarmId: string, costUsd?: number): SwarmSummary => ({ ...BARE, swarmId, costUsd });
const order = (swarms: SwarmSummary[], column: string, descending: boolean) =>
  sortSwarms(swarms, swarmColumns(), { column, descending }).map(({ swarmId }) => swarmId);

it('sorts by name', () => {
  expect(order([swarm('b'), swarm('a')], 'swarm', false)).toEqual(['a', 'b']);
  expect(order([swarm('a'), swarm('b')], 'swarm', true)).toEqual(['b', 'a']);
});

it('sorts by value, and puts what was not measured last either way', () => {
  const swarms = [swarm('none'), swarm('dear', 9), swarm('cheap', 1)];
  expect(order(swarms, 'cost', false)).toEqual(['cheap', 'dear', 'none']);
  expect(order(swarms, 'cost', true)).toEqual(['dear', 'cheap', 'none']);
});

it('sorts equal values by name', () => {
  expect(order([swarm('b', 1), swarm('a', 1)], 'cost', true)).toEqual(['a', 'b']);
});

it('leaves the given list alone', () => {
  const swarms = [MEASURED, BARE].reverse();
  order(swarms, 'swarm', false);
  expect(swarms[0]).toBe(BARE);
});
