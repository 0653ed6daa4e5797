import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { format, resolveConfig } from 'prettier';
import { reportSpecJsonSchema } from '../../src/core/report/schema.ts';

const FOLDER = join(import.meta.dirname, '../../docs/schemas');
const SCHEMAS: Array<[string, () => object]> = [['report-spec.v1.json', reportSpecJsonSchema]];

describe('the published JSON Schemas', () => {
  it.each(SCHEMAS)('%s is what the program reads', async (name, schema) => {
    const path = join(FOLDER, name);
    const text = await format(JSON.stringify(schema()), { ...(await resolveConfig(path)), parser: 'json' });
    if (process.env['UPDATE_SCHEMAS']) {
      await writeFile(path, text);
    }
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
