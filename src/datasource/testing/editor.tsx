import { setBackendSrv, setTemplateSrv } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ComponentType } from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { fakeBackend, type FakeBackend } from '../../ui/testing/fakeBackend.ts';
import { PerformanceDataSource } from '../datasource.ts';
import type { PerformanceOptions, PerformanceQuery } from '../types.ts';
import { SETTINGS } from './settings.ts';

export const QUERY_RESOURCE = 'POST /api/datasources/uid/cf/resources/query';

/** Grafana around an editor: a collector that knows these names, and the dashboard's variables, which are none. */
export function installGrafana(names: readonly string[]): FakeBackend {
  const values = { results: { values: { frames: [{ data: { values: [names, names] } }] } } };
  const backend = fakeBackend({ [QUERY_RESOURCE]: () => values });
  setBackendSrv(backend);
  setTemplateSrv({
    getVariables: () => [],
    containsTemplate: () => false,
    updateTimeRange: () => undefined,
    replace: (text = '') => text,
  });
  return backend;
}

type Editor = ComponentType<QueryEditorProps<PerformanceDataSource, PerformanceQuery, PerformanceOptions>>;

/** Shows an editor that keeps what it is told, as Grafana does. */
export async function showEditor(Editor: Editor, saved: PerformanceQuery) {
  const datasource = new PerformanceDataSource(SETTINGS);
  const run = jest.fn();
  const latest: { current: PerformanceQuery } = { current: saved };
  const Host = () => {
    const [current, setCurrent] = useState(latest.current);
    latest.current = current;
    return <Editor query={current} datasource={datasource} onChange={setCurrent} onRunQuery={run} />;
  };
  const rendered = render(<Host />);
  // The pickers ask for their options as soon as they are there.
  await act(() => Promise.resolve());
  return { run, latest, ...rendered };
}

/** Opens a picker and chooses. */
export async function choose(name: string, option: RegExp | string) {
  const user = userEvent.setup();
  await user.click(screen.getByRole('combobox', { name }));
  await user.click(await screen.findByRole('option', { name: option }));
}
