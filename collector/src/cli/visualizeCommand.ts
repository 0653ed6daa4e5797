import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CHART_TYPES } from '../../../src/core/chart/chart.ts';
import { CHART_THEMES } from '../../../src/core/chart/look.ts';
import { CHART_FORMATS } from '../charts/schema.ts';
import { ServiceError } from '../errors.ts';
import { CollectorClient } from './collector.ts';
import { COMMON_USAGE, EXIT, parseOptions, type Command } from './command.ts';
import { printable } from './text.ts';

export const visualizeCommand: Command = {
  summary: 'charts of what is stored',
  usage: `Usage: claude-flow-perf visualize chart --metric M [options]

  --metric M         such as TASK_DURATION, error_rate, cost_usd
  --swarm ID         one swarm (default: every swarm that has something); --swarms A,B several
  --type T           ${CHART_TYPES.join(', ')} (default line)
  --format F         ${CHART_FORMATS.join(', ')} (default: as --output ends, else svg)
  --output FILE      default chart.svg, chart.html or chart.png here
  --aggregation A    such as median, p95, sum (default: the metric's own)
  --from T, --to T   ISO 8601 with a zone, or epoch ms (default: everything stored)
  --theme T          ${CHART_THEMES.join(', ')} (default light)
  --title TITLE
${COMMON_USAGE}

Ends with 0, with 1 when it could not be done.`,
  async run([action, ...rest], place) {
    if (action !== 'chart') {
      throw new ServiceError('CONFIG', 'Say what to draw: chart. See "claude-flow-perf visualize --help".');
    }
    const { json, url, key, swarm, swarms, output, ...options } = parseOptions('visualize', rest, {
      metric: { type: 'string' },
      swarm: { type: 'string' },
      swarms: { type: 'string' },
      type: { type: 'string' },
      format: { type: 'string' },
      output: { type: 'string' },
      aggregation: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      theme: { type: 'string' },
      title: { type: 'string' },
    });
    if (options.metric === undefined) {
      throw new ServiceError(
        'CONFIG',
        'Name what to draw: --metric TASK_DURATION. See "claude-flow-perf visualize --help".'
      );
    }
    const format = options.format ?? formatOf(output);
    const several = swarms?.split(',').flatMap((part) => part.trim() || []) ?? [];
    const collector = CollectorClient.of({ ...(url ? { url } : {}), ...(key ? { key } : {}) }, place);
    const bytes = await collector.download('/api/v1/charts', {
      ...options,
      format,
      swarms: [...(swarm === undefined ? [] : [swarm]), ...several],
    });
    const file = resolve(place.cwd, output ?? `chart.${format}`);
    await writeWhole(file, bytes);
    place.print(
      json
        ? JSON.stringify({ file, format, bytes: bytes.length }, null, 2)
        : `Wrote ${printable(file)} (${bytes.length} bytes).`
    );
    return EXIT.done;
  },
};

function formatOf(output: string | undefined): string {
  return CHART_FORMATS.find((format) => output?.toLowerCase().endsWith(`.${format}`)) ?? 'svg';
}

/** The file is there as a whole or as it was before. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const writing = `${file}.writing-${process.pid}`;
  try {
    await writeFile(writing, bytes);
    await rename(writing, file);
  } catch (error) {
    await rm(writing, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ServiceError('CONFIG', `${file} can't be written (${code}). Check --output.`);
  }
}
