import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, reasons: string[] }} Counts
 * How many tests of a runner passed, failed and were skipped, and why some were skipped.
 */

/**
 * A runner that ends badly although all its tests passed has failed too: an unhandled rejection, a teardown that throws.
 *
 * @param {Counts} counts
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function withExit(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * A runner that died before it could report has failed once.
 *
 * @template Report
 * @param {string} file JSON that the runner wrote @param {(report: Report) => Counts} read @returns {Counts}
 */
function fromFile(file, read) {
  if (!existsSync(file)) {
    return { passed: 0, failed: 1, skipped: 0, reasons: [] };
  }
  return read(JSON.parse(readFileSync(file, 'utf8')));
}

/** jest and vitest share this report. @param {string} file @returns {Counts} */
export function jestCounts(file) {
  return fromFile(file, (report) => {
    const broken = report.testResults.filter(
      (suite) => suite.status === 'failed' && suite.assertionResults.length === 0
    );
    const skipped = report.testResults.flatMap((suite) =>
      suite.assertionResults.filter(
        (test) => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo'
      )
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: skipped.length,
      reasons: skipped.map((test) => test.fullName),
    };
  });
}

/** @param {string} file @returns {Counts} */
export function playwrightCounts(file) {
  return fromFile(file, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.expected + stats.unexpected === 0 ? errors.length : 0),
    skipped: stats.skipped,
    reasons: [],
  }));
}

/** Lines of `go test -json`; tests only, not their packages. @param {string} output @returns {Counts} */
export function goCounts(output) {
  const counts = { passed: 0, failed: 0, skipped: 0, reasons: [] };
  const said = new Map();
  for (const line of output.split('\n')) {
    const event = line.startsWith('{') ? JSON.parse(line) : {};
    const key = `${event.Package}/${event.Test ?? ''}`;
    if (event.Action === 'output') {
      said.set(key, (said.get(key) ?? '') + event.Output);
    }
    if (event.Test === undefined) {
      // A package that does not compile has no tests to fail.
      if (event.Action === 'fail' && ![...said.keys()].some((other) => other.startsWith(key) && other !== key)) {
        counts.failed++;
      }
    } else if (event.Action === 'pass') {
      counts.passed++;
    } else if (event.Action === 'fail') {
      counts.failed++;
    } else if (event.Action === 'skip') {
      counts.skipped++;
      counts.reasons.push(
        `${event.Test}: ${
          (said.get(key) ?? '')
            .split('\n')
            .find((text) => text.includes('_test.go:'))
            ?.trim() ?? 'no reason given'
        }`
      );
    }
  }
  return counts;
}
