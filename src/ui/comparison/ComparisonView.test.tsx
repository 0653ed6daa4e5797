import {
  applyFieldOverrides,
  createDataFrame,
  createTheme,
  FieldType,
  type DataFrame,
  type FieldConfig,
} from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { comparisonFrames, spread } from '../testing/comparisonFrames.ts';
import { giveElementsASize } from '../testing/layout.ts';
import { ComparisonView } from './ComparisonView.tsx';
import { DEFAULT_COMPARISON_OPTIONS, type ComparisonOptions } from './model.ts';
import { inputsOf, readComparison } from './readComparison.ts';

const theme = createTheme();

function show(frames: DataFrame[], options: Partial<ComparisonOptions> = {}, size = { width: 900, height: 400 }) {
  const all = { ...DEFAULT_COMPARISON_OPTIONS, ...options };
  const prepared = applyFieldOverrides({
    data: frames,
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
    theme,
  });
  const inputs = inputsOf(prepared);
  const result = readComparison(inputs[0], all);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return render(
    <ComparisonView set={result.value} inputs={inputs} input={0} onInput={() => undefined} options={all} {...size} />
  );
}

/** Rows of three groups with types: a is faster than b on both types. */
function rows(groups: Record<string, Float64Array>): DataFrame {
  const names = Object.keys(groups);
  const values = names.flatMap((name) =>
    [...groups[name]].map((value, index) => ({ name, value, type: index % 2 ? 'code' : 'test' }))
  );
  return createDataFrame({
    fields: [
      { name: 'team', type: FieldType.string, values: values.map(({ name }) => name) },
      { name: 'task_type', type: FieldType.string, values: values.map(({ type }) => type) },
      { name: 'seconds', type: FieldType.number, values: values.map(({ value }) => value), config: { unit: 's' } },
    ],
  });
}

const TEAMS = { alpha: spread(40, 10, 4), beta: spread(40, 30, 8) };
const bodyRows = () => screen.getAllByRole('row').slice(1);

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

describe('frames that were tested', () => {
  it('say who wins or why nobody does, in the words of the service', () => {
    show(comparisonFrames());
    const [, { meta }] = comparisonFrames();
    const reason: string = meta?.custom?.overallWinner.reason;
    expect(screen.getByTestId(/comparison-summary/)).toHaveTextContent(reason);
  });

  it('show each group with its interval in the unit of the metric', () => {
    show(comparisonFrames());
    const [first] = bodyRows();
    expect(within(first).getByRole('rowheader')).toHaveTextContent('mesh-1');
    expect(within(first).getByRole('img')).toHaveAccessibleName(/^1 s, 95 % interval .* ms to .* s$/);
  });

  it('hold the others against the baseline that the reader picks, without testing anew', async () => {
    show(comparisonFrames());
    await userEvent.click(screen.getByRole('combobox', { name: 'Baseline' }));
    await userEvent.click(await screen.findByRole('option', { name: 'ring-1' }));
    const row = screen.getByRole('row', { name: /mesh-1/ });
    expect(row).toHaveTextContent('better');
    expect(row).toHaveTextContent(/−2(\.00)? s, 95 % interval −/);
    expect(screen.getByRole('row', { name: /star-1/ })).toHaveTextContent('no difference shown');
    expect(screen.getByRole('row', { name: /ring-1.*baseline/ })).toBeInTheDocument();
  });

  it('offer no other baseline than the one they were tested with', () => {
    show(comparisonFrames({ baseline: 'mesh-1' }));
    expect(screen.getByRole('combobox', { name: 'Baseline' })).toBeDisabled();
    expect(screen.getByRole('row', { name: /ring-1/ })).toHaveTextContent('worse');
  });

  it('show every pair with shift, effect and verdict', async () => {
    show(comparisonFrames());
    await userEvent.click(screen.getByRole('radio', { name: 'Differences' }));
    expect(bodyRows()).toHaveLength(3);
    const [first] = bodyRows();
    expect(first).toHaveTextContent(/ring-1against mesh-1 \(n 40 \/ 40\)/);
    expect(first).toHaveTextContent(/\+2(\.00)? s.*1\.00large.*worsep < 0\.001/);
  });

  it('show shares of failures as points, not as percent of each other', async () => {
    show(comparisonFrames(), { view: 'differences' });
    await userEvent.click(screen.getByRole('combobox', { name: 'Metric' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Error rate' }));
    expect(screen.getAllByText(/^\+61\.7 points/).length).toBeGreaterThan(0);
  });

  it('name the groups that no other dominates', () => {
    show(comparisonFrames(), { view: 'tradeoffs' });
    expect(screen.getByText('Not proven dominated on the compared metrics: mesh-1.')).toBeInTheDocument();
    expect(screen.getByRole('img', { name: /^3 groups by Task duration, lower is better/ })).toBeInTheDocument();
  });
});

describe('samples of any data source', () => {
  it('are compared in the page, in the unit of their field', async () => {
    show([rows(TEAMS)], { direction: 'lower' });
    expect(await screen.findByText(/^Winner: alpha is better than every rival/)).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /alpha/ })).toHaveTextContent('10 s');
  });

  it('without a better way have no winner, but a difference', async () => {
    show([rows(TEAMS)], { view: 'differences' });
    expect(await screen.findByText(/^No single winner: No way is the better one on seconds/)).toBeInTheDocument();
    expect(bodyRows()[0]).toHaveTextContent('differs');
  });

  it('are compared of one type alone when the reader asks', async () => {
    show([rows(TEAMS)], { direction: 'lower' });
    expect(await screen.findByRole('row', { name: /alpha/ })).toHaveTextContent('40');
    await userEvent.click(screen.getByRole('combobox', { name: 'Task type' }));
    await userEvent.click(await screen.findByRole('option', { name: 'code' }));
    expect(await screen.findAllByRole('cell', { name: '20' })).toHaveLength(2);
  });

  it('say when the baseline of the options is not among them', async () => {
    show([rows(TEAMS)], { baseline: 'gone' });
    expect(await screen.findByText(/The baseline "gone" is not in the data/)).toBeInTheDocument();
  });

  it('of one group have nothing to be compared with', async () => {
    show([rows({ alpha: spread(10, 1, 1) })]);
    expect(await screen.findByText(/There is nothing to compare alpha with/)).toBeInTheDocument();
  });

  it('show hostile names as text', async () => {
    const names = ['<img src=x onerror=alert(1)>', '__proto__', 'x'.repeat(10_000)];
    const { container } = show([
      rows(Object.fromEntries(names.map((name, index) => [`${name} `, spread(8, 10 * (index + 1), 2)]))),
    ]);
    expect(await screen.findByRole('rowheader', { name: /<img src=x/ })).toBeInTheDocument();
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent?.length).toBeLessThan(5000);
  });

  it('by the thousand are drawn only where they are in sight, and all can be reached', async () => {
    const groups = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`group ${index}`, spread(3, index + 1, 1)])
    );
    show([rows(groups)], { direction: 'lower' });
    const table = await screen.findByRole('table');
    expect(table).toHaveAttribute('aria-rowcount', '1001');
    expect(bodyRows().length).toBeLessThan(100);
    within(table)
      .getByRole('row', { name: /group 0 / })
      .focus();
    await userEvent.keyboard('{End}');
    expect(document.activeElement).toHaveAttribute('aria-rowindex', '1001');
  });
});

it('obeys unit, decimals, mappings and colours of the field', () => {
  const config: FieldConfig = { decimals: 3, unit: 'ms', color: { mode: 'fixed', fixedColor: '#123456' } };
  const configured = comparisonFrames().map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => (field.name === 'estimate' ? { ...field, config } : field)),
  }));
  show(configured);
  expect(bodyRows()[0]).toHaveTextContent('1.000 s');
  expect(bodyRows()[0].querySelector('circle')).toHaveAttribute('fill', '#123456');
});

it('keeps the finding and the figures when there is little room', () => {
  show(comparisonFrames(), {}, { width: 240, height: 120 });
  expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
  expect(screen.getByTestId(/comparison-summary/)).toBeInTheDocument();
  expect(bodyRows()).toHaveLength(3);
});

it.each(['distributions', 'differences', 'tradeoffs'] as const)('has no accessibility finding in %s', async (view) => {
  const { container } = show(comparisonFrames({ baseline: 'mesh-1' }), { view });
  expect((await axe(container)).violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
});
