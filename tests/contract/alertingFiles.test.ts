import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Document, isScalar, Scalar, visit } from 'yaml';
import { ALERTING_FILES } from '../../src/core/alerting/files.ts';
import { ALERT_RULES } from '../../src/core/alerting/rules.ts';
import { runbookDocument } from '../../src/core/alerting/runbooks.ts';
import { ROOT } from './support/repo.ts';

const NOTE = 'Written from src/core/alerting: npx vitest run --project contract alertingFiles -u writes it anew.';

/** Quotes every text, so that YAML takes no template for a map and no "off" for a boolean. */
function yamlOf(comment: string, content: unknown): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && isScalar(node) && typeof node.value === 'string') {
        node.type = node.value.includes('\n') ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_SINGLE;
      }
    },
  });
  const head = `${comment}\n\n${NOTE}`.split('\n').map((line) => `# ${line}`.trimEnd());
  return `${head.join('\n')}\n${document.toString({ lineWidth: 0, singleQuote: true })}`;
}

describe('what is written from the rules', () => {
  it.each(ALERTING_FILES.map((file) => [file.path, file] as const))('is what %s holds', async (path, file) => {
    await expect(yamlOf(file.comment, file.content)).toMatchFileSnapshot(join(ROOT, path));
  });

  it('is what docs/runbooks.md holds', async () => {
    await expect(runbookDocument(ALERT_RULES)).toMatchFileSnapshot(join(ROOT, 'docs/runbooks.md'));
  });
});
