import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';
import type { ApiError, Layer } from '../api/errors.ts';

interface Props {
  error: ApiError;
  onRetry: () => void;
}

/** What failed, where, and what to do about it. */
export function ErrorState({ error, onRetry }: Props) {
  return (
    <Alert severity="error" title={error.message}>
      <Stack direction="column" alignItems="flex-start" gap={1}>
        <span>{error.action}</span>
        <span>{layerText(error.layer)}</span>
        <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
          {t('errors.retry', 'Try again')}
        </Button>
      </Stack>
    </Alert>
  );
}

function layerText(layer: Layer): string {
  switch (layer) {
    case 'browser':
      return t('errors.layer-browser', 'Failed between this browser and the server.');
    case 'grafana':
      return t('errors.layer-grafana', 'Failed in Grafana, before the collector was asked.');
    case 'collector':
      return t('errors.layer-collector', 'Failed at the collector, or on the way to it.');
  }
}
