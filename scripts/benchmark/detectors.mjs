import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventF1, readCloud } from './cloudRules.mjs';
import { loadCore } from './loadCore.mjs';
import { median } from './machine.mjs';
import { nabScores, probation, readNab } from './nabRules.mjs';

const PASSES = 5;
/** Thresholds that are tried for the best one on labelled data. */
const TRIED = Array.from({ length: 60 }, (_, i) => 2 + i * 0.25);

/**
 * The default detector, point by point, on the labelled sets that are in a folder.
 * @param {string} directory
 * @returns {Promise<Record<string, number>>} absent where a set is
 */
export async function detectorFigures(directory) {
  const { AnomalyDetector, DEFAULT_ANOMALY_OPTIONS } = await loadCore(['anomaly/detector.ts', 'anomaly/types.ts']);
  const { threshold } = new AnomalyDetector(DEFAULT_ANOMALY_OPTIONS);
  const scoresOf = ({ times, values }) => {
    const detector = new AnomalyDetector(DEFAULT_ANOMALY_OPTIONS);
    const scores = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
      scores[i] = detector.push(times[i], values[i])?.score ?? 0;
    }
    return scores;
  };
  const timed = [];
  const figures = {};
  const nabFolder = join(directory, 'nab');
  if (existsSync(nabFolder)) {
    const corpus = readNab(nabFolder);
    const scores = corpus.map(scoresOf);
    timed.push(...corpus);
    const best = nabScores(corpus, scores);
    figures.nabFixed = nabScores(corpus, scores, threshold).standard;
    figures.nabOptimised = best.standard;
    figures.nabLowFp = best.lowFp;
    figures.artificialFalseAlarms = corpus.reduce(
      (alarms, { name }, file) =>
        name.startsWith('artificialNoAnomaly')
          ? alarms + scores[file].filter((score, i) => i >= probation(scores[file].length) && score >= threshold).length
          : alarms,
      0
    );
  }
  const cloudFile = join(directory, 'mscloud.jsonl.gz');
  if (existsSync(cloudFile)) {
    const corpus = readCloud(cloudFile);
    const scores = corpus.map(scoresOf);
    timed.push(...corpus);
    figures.msF1 = eventF1(corpus, scores, threshold);
    figures.msF1Optimised = Math.max(...TRIED.map((tried) => eventF1(corpus, scores, tried)));
  }
  if (timed.length > 0) {
    figures.nsAuto = nsAPoint(timed, scoresOf);
  }
  return figures;
}

/** Median of some passes over all series, which have been scored once before: ns a point. */
function nsAPoint(series, scoresOf) {
  const points = series.reduce((sum, { values }) => sum + values.length, 0);
  const passes = Array.from({ length: PASSES }, () => {
    const start = performance.now();
    series.forEach(scoresOf);
    return ((performance.now() - start) * 1e6) / points;
  });
  return median(passes);
}
