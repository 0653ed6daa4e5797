import { useCallback } from 'react';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { testIds } from '../../../ui/testIds.ts';
import { useApi } from '../../ApiContext.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Page } from '../../components/Page.tsx';
import { Section } from '../../components/Section.tsx';
import { useLoad } from '../../hooks/useLoad.ts';
import { readContactPoints, readRules } from './alerting.ts';
import { ContactPoints } from './ContactPoints.tsx';
import { CreateMissing } from './CreateMissing.tsx';
import { RuleList } from './RuleList.tsx';

/** Our alert rules: which there are, in which state, what each means, and where their messages go. Grafana only. */
export default function AlertsPage() {
  const api = useApi();
  const [params] = useSearchParams();
  const rules = useLoad(readRules);
  const points = useLoad(readContactPoints);
  const reload = useCallback(() => rules.reload(), [rules]);
  const missing = rules.value?.rules.filter(({ state }) => state === undefined).map(({ rule }) => rule) ?? [];
  return (
    <Page data-testid={testIds.alerts.page}>
      <Section title={t('alerts.rules', 'Alert rules')}>
        {rules.error && <ErrorState error={rules.error} onRetry={rules.reload} />}
        {!rules.error && !rules.value && <LoadingPlaceholder text={t('alerts.loading', 'Asking Grafana…')} />}
        {!rules.error && rules.value && <RuleList rules={rules.value.rules} open={params.get('rule') ?? undefined} />}
        {!rules.error && api && missing.length > 0 && (
          <CreateMissing
            missing={missing}
            datasourceUid={api.uid}
            folderUid={rules.value?.folderUid}
            contactPoints={points.value ?? []}
            onCreated={reload}
          />
        )}
      </Section>
      <Section title={t('alerts.contact-points', 'Contact points')}>
        {points.error && <ErrorState error={points.error} onRetry={points.reload} />}
        {!points.error && !points.value && <LoadingPlaceholder text={t('alerts.loading', 'Asking Grafana…')} />}
        {!points.error && points.value && <ContactPoints points={points.value} />}
      </Section>
    </Page>
  );
}
