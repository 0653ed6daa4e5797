import { applyFieldOverrides, createTheme, FieldColorModeId, type DataFrame, type FieldConfig } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { rankingFrame, TIED_ROWS, type FrameOptions, type FrameRow } from '../testing/rankingFrame.ts';
import { buildRanking } from './buildRanking.ts';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions } from './model.ts';
import { RankingView } from './RankingView.tsx';

const theme = createTheme();

function show(frames: DataFrame[], options: Partial<RankingOptions> = {}) {
  const all = { ...DEFAULT_RANKING_OPTIONS, ...options };
  const prepared = applyFieldOverrides({
    data: frames,
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
    theme,
  });
  const result = buildRanking(prepared, all);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return render(<RankingView ranking={result.value} options={all} height={300} />);
}

const showRows = (rows: readonly FrameRow[], frame: FrameOptions = {}, options: Partial<RankingOptions> = {}) =>
  show([rankingFrame(rows, frame)], options);
const bodyRows = () => screen.getAllByRole('row').slice(1);
const cells = (row: HTMLElement) =>
  within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent);

describe('what a row says', () => {
  it('has place, name, topology, value in its unit, interval and sample size', () => {
    showRows(TIED_ROWS);
    const [first] = bodyRows();
    expect(within(first).getByRole('rowheader')).toHaveTextContent('mesh-1mesh');
    expect(cells(first)[0]).toContain('1–2');
    expect(cells(first)[1]).toContain('1 s');
    expect(within(first).getByRole('img')).toHaveAccessibleName('1 s, 95 % interval 900 ms to 1.10 s');
    expect(cells(first)[3]).toBe('40');
  });

  it('says "not measured" for what was not, and draws nothing for it', () => {
    showRows([
      { id: 'a', value: 10 },
      { id: 'b', value: null, rankLow: null, n: 3 },
    ]);
    const [, unknown] = bodyRows();
    expect(cells(unknown)[0]).toContain('–');
    expect(cells(unknown)[1]).toBe('not measured');
    expect(unknown.querySelectorAll('line')).toHaveLength(0);
  });

  it('shows the text that the field has for no value', () => {
    showRows([{ id: 'b', value: null, rankLow: null }], { config: { noValue: 'idle' } });
    expect(cells(bodyRows()[0])[1]).toBe('idle');
  });

  it('shows what a value is mapped to', () => {
    const mappings = [{ type: 'value', options: { '1000': { text: 'one second flat' } } }] as FieldConfig['mappings'];
    showRows(TIED_ROWS, { config: { mappings } });
    expect(cells(bodyRows()[0])[1]).toContain('one second flat');
  });

  it('marks the winner in words', () => {
    showRows(TIED_ROWS, { custom: { winner: { id: 'mesh-1', reason: 'mesh-1 is better than every other group' } } });
    expect(screen.getByText('Winner: mesh-1 is better than every other group.')).toBeInTheDocument();
    expect(within(bodyRows()[0]).getByText('winner')).toBeInTheDocument();
    expect(screen.getAllByText('winner')).toHaveLength(1);
  });
});

describe('options', () => {
  it('hides intervals and sample sizes', () => {
    showRows(TIED_ROWS, {}, { showInterval: false, showSamples: false });
    expect(screen.queryByRole('columnheader', { name: 'n' })).not.toBeInTheDocument();
    expect(screen.getAllByRole('img')[0]).toHaveAccessibleName('1 s');
    expect(document.querySelectorAll('line')).toHaveLength(0);
  });

  it('tells readers which column the rows are sorted by', () => {
    const { unmount } = showRows(TIED_ROWS);
    expect(screen.getByRole('columnheader', { name: 'Place' })).toHaveAttribute('aria-sort', 'ascending');
    unmount();
    showRows(TIED_ROWS, {}, { sort: 'desc' });
    expect(screen.getByRole('columnheader', { name: 'Task duration' })).toHaveAttribute('aria-sort', 'descending');
    expect(screen.getByRole('columnheader', { name: 'Place' })).not.toHaveAttribute('aria-sort');
  });

  it('counts the rows that the limit left out', () => {
    showRows(TIED_ROWS, {}, { limit: 2 });
    expect(bodyRows()).toHaveLength(2);
    expect(screen.getByText(/Rows not shown: 1\./)).toBeInTheDocument();
  });
});

describe('keyboard', () => {
  it('moves between rows with the arrow keys, Home and End, and is one tab stop', async () => {
    const user = userEvent.setup();
    showRows(TIED_ROWS);
    const [first, second, third] = bodyRows();
    await user.tab();
    expect(first).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(second).toHaveFocus();
    await user.keyboard('{End}');
    expect(third).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(third).toHaveFocus();
    await user.keyboard('{Home}{ArrowUp}');
    expect(first).toHaveFocus();
    await user.tab();
    expect(document.body).toHaveFocus();
  });

  it('reaches a data link of the active row with Tab, and follows it with Enter on the row', async () => {
    const user = userEvent.setup();
    const followed = jest.fn();
    document.addEventListener('click', (event) => {
      event.preventDefault();
      followed((event.target as HTMLElement).closest('a')?.getAttribute('href'));
    });
    showRows(TIED_ROWS, { config: { links: [{ title: 'Open', url: '/d/swarm/x' }] } });
    const [, second] = bodyRows();
    await user.tab();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(followed).toHaveBeenLastCalledWith('/d/swarm/x');
    await user.tab();
    expect(within(second).getByRole('link')).toHaveFocus();
  });

  it('opens a menu when a row has several links', async () => {
    const user = userEvent.setup();
    const links = ['Run', 'Log'].map((title) => ({ title, url: `/${title}` }));
    showRows(TIED_ROWS.slice(0, 1), { config: { links } });
    await user.click(screen.getByRole('button', { name: 'Links of mesh-1' }));
    expect(screen.getByRole('menuitem', { name: /Log/ })).toHaveAttribute('href', '/Log');
  });
});

describe('hostile data', () => {
  const NAMES = [
    '<img src=x onerror="alert(1)">',
    '__proto__',
    'x'.repeat(10_000),
    'سرب التجربة',
    'a\u202Eb',
    '',
    '{{name}} $t(x)',
  ];

  it('shows names as text and keeps them short', () => {
    showRows(
      NAMES.map((id, index) => ({ id, value: index + 1, topology: id, tiedWith: id })),
      {
        custom: { winner: { id: NAMES[0], reason: `${NAMES[0]} & co. win` } },
      }
    );
    const shown = bodyRows().map((row) => within(row).getByRole('rowheader').querySelector('bdi')?.textContent);
    expect(shown).toEqual([NAMES[0], NAMES[1], `${'x'.repeat(119)}…`, NAMES[3], NAMES[4], '(no name)', NAMES[6]]);
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByText(`Winner: ${NAMES[0]} & co. win.`)).toBeInTheDocument();
    expect(
      Math.max(
        ...[...document.querySelectorAll('[title]')].map((element) => element.getAttribute('title')?.length ?? 0)
      )
    ).toBeLessThan(600);
  });

  it('shows notices as text', () => {
    showRows(TIED_ROWS, { notices: [{ severity: 'warning', text: '<b>cut</b> at 5' }] });
    expect(within(screen.getByRole('list', { name: 'Notices' })).getByText('<b>cut</b> at 5')).toBeInTheDocument();
  });
});

it('says when the data are a demonstration', () => {
  showRows(TIED_ROWS, { custom: { demo: true } });
  expect(screen.getByRole('note')).toHaveTextContent('replayed recording, stub model');
});

it('says that there is no interval when the data have no samples', () => {
  const frame = rankingFrame(TIED_ROWS, { without: ['rank_low', 'rank_high'] });
  show([{ ...frame, name: 'other' }]);
  expect(screen.getByText('Ranked by value only. No interval: the data have no samples.')).toBeInTheDocument();
});

it('uses colours of the field, and the name that the user gave it', () => {
  showRows(TIED_ROWS, {
    config: { displayName: 'My metric', color: { mode: FieldColorModeId.Fixed, fixedColor: '#123456' } },
  });
  expect(screen.getByRole('columnheader', { name: 'My metric' })).toBeInTheDocument();
  expect(screen.getByRole('img', { name: /^1 s/ }).querySelectorAll('rect')[1]).toHaveAttribute('fill', '#123456');
});

it.each([
  ['plain', {}],
  ['with links', { config: { links: [{ title: 'Open', url: '/x' }] } }],
  ['with notices and a demo banner', { custom: { demo: true }, notices: [{ severity: 'info', text: 'cut' } as const] }],
])('has no accessibility violation: %s', async (_, frame) => {
  const { container } = showRows(TIED_ROWS, frame);
  expect((await axe(container)).violations).toEqual([]);
});
