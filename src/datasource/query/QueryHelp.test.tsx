import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MemoryRouter } from 'react-router-dom';
import { requestQuery } from '../../core/query/schema.ts';
import { createDataSourcePlugin } from '../createDataSourcePlugin.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import type { PerformanceQuery } from '../types.ts';
import { EXAMPLES, QueryHelp } from './QueryHelp.tsx';

function show(query?: PerformanceQuery) {
  const onClickExample = jest.fn();
  const datasource = {} as PerformanceDataSource;
  const view = render(
    <MemoryRouter>
      <QueryHelp datasource={datasource} query={query ?? { refId: 'A' }} onClickExample={onClickExample} />
    </MemoryRouter>
  );
  return { ...view, onClickExample };
}

it('has examples that the collector understands, and says of each what it asks', () => {
  show();
  expect(screen.getAllByRole('listitem')).toHaveLength(EXAMPLES.length);
  for (const example of EXAMPLES) {
    expect(requestQuery.safeParse(example).error).toBeUndefined();
  }
});

it('asks an example under the name of the query that is edited', async () => {
  const { onClickExample, container } = show({ refId: 'C' });
  await userEvent.click(screen.getByRole('button', { name: /^Ask: The newest finished tasks/ }));
  expect(onClickExample).toHaveBeenCalledWith(
    expect.objectContaining({ refId: 'C', type: 'tasks', limit: 100, filters: [expect.anything()] })
  );
  expect((await axe(container)).violations).toEqual([]);
});

it('is part of the data source', () => {
  expect(createDataSourcePlugin().components.QueryEditorHelp).toBe(QueryHelp);
});
