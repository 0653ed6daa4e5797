/** Thresholds that a sensitivity stands for, each on its method's own scale. */
export interface Thresholds {
  /** Robust or plain standard deviations: `zscore`, `mad`, `outlier`, `seasonal`. */
  z: number;
  /** Width of the fence in interquartile ranges that has the same normal tail: `iqr`. */
  iqrFence: number;
  /** Score of `auto`, which is a sum of two deviations. */
  auto: number;
}

/** Normal quantiles of 0.80 and of 1 - 1e-15: the ends of the scale. */
const HIGHEST_Z = 7.9414;
const SPAN = 7.0998;
/** Upper quartile and interquartile range of the normal distribution. */
const QUARTILE = 0.6745;
const NORMAL_IQR = 1.349;
/** `auto` alarms at 6 with the default sensitivity. */
const AUTO_PER_Z = 6 / (HIGHEST_Z - SPAN * Math.SQRT1_2);

/**
 * Two ways to say how soon to alarm: between 0 and 1, as Grafana's machine learning has it (higher alarms more often); above
 * 1, a z threshold (higher alarms less often).
 * @throws RangeError for 0, 1, negative and non-finite values: the meaning turns at 1
 */
export function thresholdsOf(sensitivity: number): Thresholds {
  if (!(sensitivity > 0) || sensitivity === 1 || !Number.isFinite(sensitivity)) {
    throw new RangeError(
      `sensitivity is either between 0 and 1 (higher alarms more often) or a z threshold above 1, got ${sensitivity}`
    );
  }
  const z = sensitivity < 1 ? HIGHEST_Z - SPAN * Math.sqrt(sensitivity) : sensitivity;
  return { z, iqrFence: fenceOf(z), auto: z * AUTO_PER_Z };
}

/** Fence in interquartile ranges beyond which a normal value lies as seldom as beyond z. */
export function fenceOf(z: number): number {
  return (z - QUARTILE) / NORMAL_IQR;
}

/** Inverse of `fenceOf`. */
export function zOfFence(fence: number): number {
  return QUARTILE + NORMAL_IQR * fence;
}
