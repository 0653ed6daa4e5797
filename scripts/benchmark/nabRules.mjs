import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Scoring of the Numenta Anomaly Benchmark v1.1 (Lavin and Ahmad, "Evaluating real-time anomaly detection algorithms",
 * ICMLA 2015): an alarm in a labelled window earns more the earlier it is, one outside costs more the farther it is from
 * the window before it, a window without an alarm costs its weight. 0 is what no alarm at all earns, 100 is perfect.
 */

const PROFILES = {
  standard: { falseAlarm: 0.11, miss: 1 },
  lowFp: { falseAlarm: 0.22, miss: 1 },
  lowFn: { falseAlarm: 0.11, miss: 2 },
};

const sigmoid = (position) => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);
/** Worth of an alarm at the very start of a window. */
const EARLIEST = sigmoid(-1);

/** The first points of a file are for learning and are not scored. */
export const probation = (n) => Math.min(Math.floor(0.15 * n), 750);

/**
 * @param {string} folder with `data` and `labels/combined_windows.json`
 * @returns {Array<{ name: string, times: Float64Array, values: Float64Array, windows: Array<{ first: number, last: number }> }>}
 */
export function readNab(folder) {
  const labels = JSON.parse(readFileSync(join(folder, 'labels/combined_windows.json'), 'utf8'));
  return Object.keys(labels)
    .sort()
    .map((name) => {
      const rows = readFileSync(join(folder, 'data', name), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1);
      const times = Float64Array.from(rows, (row) => Date.parse(`${row.slice(0, 19).replace(' ', 'T')}Z`));
      const values = Float64Array.from(rows, (row) => Number(row.split(',')[1]));
      const at = (text) => times.indexOf(Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`));
      return { name, times, values, windows: labels[name].map(([from, to]) => ({ first: at(from), last: at(to) })) };
    });
}

/** What an alarm at each scored point is worth before profile weights, and which window it is in (-1: none). */
function worths(corpus) {
  const points = [];
  let windows = 0;
  corpus.forEach((file, index) => {
    const { length } = file.values;
    const first = probation(length);
    let next = 0;
    let before;
    let open;
    for (let i = 0; i < length; i++) {
      if (file.windows[next]?.first === i) {
        open = { ...file.windows[next++], id: -1 };
        open.width = open.last - open.first + 1;
      }
      if (open && i >= first && open.id < 0) {
        open.id = windows++;
      }
      if (i >= first) {
        const worth = open
          ? sigmoid(-(open.last - i + 1) / open.width) / EARLIEST
          : before
            ? sigmoid((i - before.last) / (before.width - 1))
            : -1;
        points.push({ file: index, i, worth, window: open ? open.id : -1 });
      }
      if (open && i === open.last) {
        before = open;
        open = undefined;
      }
    }
  });
  return { points, windows, labelled: corpus.reduce((sum, file) => sum + file.windows.length, 0) };
}

/**
 * @param {ReturnType<typeof readNab>} corpus
 * @param {ArrayLike<number>[]} scores a score a point, higher is more anomalous
 * @param {number | undefined} threshold undefined: the best one for each profile, as the benchmark's own optimiser takes it
 * @returns {Record<'standard' | 'lowFp' | 'lowFn', number>}
 */
export function nabScores(corpus, scores, threshold) {
  const { points, windows, labelled } = worths(corpus);
  const ordered = points
    .map((point) => ({ ...point, score: scores[point.file][point.i] }))
    .sort((a, b) => b.score - a.score);
  return Object.fromEntries(
    Object.entries(PROFILES).map(([name, { falseAlarm, miss }]) => {
      const nothing = -miss * windows;
      const best = new Float64Array(windows).fill(-miss);
      let caught = nothing;
      let costs = 0;
      let most = nothing;
      for (let k = 0; k < ordered.length; k++) {
        const { score, worth, window } = ordered[k];
        if (threshold !== undefined && score < threshold) {
          break;
        }
        if (window < 0) {
          costs += worth * falseAlarm;
        } else if (worth > best[window]) {
          caught += worth - best[window];
          best[window] = worth;
        }
        if (threshold === undefined && ordered[k + 1]?.score !== score) {
          most = Math.max(most, caught + costs);
        }
      }
      const reached = threshold === undefined ? most : caught + costs;
      return [name, (100 * (reached - nothing)) / (labelled - nothing)];
    })
  );
}
