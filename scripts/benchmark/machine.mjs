import { cpus, totalmem } from 'node:os';

/** The machine that a figure was taken on. */
export function machine() {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Prints one object as JSON, or its lines for people. @param {Record<string, unknown>} result */
export function report(result) {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(result));
    return;
  }
  for (const [name, value] of Object.entries(result)) {
    console.log(`${name.padEnd(28)} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`);
  }
}
