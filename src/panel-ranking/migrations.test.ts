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
    const options = { sort: 'asc', limit: 0, showInterval: false, showSamples: false };
    expect(readRankingOptions(options)).toEqual(options);
  });
});
