import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { install, ROOT, runMain, say } from '../setup.mjs';

/** What is asked of the analysis, and what it aims at. */
const GOALS = {
  nabFixed: ['NAB standard, default threshold', '≥ 67', '≥ 70.2'],
  nabOptimised: ['NAB standard, best threshold', '', ''],
  nabLowFp: ['NAB low false positives, best threshold', '≥ 56', '≥ 67.0'],
  artificialFalseAlarms: ['false alarms on artificial data without anomaly', '0', '0'],
  msF1: ['Microsoft event F1, default threshold', '≥ .54', '≥ .60'],
  msF1Optimised: ['Microsoft event F1, best threshold', '', ''],
  owaM3: ['OWA, M3', '≤ .82', '≤ .80'],
  owaM4Weekly: ['OWA, M4 weekly', '', '≤ .735'],
  owaM4Hourly: ['OWA, M4 hourly', '', '≤ .40'],
  coverageM3: ['95 % interval coverage, M3', '.93–.97', '.94–.96'],
  coverageM4Weekly: ['95 % interval coverage, M4 weekly', '.93–.97', '.94–.96'],
  coverageM4Hourly: ['95 % interval coverage, M4 hourly', '.93–.97', '.94–.96'],
  msisM3: ['MSIS, M3', '', ''],
  falseClaimsIid: ['false claims, five equal swarms, n = 20', '≤ .055', '≤ .05'],
  falseClaimsAr: ['false claims, five equal AR(1) .7 swarms, n = 100', '≤ .055', '≤ .05'],
  power: ["power, Cliff's delta .6, n = 20", '≥ .8', '≥ .85'],
  nsDescriptive: ['mean, sd, min, max: ns a value', '≤ 1.5', '.8'],
  nsSimpleStatistics: ['the same, simple-statistics', '', ''],
  nsAuto: ['auto detector: ns a point', '≤ 1000', '≤ 500'],
};

/**
 * `npm run benchmark:analysis -- [--json]`: the figures of the analysis as it is shipped. Labelled data come from
 * BENCHMARK_DATA, else from the folder `shared/benchmarks` beside the repository; without them their figures are absent.
 */
await runMain(async () => {
  await install();
  const { claimFigures } = await import('./claims.mjs');
  const { detectorFigures } = await import('./detectors.mjs');
  const { forecastFigures } = await import('./forecastScore.mjs');
  const { machine } = await import('./machine.mjs');
  const { speedFigures } = await import('./speed.mjs');
  const data = process.env.BENCHMARK_DATA ?? resolve(ROOT, '../shared/benchmarks');
  const measured = await speedFigures();
  if (existsSync(data)) {
    Object.assign(measured, await detectorFigures(data), await forecastFigures(data));
  } else {
    say(`No benchmark data at ${data}: set BENCHMARK_DATA. Figures that need them are left out.`);
  }
  Object.assign(measured, await claimFigures());
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ machine: machine(), ...measured }));
    return;
  }
  console.log(machine());
  console.log(`${'figure'.padEnd(52)}${'reached'.padStart(10)}${'least'.padStart(10)}${'aim'.padStart(10)}`);
  for (const [name, [title, least, aim]] of Object.entries(GOALS)) {
    const value = measured[name];
    if (value !== undefined) {
      console.log(
        `${title.padEnd(52)}${String(Number(value.toPrecision(4))).padStart(10)}${least.padStart(10)}${aim.padStart(10)}`
      );
    }
  }
});
