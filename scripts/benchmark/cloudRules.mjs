import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * Events of Microsoft's cloud monitoring dataset: a run of labelled points (gaps of up to two are bridged) is hit by an
 * alarm in it or up to three points after it; alarms elsewhere, three points apart, are false ones.
 */

const AFTER = 3;
const BRIDGED = 3;

/** @param {string} file @returns {Array<{ times: Float64Array, values: Float64Array, labels: number[] }>} */
export function readCloud(file) {
  return gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => {
      const { t0, t1, v, l } = JSON.parse(line);
      const [start, second] = [t0, t1].map((time) => Date.parse(/Z$/.test(time) ? time : `${time.replace(' ', 'T')}Z`));
      let last = 0;
      return {
        times: Float64Array.from(v, (_, i) => start + i * (second - start)),
        values: Float64Array.from(v, (value) => (last = value ?? last)),
        labels: l,
      };
    });
}

function eventsOf(labels) {
  const events = [];
  labels.forEach((label, i) => {
    const last = events.at(-1);
    if (label && last && i - last.end <= BRIDGED) {
      last.end = i;
    } else if (label) {
      events.push({ start: i, end: i });
    }
  });
  return events;
}

/** The first points are not scored. */
const warmUp = (n) => Math.max(20, Math.floor(0.1 * n));

/** @param {ReturnType<typeof readCloud>} corpus @param {ArrayLike<number>[]} scores @param {number} threshold */
export function eventF1(corpus, scores, threshold) {
  let hits = 0;
  let events = 0;
  let falseAlarms = 0;
  corpus.forEach(({ labels, values }, index) => {
    const first = warmUp(values.length);
    const all = eventsOf(labels);
    const hit = new Set();
    let lastFalse = -Infinity;
    for (let i = first; i < values.length; i++) {
      if (scores[index][i] >= threshold) {
        // An event that began in the warm-up neither counts nor makes its alarms false. Of two that touch, the later has it.
        const event = all.findLast(({ start, end }) => i >= start && i <= end + AFTER);
        if (event === undefined) {
          falseAlarms += i - lastFalse > AFTER ? 1 : 0;
          lastFalse = i;
        } else if (event.start >= first) {
          hit.add(event);
        }
      }
    }
    hits += hit.size;
    events += all.filter(({ start }) => start >= first).length;
  });
  const precision = hits / Math.max(1, hits + falseAlarms);
  const recall = hits / Math.max(1, events);
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}
