import { t } from '@grafana/i18n';
import { Button, EmptyState, LinkButton, Stack } from '@grafana/ui';
import { CONFIGURATION_URL, NEW_DATASOURCE_URL } from '../constants.ts';
import { HowToSend } from './HowToSend.tsx';

export function NothingReceived() {
  return (
    <EmptyState variant="call-to-action" hideImage message={t('empty.nothing', 'Nothing received yet')}>
      <HowToSend />
    </EmptyState>
  );
}

export function NothingInRange({ onShowAll }: { onShowAll: () => void }) {
  return (
    <EmptyState
      variant="not-found"
      hideImage
      message={t('empty.range', 'No swarm has data in this time range')}
      button={
        <Button variant="secondary" onClick={onShowAll}>
          {t('empty.show-all', 'Show everything stored')}
        </Button>
      }
    />
  );
}

export function NoDataSource() {
  return (
    <EmptyState
      variant="call-to-action"
      hideImage
      message={t('empty.data-source', 'No Claude-Flow Performance data source yet')}
      button={
        <Stack gap={1} justifyContent="center">
          <LinkButton href={NEW_DATASOURCE_URL} icon="plus">
            {t('empty.create-data-source', 'Add the data source')}
          </LinkButton>
          <LinkButton href={CONFIGURATION_URL} variant="secondary">
            {t('empty.configure', 'Open the configuration')}
          </LinkButton>
        </Stack>
      }
    >
      {t(
        'empty.data-source-hint',
        'The pages of this app read from a collector, which a data source of this type points to.'
      )}
    </EmptyState>
  );
}
