import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventF1, readCloud } from './cloudRules.mjs';
import { loadCore } from './loadCore.mjs';
import { nabScores, probation, readNab } from './nabRules.mjs';

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
  let points = 0;
  let spent = 0;
  const scoresOf = ({ times, values }) => {
    const detector = new AnomalyDetector(DEFAULT_ANOMALY_OPTIONS);
    const scores = new Float64Array(values.length);
    const start = performance.now();
    for (let i = 0; i < values.length; i++) {
      scores[i] = detector.push(times[i], values[i])?.score ?? 0;
    }
    spent += performance.now() - start;
    points += values.length;
    return scores;
  };
  const figures = {};
  const nabFolder = join(directory, 'nab');
  if (existsSync(nabFolder)) {
    const corpus = readNab(nabFolder);
    const scores = corpus.map(scoresOf);
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
    figures.msF1 = eventF1(corpus, scores, threshold);
    figures.msF1Optimised = Math.max(...TRIED.map((tried) => eventF1(corpus, scores, tried)));
  }
  if (points > 0) {
    figures.nsAuto = (spent * 1e6) / points;
  }
  return figures;
}
