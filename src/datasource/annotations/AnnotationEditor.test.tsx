import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import { giveElementsASize } from '../../ui/testing/layout.ts';
import { choose, installGrafana, showEditor } from '../testing/editor.tsx';
import { AnnotationEditor } from './AnnotationEditor.tsx';

beforeAll(giveElementsASize);
beforeEach(() => void installGrafana(['mesh-1']));

it('marks everything at first, and after a preset only that, with the fields that matter for it', async () => {
  const { latest, run, container } = await showEditor(AnnotationEditor, { refId: '' });
  expect(screen.getByRole('combobox', { name: 'Mark' })).toHaveValue('Everything');
  expect(screen.queryByRole('combobox', { name: 'Show' })).not.toBeInTheDocument();
  expect(screen.getByRole('combobox', { name: 'Method' })).toBeInTheDocument();
  await choose('Mark', 'Deploy markers');
  expect(latest.current).toMatchObject({ type: 'annotations', annotationsOf: ['marker'] });
  expect(run).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('combobox', { name: 'Method' })).not.toBeInTheDocument();
  expect(screen.getByText(/Events to mark in graphs: Markers\./)).toBeInTheDocument();
  expect((await axe(container)).violations).toEqual([]);
});
