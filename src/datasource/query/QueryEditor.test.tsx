import { setBackendSrv } from '@grafana/runtime';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { fakeBackend, HttpFailure } from '../../ui/testing/fakeBackend.ts';
import { giveElementsASize } from '../../ui/testing/layout.ts';
import { choose, installGrafana, QUERY_RESOURCE, showEditor } from '../testing/editor.tsx';
import type { PerformanceQuery } from '../types.ts';
import { QueryEditor } from './QueryEditor.tsx';

const show = (query: Partial<PerformanceQuery> = {}) => showEditor(QueryEditor, { refId: 'A', ...query });

beforeAll(giveElementsASize);

beforeEach(() => {
  installGrafana(['mesh-1', '<b>x</b>']);
});

it('shows a query without fields as the default query', async () => {
  await show();
  expect(screen.getByRole('combobox', { name: 'Show' })).toHaveValue('Time series');
  expect(screen.getByRole('combobox', { name: 'Metric' })).toHaveValue('Task duration');
  expect(screen.getByRole('combobox', { name: 'Aggregation' })).toHaveValue('Median');
});

it('shows the fields of the chosen type, and runs the query', async () => {
  const { latest, run } = await show();
  await choose('Show', /Comparison/);
  expect(latest.current.type).toBe('comparison');
  expect(run).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('combobox', { name: 'Aggregation' })).not.toBeInTheDocument();
  expect(screen.getByRole('combobox', { name: 'Baseline' })).toBeInTheDocument();
});

it('offers the swarms of the collector, their names as text', async () => {
  const { latest } = await show();
  await choose('Swarms', '<b>x</b>');
  expect(latest.current.swarms).toEqual(['<b>x</b>']);
  expect(document.querySelector('[role=option] b')).toBeNull();
});

it('still works when the collector cannot be asked', async () => {
  setBackendSrv(fakeBackend({ [QUERY_RESOURCE]: () => new HttpFailure(502) }));
  const user = userEvent.setup();
  const { latest } = await show();
  await user.type(screen.getByRole('combobox', { name: 'Swarms' }), 'typed-id');
  await user.click(await screen.findByRole('option', { name: /typed-id/ }));
  expect(latest.current.swarms).toEqual(['typed-id']);
});

it('takes an aggregation away that the new metric does not have', async () => {
  const { latest } = await show({ metric: 'task_duration', aggregation: 'p95' });
  await choose('Metric', 'Tasks');
  expect(latest.current).toMatchObject({ metric: 'task_count', aggregation: undefined });
  expect(screen.getByRole('combobox', { name: 'Aggregation' })).toHaveValue('Count');
});

it('hides the format where there is one number per group', async () => {
  const user = userEvent.setup();
  const { latest } = await show();
  expect(screen.getByRole('radiogroup', { name: 'Format' })).toBeInTheDocument();
  await user.click(screen.getByRole('switch', { name: 'Instant' }));
  expect(latest.current.instant).toBe(true);
  expect(screen.queryByRole('radiogroup', { name: 'Format' })).not.toBeInTheDocument();
});

it('keeps a limit only if it is one', async () => {
  const user = userEvent.setup();
  const { latest } = await show({ type: 'tasks', limit: 50 });
  const input = screen.getByRole('spinbutton', { name: 'Rows' });
  await user.clear(input);
  await user.tab();
  expect(latest.current.limit).toBe(50);
  await user.type(input, '20');
  await user.tab();
  expect(latest.current.limit).toBe(20);
});

describe('a filter', () => {
  const filters = () => screen.getAllByRole('combobox', { name: 'Filter by' });

  it('is one as soon as it has a value, and a choice with several', async () => {
    const user = userEvent.setup();
    const { latest, run } = await show();
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await choose('Filter by', 'Model');
    expect(run).not.toHaveBeenCalled();
    await choose('Values', 'mesh-1');
    expect(latest.current.filters).toEqual([{ key: 'model', operator: 'eq', values: ['mesh-1'] }]);
    expect(run).toHaveBeenCalledTimes(1);
    await choose('Values', '<b>x</b>');
    expect(latest.current.filters).toEqual([{ key: 'model', operator: 'in', values: ['mesh-1', '<b>x</b>'] }]);
  });

  it('asks only for values that the rest of the query leaves', async () => {
    const backend = installGrafana(['opus']);
    const model = { key: 'model' as const, operator: 'eq' as const, values: ['opus'] };
    const type = { key: 'type' as const, operator: 'eq' as const, values: ['build'] };
    await show({ swarms: ['mesh-1'], filters: [model, type] });
    await userEvent.setup().click(screen.getAllByRole('combobox', { name: 'Values' })[0]);
    expect(await screen.findByRole('option', { name: 'opus' })).toBeInTheDocument();
    const asked = backend.requests.map(({ data }) => data.queries[0]);
    expect(asked).toContainEqual(expect.objectContaining({ valuesOf: 'model', swarms: ['mesh-1'], filters: [type] }));
  });

  it('can be turned round, be a pattern, and go away', async () => {
    const user = userEvent.setup();
    const { latest } = await show({ filters: [{ key: 'model', operator: 'in', values: ['a', 'b'] }] });
    await choose('Relation', 'is not');
    expect(latest.current.filters).toEqual([{ key: 'model', operator: 'notIn', values: ['a', 'b'] }]);
    await choose('Relation', 'matches');
    expect(latest.current.filters).toEqual([{ key: 'model', operator: 'matches', values: ['a'] }]);
    const pattern = screen.getByRole('textbox', { name: 'Values' });
    await user.clear(pattern);
    await user.type(pattern, '^team-');
    await user.tab();
    expect(latest.current.filters).toEqual([{ key: 'model', operator: 'matches', values: ['^team-'] }]);
    await user.click(screen.getByRole('button', { name: 'Remove filter' }));
    expect(latest.current.filters).toEqual([]);
  });

  it('without values any more is none, but stays to be filled in', async () => {
    const user = userEvent.setup();
    const { latest } = await show({ filters: [{ key: 'model', operator: 'matches', values: ['a'] }] });
    await user.clear(screen.getByRole('textbox', { name: 'Values' }));
    await user.tab();
    expect(latest.current.filters).toEqual([]);
    expect(filters()).toHaveLength(1);
  });

  it('of single tasks can be their status, which is known without asking', async () => {
    const { latest } = await show({ type: 'tasks' });
    await userEvent.setup().click(screen.getByRole('button', { name: 'Add filter' }));
    await choose('Filter by', 'Status');
    await choose('Values', 'failed');
    expect(latest.current.filters).toEqual([{ key: 'status', operator: 'eq', values: ['failed'] }]);
  });
});

it('has no accessibility violation', async () => {
  const { container } = await show({ filters: [{ key: 'model', operator: 'eq', values: ['a'] }] });
  expect(within(container).getAllByRole('combobox').length).toBeGreaterThan(2);
  expect((await axe(container)).violations).toEqual([]);
});
