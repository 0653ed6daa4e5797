import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { giveElementsASize } from '../../ui/testing/layout.ts';
import { choose, installGrafana, showEditor } from '../testing/editor.tsx';
import { VariableEditor } from './VariableEditor.tsx';

beforeAll(giveElementsASize);

beforeEach(() => {
  installGrafana(['mesh-1']);
});

it('lists the swarms when nothing was saved yet', async () => {
  await showEditor(VariableEditor, { refId: '' });
  expect(screen.getByRole('combobox', { name: 'Names of' })).toHaveValue('Swarms');
  expect(screen.queryByRole('combobox', { name: 'Swarms' })).not.toBeInTheDocument();
});

it('lists other names, of some swarms, and runs the query with every change', async () => {
  const { latest, run } = await showEditor(VariableEditor, { refId: '' });
  await choose('Names of', 'Agents');
  await choose('Swarms', 'mesh-1');
  expect(latest.current).toMatchObject({ type: 'values', valuesOf: 'agent', swarms: ['mesh-1'] });
  expect(run).toHaveBeenCalledTimes(2);
});

it('takes another variable among the swarms', async () => {
  const user = userEvent.setup();
  const { latest } = await showEditor(VariableEditor, { refId: '', type: 'values', valuesOf: 'model' });
  await user.type(screen.getByRole('combobox', { name: 'Swarms' }), '$swarm');
  await user.click(await screen.findByRole('option', { name: /\$swarm/ }));
  expect(latest.current.swarms).toEqual(['$swarm']);
});

it('searches by a part of the name', async () => {
  const user = userEvent.setup();
  const { latest, run } = await showEditor(VariableEditor, { refId: '' });
  const search = screen.getByRole('textbox', { name: 'Containing' });
  await user.type(search, 'team-');
  await user.tab();
  expect(latest.current.search).toBe('team-');
  await user.clear(search);
  await user.tab();
  expect(latest.current.search).toBeUndefined();
  await user.click(search);
  await user.tab();
  expect(run).toHaveBeenCalledTimes(2);
});

it('has no accessibility violation', async () => {
  const { container } = await showEditor(VariableEditor, { refId: '', type: 'values', valuesOf: 'agent' });
  expect((await axe(container)).violations).toEqual([]);
});
