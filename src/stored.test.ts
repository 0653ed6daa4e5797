import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ignoredFields, requestQuery } from './core/query/schema.ts';
import { codeOf, readCode } from './datasource/query/code.ts';
import { migrateAnomaliesOptions } from './panel-anomalies/migrations.ts';
import { migrateComparisonOptions } from './panel-comparison/migrations.ts';
import { migrateRankingOptions } from './panel-ranking/migrations.ts';

/**
 * What users of each released version have stored, and what it means: queries of dashboards and alert rules with all their
 * defaults, options of panels as migrated. A later version may add to a meaning, and changes none.
 */
interface Stored {
  where: string;
  kind: 'query' | 'panel';
  model: Record<string, unknown>;
  means: Record<string, unknown>;
}

const FOLDER = resolve(__dirname, '../tests/fixtures/stored');
const MIGRATIONS: Record<string, (panel: { options: unknown }) => object> = {
  'claudeflow-swarmranking-panel': ({ options }) => migrateRankingOptions({ options }),
  'claudeflow-swarmcomparison-panel': ({ options }) => migrateComparisonOptions({ options }),
  'claudeflow-anomalies-panel': ({ options }) => migrateAnomaliesOptions({ options }),
};

function meaning({ kind, model }: Pick<Stored, 'kind' | 'model'>): object {
  return kind === 'query'
    ? requestQuery.parse(withoutVariables(model))
    : (MIGRATIONS[String(model.type)]?.({ options: model.options }) ?? {});
}

/** Variables are filled in before a query is sent: whatever they hold, it is some name. */
function withoutVariables(model: object): unknown {
  return JSON.parse(
    JSON.stringify(model)
      .replace(/\$\{?metric\}?/g, 'task_duration')
      .replace(/\$\{?\w+\}?/g, 'some')
  );
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

it('holds what each version has stored', () => {
  expect(files).toContain('0.1.0.json');
});

describe.each(files)('what %s has stored', (file) => {
  const path = resolve(FOLDER, file);
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Stored[];
  if (process.env.RECORD_STORED === file) {
    const recorded = stored.map((one) => ({ ...one, means: meaning(one) }));
    writeFileSync(path, `${JSON.stringify(recorded, undefined, 2)}\n`);
  }

  it.each(stored.map((one): [string, Stored] => [one.where, one]))('still means the same: %s', (_, one) => {
    expect(meaning(one)).toMatchObject(one.means);
    if (one.kind === 'query') {
      expect(ignoredFields(requestQuery.parse(one.means).type, one.model)).toEqual([]);
      const query = { refId: 'A', ...one.model };
      expect(readCode(codeOf(query), query)).toMatchObject({ query: one.model, unknown: [] });
    } else {
      const once = meaning(one);
      expect(meaning({ ...one, model: { ...one.model, options: once } })).toEqual(once);
    }
  });
});
