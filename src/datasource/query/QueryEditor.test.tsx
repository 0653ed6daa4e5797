import { useState } from 'react';
import { setBackendSrv, setTemplateSrv } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { fakeBackend, HttpFailure } from '../../ui/testing/fakeBackend.ts';
import { giveElementsASize } from '../../ui/testing/layout.ts';
import { PerformanceDataSource } from '../datasource.ts';
import { SETTINGS } from '../testing/settings.ts';
import type { PerformanceQuery } from '../types.ts';
import { QueryEditor } from './QueryEditor.tsx';

const datasource = new PerformanceDataSource(SETTINGS);

const SWARMS = '/api/datasources/uid/cf/resources/swarms';

async function show(query: Partial<PerformanceQuery> = {}) {
  const run = jest.fn();
  const latest: { current: PerformanceQuery } = { current: { refId: 'A', ...query } };
  const Host = () => {
    const [current, setCurrent] = useState(latest.current);
    latest.current = current;
    return <QueryEditor query={current} datasource={datasource} onChange={setCurrent} onRunQuery={run} />;
  };
  const rendered = render(<Host />);
  // The pickers ask for their options as soon as they are there.
  await act(() => Promise.resolve());
  return { run, latest, ...rendered };
}

async function choose(name: string, option: RegExp | string) {
  const user = userEvent.setup();
  await user.click(screen.getByRole('combobox', { name }));
  await user.click(await screen.findByRole('option', { name: option }));
}

beforeAll(giveElementsASize);

beforeEach(() => {
  setBackendSrv(
    fakeBackend({ [`GET ${SWARMS}`]: () => ({ swarms: [{ swarmId: 'mesh-1' }, { swarmId: '<b>x</b>' }] }) })
  );
  setTemplateSrv({
    getVariables: () => [],
    containsTemplate: () => false,
    updateTimeRange: () => undefined,
    replace: (text = '') => text,
  });
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
  setBackendSrv(fakeBackend({ [`GET ${SWARMS}`]: () => new HttpFailure(502) }));
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

it('has no accessibility violation', async () => {
  const { container } = await show();
  expect(within(container).getAllByRole('combobox').length).toBeGreaterThan(2);
  expect((await axe(container)).violations).toEqual([]);
});
