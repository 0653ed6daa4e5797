import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ClipboardButton, Input, useStyles2 } from '@grafana/ui';
import { Picker } from '../Picker.tsx';
import { rowsAsCsv, rowsAsJson } from './exportRows.ts';
import type { Ranking } from './model.ts';

interface Props {
  choices: Array<{ value: string; label: string }>;
  chosen: string;
  onChoose: (id: string) => void;
  search: string;
  onSearch: (text: string) => void;
  /** What is copied: the rows that were found, as they are ordered. */
  all: () => Ranking;
}

/** What the rows are ranked by, a search, and the rows for elsewhere. */
export function RankingToolbar({ choices, chosen, onChoose, search, onSearch, all }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div role="group" aria-label={t('ranking.toolbar.label', 'Ranking')} className={styles}>
      {choices.length > 1 && (
        <Picker label={t('ranking.toolbar.by', 'Ranked by')} value={chosen} options={choices} onChange={onChoose} />
      )}
      <Input
        type="search"
        aria-label={t('ranking.toolbar.search', 'Search rows')}
        placeholder={t('ranking.toolbar.search', 'Search rows')}
        value={search}
        width={20}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      <ClipboardButton size="sm" variant="secondary" fill="text" icon="copy" getText={() => rowsAsCsv(all())}>
        {t('ranking.toolbar.csv', 'Copy CSV')}
      </ClipboardButton>
      <ClipboardButton size="sm" variant="secondary" fill="text" icon="copy" getText={() => rowsAsJson(all())}>
        {t('ranking.toolbar.json', 'Copy JSON')}
      </ClipboardButton>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) });
