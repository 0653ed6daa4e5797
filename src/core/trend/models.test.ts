import { differencesModel, levelModel, onLogarithms, onRoots, seasonalDifferencesModel } from './autoregressions.ts';
import { forecastBlocks } from './blocks.ts';
import { dynamicTheta } from './dynamicTheta.ts';
import { ErrorTally } from './errorGrowth.ts';
import { forecastValues } from './forecastValues.ts';
import { scoreHoldout } from './holdout.ts';
import { longForecast } from './longModel.ts';
import { continueSeries, fitAutoregression } from './ridge.ts';
import { addSeason, decompose, decomposeShrunk, isSeasonal, showsSeason, withoutSeason } from './season.ts';

/** Uniform numbers from -½ to ½ that are the same in every run (mulberry32). */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32 - 0.5;
  };
}
const list = (n: number, value: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => value(i));
const spread = (values: Float64Array): number => Math.max(...values) - Math.min(...values);

describe('seasons', () => {
  const random = uniforms(1);
  const seasonal = list(120, (i) => 100 + i + [10, -5, -5, 0][i % 4] + random());

  it('are seen beside a trend, not in noise, and not after fewer than three periods', () => {
    expect([isSeasonal(seasonal, 4), showsSeason(seasonal, 4)]).toEqual([true, true]);
    expect(showsSeason(seasonal, 5)).toBe(false);
    expect(isSeasonal(seasonal.subarray(0, 11), 4)).toBe(false);
    expect(isSeasonal(seasonal, 1)).toBe(false);
  });

  it('are not claimed of random walks', () => {
    let claims = 0;
    for (let run = 0; run < 200; run++) {
      let at = 0;
      claims += showsSeason(
        list(200, () => (at += random())),
        7
      )
        ? 1
        : 0;
    }
    expect(claims / 200).toBeLessThan(0.04);
  });

  it('come out of a decomposition and go back in', () => {
    const season = decompose(seasonal, 4, false);
    [10, -5, -5, 0].forEach((index, phase) => expect(season.indices[phase]).toBeCloseTo(index, 0));
    const restored = withoutSeason(seasonal, season);
    addSeason(restored, 0, season);
    restored.forEach((value, i) => expect(value).toBeCloseTo(seasonal[i], 10));
  });

  it('are shrunk to little in noise and kept where they are strong', () => {
    const noise = list(48, () => 100 + 20 * random());
    expect(spread(decomposeShrunk(noise, 12, true, 1).indices)).toBeLessThan(
      spread(decompose(noise, 12, true).indices)
    );
    expect(spread(decomposeShrunk(seasonal, 4, false, 1).indices)).toBeGreaterThan(14);
  });

  it('follow the latest periods with a memory', () => {
    const turning = list(80, (i) => 100 + (i < 40 ? [8, 0, -8, 0] : [16, 0, -16, 0])[i % 4]);
    expect(decompose(turning, 4, false, 0.5).indices[0]).toBeGreaterThan(
      decompose(turning, 4, false, 1).indices[0] + 1
    );
  });
});

describe('autoregressions', () => {
  it('find the weights of a process', () => {
    const random = uniforms(2);
    let value = 0;
    const process = list(4000, () => (value = 0.7 * value + random()));
    expect(fitAutoregression(process, [1, 2], 0).weights[0]).toBeCloseTo(0.7, 1);
    expect(levelModel(process, [1], 0)(1, 100)[0]).toBeCloseTo(0.7 * process[99], 1);
  });

  it('say nothing of what does not vary', () => {
    expect([...fitAutoregression(new Float64Array(20), [1, 2], 0.1).weights]).toEqual([0, 0]);
  });

  it('cannot run away', () => {
    const path = continueSeries(Float64Array.of(1, 2), { lags: [1], weights: Float64Array.of(5) }, 10, 6);
    expect([...path.subarray(0, 3)]).toEqual([6, 6, 6]);
  });

  it('continue differences straight and seasons as they were', () => {
    const straight = list(40, (i) => 3 + 2 * i);
    differencesModel(straight, [1, 2])(3).forEach((value, h) => expect(value).toBeCloseTo(83 + 2 * h, 8));
    const weekly = list(70, (i) => (i % 7) + Math.floor(i / 7));
    seasonalDifferencesModel(
      weekly,
      7,
      [1]
    )(9, 63).forEach((value, h) => expect(value).toBeCloseTo(((63 + h) % 7) + Math.floor((63 + h) / 7), 8));
  });

  it('take roots only of what has some, and come back from logarithms', () => {
    const identity = (values: Float64Array) => () => values;
    expect([...onRoots(Float64Array.of(0, 4), identity)(1)]).toEqual([0, 4]);
    expect([...onRoots(Float64Array.of(-4, 4), identity)(1)]).toEqual([-4, 4]);
    expect(onLogarithms(Float64Array.of(5), () => () => Float64Array.of(1000))(1)[0]).toBeCloseTo(5 * Math.exp(3), 8);
  });
});

describe('dynamicTheta', () => {
  it('continues a line, moved by a shift and nothing else', () => {
    const random = uniforms(3);
    const values = list(60, (i) => i + random());
    const path = dynamicTheta(values, 5);
    expect(path[4]).toBeGreaterThan(62);
    dynamicTheta(
      values.map((value) => value + 4096),
      5
    ).forEach((value, h) => expect(value - 4096).toBeCloseTo(path[h], 6));
  });
});

describe('forecastBlocks', () => {
  it('draws straight between the middles of blocks', () => {
    const straight = list(13, (i) => i);
    const path = forecastBlocks(straight, 3, 4, (means, ahead) =>
      list(ahead, (h) => means[means.length - 1] + 3 * (h + 1))
    );
    expect([...(path ?? [])].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([13, 14, 15, 16]);
    expect(forecastBlocks(straight, 4, 4, (means) => means)).toBeNull();
  });
});

describe('ErrorTally', () => {
  it('finds the power law of the errors and is silent without any', () => {
    const tally = new ErrorTally(40);
    for (let step = 0; step < 40; step++) {
      for (let k = 0; k < 400; k++) {
        tally.add(step, (k % 2 === 0 ? 2 : -2) * (step + 1) ** 0.5);
      }
    }
    const widths = tally.halfWidths(40, 1);
    expect(widths[0]).toBeCloseTo(2, 1);
    expect(widths[39]).toBeCloseTo(2 * 40 ** 0.5, 0);
    expect([...new ErrorTally(2).halfWidths(2, 1)]).toEqual([0, 0]);
  });
});

describe('scoreHoldout', () => {
  const rest = { horizon: 5, period: 1, least: 6 };
  it('holds out the end and compares with repeating the past', () => {
    const straight = list(40, (i) => i);
    const seen: number[] = [];
    const score = scoreHoldout(straight, rest, (past, ahead) => {
      seen.push(past.length, ahead);
      return list(ahead, (h) => past[past.length - 1] + h + 1);
    });
    expect([score, seen]).toEqual([{ mase: 0, betterThanNaive: true }, [35, 5]]);
    const naive = scoreHoldout(straight, rest, (past, ahead) => list(ahead, () => past[past.length - 1]));
    expect(naive).toEqual({ mase: 3, betterThanNaive: false });
  });

  it('has no score of too little or of what never moved', () => {
    expect(
      scoreHoldout(
        list(6, (i) => i),
        rest,
        (past) => past
      )
    ).toBeNull();
    expect(scoreHoldout(new Float64Array(40), rest, (past) => past)).toBeNull();
  });
});

describe('forecastValues', () => {
  it('goes to the short model where the long one does not even describe the past', () => {
    const random = uniforms(4);
    const step = list(400, (i) => (i < 350 ? 10 : 500) + random());
    expect(longForecast(step, [24], 24)).toBeNull();
    expect(forecastValues(step, [24], 24).model).toBe('Theta, Holt and autoregression');
    const cycle = list(400, (i) => 50 + 20 * Math.sin((2 * Math.PI * i) / 24) + random());
    expect(forecastValues(cycle, [24], 5).model).toBe('seasonal autoregressions');
    expect(forecastValues(cycle.subarray(0, 199), [24], 5).model).toMatch(/^Theta/);
  });
});
