import { CHART_LOOKS, CHART_THEMES, type ChartLook } from './look.ts';

type Rgb = readonly [number, number, number];

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const rgb = (colour: string): Rgb => {
  const at = (index: number) => linear(parseInt(colour.slice(index, index + 2), 16) / 255);
  return [at(1), at(3), at(5)];
};
const dot = ([a, b, c]: Rgb, [x, y, z]: Rgb) => a * x + b * y + c * z;
const luminance = (colour: string) => dot(rgb(colour), [0.2126, 0.7152, 0.0722]);
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB. */
const SIGHT: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE 1976 L*a*b*, D65. */
function lab(colour: Rgb): Rgb {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f(dot(colour, [0.4124, 0.3576, 0.1805]) / 0.9505);
  const y = f(dot(colour, [0.2126, 0.7152, 0.0722]));
  const z = f(dot(colour, [0.0193, 0.1192, 0.9505]) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seenApart(a: string, b: string, [red, green, blue]: readonly [Rgb, Rgb, Rgb]): number {
  const seen = (colour: string): Rgb => {
    const clamp = (row: Rgb) => Math.min(1, Math.max(0, dot(rgb(colour), row)));
    return lab([clamp(red), clamp(green), clamp(blue)]);
  };
  const [first, second] = [seen(a), seen(b)];
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

const marks = ({ series, good, bad }: ChartLook) => [...series, good, bad];

describe.each(CHART_THEMES)('the look %s', (theme) => {
  const look = CHART_LOOKS[theme];

  it('can be read: text at 7 to 1, marks at 3 to 1', () => {
    expect(contrast(look.text, look.background)).toBeGreaterThan(7);
    for (const colour of marks(look)) {
      expect([colour, contrast(colour, look.background) >= 3]).toEqual([colour, true]);
    }
  });

  it('names each colour once, so that it can be told by its colour in a drawing', () => {
    const all = [look.background, look.text, look.line, ...marks(look)];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(Object.entries(SIGHT))('keeps good from bad, and the first three series apart, under %s', (_, sight) => {
    const [a = '', b = '', c = ''] = look.series;
    const pairs = [
      [look.good, look.bad],
      [a, b],
      [b, c],
      [a, c],
    ] as const;
    for (const [one, other] of pairs) {
      expect([one, other, seenApart(one, other, sight) >= 15]).toEqual([one, other, true]);
    }
  });
});
