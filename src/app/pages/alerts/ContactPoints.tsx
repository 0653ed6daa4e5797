import { useState } from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';
import { shorten, verbatim } from '../../../ui/text.ts';
import type { ApiError } from '../../api/errors.ts';
import { toApiError } from '../../api/toApiError.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { sendTest, type ContactPoint } from './alerting.ts';

/** Where messages can go, and a test message to each. */
export function ContactPoints({ points }: { points: readonly ContactPoint[] }) {
  const [tested, setTested] = useState<{ point: ContactPoint; error?: ApiError }>();
  const test = async (point: ContactPoint) => {
    try {
      await sendTest(point);
      setTested({ point });
    } catch (failure) {
      setTested({ point, error: toApiError(failure) });
    }
  };
  if (points.length === 0) {
    return (
      <p>
        {t(
          'alerts.no-contact-points',
          'This Grafana has no contact point: add one under Alerting, or mount the provisioning files.'
        )}
      </p>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      {tested?.error && <ErrorState error={tested.error} onRetry={() => void test(tested.point)} />}
      {tested && !tested.error && (
        <Alert
          severity="success"
          title={t(
            'alerts.tested',
            'The test message to {{name}} was sent.',
            verbatim({ name: shorten(tested.point.name, 80) })
          )}
        />
      )}
      {points.map((point) => (
        <Stack key={point.uid} gap={1} alignItems="center">
          <bdi>{shorten(point.name, 80)}</bdi>
          <span>{shorten(point.type, 40)}</span>
          <Button
            size="sm"
            variant="secondary"
            onClick={() => void test(point)}
            aria-label={t(
              'alerts.test-label',
              'Send a test message to {{name}}',
              verbatim({ name: shorten(point.name, 80) })
            )}
          >
            {t('alerts.test', 'Send a test message')}
          </Button>
        </Stack>
      ))}
    </Stack>
  );
}
