import { DEFAULT_RANKING_OPTIONS } from '../ui/ranking/model.ts';
import { migrateRankingOptions, readRankingOptions } from './migrations.ts';

it('migrating twice is migrating once', () => {
  const once = migrateRankingOptions({ options: { sort: 'desc', limit: 3 } });
  expect(once).toMatchObject({ sort: 'desc', limit: 3, showInterval: true });
  expect(migrateRankingOptions({ options: once })).toEqual(once);
});

describe('readRankingOptions', () => {
  it('takes the default for what is missing or malformed', () => {
    expect(readRankingOptions({})).toEqual(DEFAULT_RANKING_OPTIONS);
    expect(readRankingOptions({ sort: 'sideways', limit: -1, showInterval: 'yes', showSamples: null })).toEqual(
      DEFAULT_RANKING_OPTIONS
    );
  });

  it('keeps what is right', () => {
    const flags = { showChance: false, showMovement: false, showTrend: false, showControls: false };
    const options = { sort: 'asc', limit: 0, showInterval: false, showSamples: false, ...flags, previous: 'B' };
    expect(readRankingOptions(options)).toEqual(options);
  });
});

it('keeps weights that can be worked with, and no others', () => {
  const weights = { cost_usd: 2, task_duration: -1, error_rate: NaN, throughput: 'x', token_usage: 1e9, cpu: 0 };
  const { weights: kept } = migrateRankingOptions({ options: { weights } });
  expect(kept).toEqual({ cost_usd: 2, cpu: 0 });
  expect(migrateRankingOptions({ options: { weights: 'x' } })).not.toHaveProperty('weights');
});
