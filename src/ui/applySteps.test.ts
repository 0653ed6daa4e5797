import { applySteps, type Step } from './applySteps.ts';

const STEPS: Step[] = [
  ({ top, ...rest }) => ({ ...rest, limit: top }),
  ({ limit, ...rest }) => ({ ...rest, limit: Number(limit) * 2 }),
];

describe('applySteps', () => {
  it('runs every step that the options have not been through, in order', () => {
    expect(applySteps({ top: 5 }, STEPS)).toEqual({ limit: 10, version: 2 });
    expect(applySteps({ limit: 5, version: 1 }, STEPS)).toEqual({ limit: 10, version: 2 });
    expect(applySteps({ limit: 5, version: 2 }, STEPS)).toEqual({ limit: 5, version: 2 });
  });

  it('leaves options of a newer version alone', () => {
    expect(applySteps({ limit: 5, version: 9 }, STEPS)).toEqual({ limit: 5, version: 9 });
  });

  it.each([undefined, null, 'x', 7])('starts from nothing when the options are %p', (options) => {
    expect(applySteps(options, [])).toEqual({ version: 0 });
  });

  it.each([NaN, -1, 'two', null])('takes a version of %p for none', (version) => {
    expect(applySteps({ top: 5, version }, STEPS)).toEqual({ limit: 10, version: 2 });
  });

  it('does not change what it is given', () => {
    const saved = Object.freeze({ top: 5 });
    applySteps(saved, STEPS);
    expect(saved).toEqual({ top: 5 });
  });
});
