import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../src/core/chart/chart.ts';
import { CHART_LOOKS, CHART_THEMES } from '../../../src/core/chart/look.ts';
import { svgProblem } from '../../../src/core/report/svgCheck.ts';
import { drawChart } from './drawChart.ts';
import { chartsOf } from './testing/charts.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"/><image href="http://evil.example"/>',
  '{a|rich} {b} {c}',
  'zr0-c0 url(#zr3-c1) ecmeta_x="1" <style><![CDATA[',
  'line\nbreak\u2028x',
  '\u202Eevil مرحبا',
  '💥'.repeat(40),
  'x'.repeat(10_000),
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '\u0000\u0001',
  '',
];

describe('drawChart', () => {
  it.each(Object.entries(chartsOf()))('draws %s, and does nothing but draw', (_, chart) => {
    const svg = drawChart(chart, CHART_LOOKS.light, 'c');
    expect(svgProblem(svg)).toBeUndefined();
    expect(svg).toContain('role="img" aria-labelledby="c-title c-desc"');
    expect(svg).not.toMatch(/zr\d|ecmeta|NaN|undefined|<style/);
    expect(svg.match(/<(?:path|circle|rect)\b/g)?.length).toBeGreaterThan(1);
  });

  it.each(HOSTILE)('shows the name %j as text', (name) => {
    for (const chart of Object.values(chartsOf(name))) {
      expect(svgProblem(drawChart(chart, CHART_LOOKS.light, 'c'))).toBeUndefined();
    }
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'leaves the objects of the program alone when a name is %j',
    (name) => {
      for (const chart of Object.values(chartsOf(name))) {
        drawChart(chart, CHART_LOOKS.light, 'c');
      }
      const seen: string[] = [];
      for (const key in {}) {
        seen.push(key);
      }
      expect([seen, Object.keys(Object), Object.keys(Object.prototype.toString)]).toEqual([[], [], []]);
    }
  );

  it('is the same for the same chart, whatever was drawn before', () => {
    for (const chart of Object.values(chartsOf())) {
      expect(drawChart(chart, CHART_LOOKS.dark, 'c')).toBe(drawChart(chart, CHART_LOOKS.dark, 'c'));
    }
  });

  it('gives the parts of each drawing ids of their own', () => {
    const ids = (key: string) =>
      [...drawChart(chartsOf().line, CHART_LOOKS.light, key).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids('a').filter((id) => ids('b').includes(id))).toEqual([]);
    expect(ids('a').every((id) => id?.startsWith('a-'))).toBe(true);
  });

  it.each(CHART_THEMES)('uses the colours of the theme %s and no others', (theme) => {
    const look = CHART_LOOKS[theme];
    const { background, text, line, series } = look;
    for (const { type, ...chart } of Object.values(chartsOf()).filter(({ type }) => type !== 'heatmap')) {
      const svg = drawChart({ type, ...chart } as Chart, look, 'c');
      const colours = [...svg.matchAll(/(?:fill|stroke)="(#[^"]+)"/g)].map(([, colour]) => colour);
      // The shapes of clip paths are black, and never seen.
      const others = new Set(
        colours.filter((colour = '') => ![background, text, line, ...series, '#000'].includes(colour))
      );
      expect([type, [...others]]).toEqual([type, []]);
    }
  });

  it('draws no line where an interval has no bound', () => {
    const rows = [{ name: 'a', estimate: 5, low: null, high: null }];
    const lines = (chart: Chart) => drawChart(chart, CHART_LOOKS.light, 'c').match(/stroke-width="2"/g)?.length ?? 0;
    const chart = { ...chartsOf().interval, type: 'interval' as const };
    expect(lines({ ...chart, rows })).toBe(0);
    expect(lines({ ...chart, rows: [{ name: 'a', estimate: 5, low: 4, high: 6 }] })).toBe(3);
  });

  it('leaves no timer behind that would keep the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    // A drawing's last frame is still due when it has been let go.
    const settled = async () => {
      await setTimeout(100);
      return timers();
    };
    const before = await settled();
    drawChart(chartsOf().line, CHART_LOOKS.light, 'c');
    expect(await settled()).toBe(before);
  });
});
