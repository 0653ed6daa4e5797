import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { CodeEditor } from '@grafana/ui';
import { giveElementsASize } from '../../ui/testing/layout.ts';
import { choose, installGrafana, showEditor } from '../testing/editor.tsx';
import type { PerformanceQuery } from '../types.ts';
import { QueryEditor } from './QueryEditor.tsx';

// The real one loads a worker and measures text, which jsdom cannot; a text area keeps its contract.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  CodeEditor: ({ value, onChange, onBlur }: React.ComponentProps<typeof CodeEditor>) => (
    <textarea
      aria-label="Query as JSON"
      value={value}
      onChange={({ currentTarget }) => onChange?.(currentTarget.value)}
      onBlur={() => onBlur?.('')}
    />
  ),
}));

const show = (query: Partial<PerformanceQuery> = {}) => showEditor(QueryEditor, { refId: 'A', ...query });
const code = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Query as JSON' });

async function write(text: string) {
  const user = userEvent.setup();
  await user.clear(code());
  await user.click(code());
  await user.paste(text);
  await user.tab();
}

beforeAll(giveElementsASize);
beforeEach(() => void installGrafana(['mesh-1']));

it('changes to code and back without a change of the query', async () => {
  const saved: Partial<PerformanceQuery> = { type: 'trend', swarms: ['a'], minPoints: 7 };
  const { latest, run } = await show(saved);
  await userEvent.click(screen.getByRole('radio', { name: 'Code' }));
  expect(JSON.parse(code().value)).toMatchObject(saved);
  await userEvent.click(screen.getByRole('radio', { name: 'Builder' }));
  expect(latest.current).toEqual({ refId: 'A', ...saved, editorMode: 'builder' });
  expect(run).not.toHaveBeenCalled();
});

it('runs what is written, and the builder shows it', async () => {
  const { latest, run } = await show({ editorMode: 'code' });
  await write('{"type":"ranking","metric":"error_rate","minPoints":9}');
  expect(run).toHaveBeenCalledTimes(1);
  expect(latest.current).toEqual({
    refId: 'A',
    editorMode: 'code',
    type: 'ranking',
    metric: 'error_rate',
    minPoints: 9,
  });
  await userEvent.click(screen.getByRole('radio', { name: 'Builder' }));
  expect(screen.getByRole('combobox', { name: 'Show' })).toHaveValue('Ranking');
  await choose('Metric', 'Task duration');
  expect(latest.current).toMatchObject({ minPoints: 9 });
});

it('says what cannot be read, runs nothing and loses none of it', async () => {
  const { latest, run } = await show({ editorMode: 'code', type: 'swarms' });
  await write('{"type":"swarm"}');
  expect(await screen.findByText(/“type” has to be one of swarms, tasks/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Builder' }));
  expect(screen.getByText(/cannot show this before/)).toBeInTheDocument();
  expect(code()).toHaveValue('{"type":"swarm"}');
  expect(latest.current).toMatchObject({ type: 'swarms', editorMode: 'code' });
  expect(run).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Discard what was written' }));
  expect(JSON.parse(code().value)).toMatchObject({ type: 'swarms' });
});

it('shows a saved query as code that no field could show', async () => {
  const broken: object = { filters: 'none', editorMode: 'builder' };
  const { container } = await show(broken);
  expect(code().value).toContain('"filters": "none"');
  expect(screen.getByText(/“filters” has to be a list of filters/)).toBeInTheDocument();
  expect((await axe(container)).violations).toEqual([]);
});
