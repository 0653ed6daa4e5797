import { createDataFrame, FieldType } from '@grafana/data';
import type { BackendSrvRequest } from '@grafana/runtime';
import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import { FramedPage as mockFramedPage } from '../../testing/FramedPage.tsx';
import { queryAnswer } from '../../testing/queryAnswer.ts';
import { renderPage, ROUTE } from '../../testing/renderPage.tsx';
import InputsPage from './InputsPage.tsx';

// The package holds an empty shell of the page's frame, which Grafana fills at its start.
jest.mock('@grafana/runtime', () => ({ ...jest.requireActual('@grafana/runtime'), PluginPage: mockFramedPage }));

const text = (name: string, values: Array<string | null>) => ({ name, type: FieldType.string, values });

function answerTo({ data }: BackendSrvRequest) {
  const { check } = data.queries[0];
  const fields =
    check === 'inputs'
      ? [
          text('input', ['claude-flow:<b>x</b>']),
          text('state', ['degraded']),
          text('reason', ['The folder is gone: mount it again.']),
        ]
      : check === 'collector'
        ? [text('version', ['0.1.0']), text('state', ['ready'])]
        : [text('swarm_id', [])];
  return queryAnswer([createDataFrame({ fields })]);
}

it('shows each input with its reason, the collector, and how to find out more', async () => {
  const { container } = renderPage(<InputsPage />, { routes: { [ROUTE.query]: answerTo } });
  expect(
    await screen.findByRole('row', { name: /claude-flow:<b>x<\/b> degraded The folder is gone/ })
  ).toBeInTheDocument();
  expect(await screen.findByRole('row', { name: '0.1.0 ready' })).toBeInTheDocument();
  expect(await screen.findByText(/Of no swarm a pace is known/)).toBeInTheDocument();
  expect(screen.getByText('npx claude-flow-perf doctor')).toBeInTheDocument();
  expect((await axe(container)).violations).toEqual([]);
});
