import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { scoreAll } from './forecastRules.mjs';
import { loadCore } from './loadCore.mjs';

/** Periods that the forecaster is told for each kind of series, in points. */
const PERIODS = { YEARLY: [], OTHER: [], QUARTERLY: [4], MONTHLY: [12], WEEKLY: [52], HOURLY: [24, 168] };
/** Files of the benchmark folder and the names of their figures. */
const SETS = [
  { file: /^m3\.jsonl\.gz$/i, name: 'M3' },
  { file: /^m4[-_]?weekly\.jsonl\.gz$/i, name: 'M4Weekly' },
  { file: /^m4[-_]?hourly\.jsonl\.gz$/i, name: 'M4Hourly' },
];
/** Distance of the made-up times: the data has none, and the periods are given. */
const STEP = 3_600_000;

/**
 * Scores the forecaster as it is shipped, through its public entry, on the sets that are in a folder: gzipped lines
 * `{ id, period, m, h, x, xx }`. Figures of an absent set are absent.
 * @param {string} directory
 * @returns {Promise<Record<string, number>>} owaM3, coverageM3, msisM3, coverage80M3, msPerSeriesM3, owaM4Weekly, …
 */
export async function forecastFigures(directory) {
  const { forecast } = await loadCore(['trend/forecast.ts']);
  const figures = {};
  for (const { file, name } of SETS) {
    const found = readdirSync(directory).find((entry) => file.test(entry));
    if (found === undefined) {
      continue;
    }
    const path = join(directory, found);
    const series = gunzipSync(readFileSync(path))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    let spent = 0;
    let inside80 = 0;
    const result = scoreAll(series, ({ x, xx, h, period }) => {
      const start = performance.now();
      const { point, lower95, upper95, lower80, upper80 } = forecast(
        { times: x.map((_, i) => i * STEP), values: x },
        { horizon: { points: h }, periods: PERIODS[period] ?? [] }
      );
      spent += performance.now() - start;
      inside80 += xx.filter((value, i) => value >= lower80[i] && value <= upper80[i]).length / h;
      return { point, lower: lower95, upper: upper95 };
    });
    figures[`owa${name}`] = result.owa;
    figures[`coverage${name}`] = result.coverage;
    figures[`msis${name}`] = result.msis;
    figures[`coverage80${name}`] = inside80 / series.length;
    figures[`msPerSeries${name}`] = spent / series.length;
  }
  return figures;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [directory] = process.argv.slice(2);
  if (directory === undefined) {
    throw new Error('usage: node scripts/benchmark/forecastScore.mjs <folder with m3.jsonl.gz>');
  }
  console.log(JSON.stringify(await forecastFigures(directory), null, 2));
}
