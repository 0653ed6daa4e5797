import { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { ClipboardButton, Stack } from '@grafana/ui';
import { DEFAULT_QUERY } from '../../../core/query/model.ts';
import { testIds } from '../../../ui/testIds.ts';
import { useApi } from '../../ApiContext.tsx';
import type { PerformanceApi } from '../../api/types.ts';
import { NoDataSource } from '../../components/EmptyStates.tsx';
import { FrameTable } from '../../components/FrameTable.tsx';
import { HowToSend } from '../../components/HowToSend.tsx';
import { Page } from '../../components/Page.tsx';
import { QuerySection } from '../../components/QuerySection.tsx';
import { Section } from '../../components/Section.tsx';
import { TimeActions } from '../../components/TimeActions.tsx';
import { useTimeWindow, type TimeWindow } from '../../hooks/useTimeWindow.ts';

const INPUTS = { ...DEFAULT_QUERY, type: 'health' as const, check: 'inputs' as const };
const COLLECTOR = { ...INPUTS, check: 'collector' as const };
const STALLED = { ...INPUTS, check: 'stalled' as const };
const DOCTOR = 'npx claude-flow-perf doctor';

/** What the collector takes in, what each input lacks, and how to find out more. */
export default function InputsPage() {
  const api = useApi();
  const time = useTimeWindow();
  return (
    <Page actions={api && <TimeActions time={time} />} data-testid={testIds.inputs.page}>
      {api ? <Inputs api={api} time={time} /> : <NoDataSource />}
    </Page>
  );
}

function Inputs({ api, time: { window } }: { api: PerformanceApi; time: TimeWindow }) {
  const titles = useMemo(
    () => ({
      inputs: t('inputs.title', 'Inputs'),
      collector: t('inputs.collector', 'Collector'),
      stalled: t('inputs.stalled', 'Swarms at work without finishing anything'),
    }),
    []
  );
  return (
    <>
      <QuerySection title={titles.inputs} api={api} query={INPUTS} window={window}>
        {([frame]) => (
          <FrameTable frame={frame} label={titles.inputs} empty={t('inputs.none', 'The collector has no input.')} />
        )}
      </QuerySection>
      <QuerySection title={titles.collector} api={api} query={COLLECTOR} window={window}>
        {([frame]) => <FrameTable frame={frame} label={titles.collector} empty="" />}
      </QuerySection>
      <QuerySection title={titles.stalled} api={api} query={STALLED} window={window}>
        {([frame]) => (
          <FrameTable
            frame={frame}
            label={titles.stalled}
            empty={t(
              'inputs.no-pace',
              'Of no swarm a pace is known: that takes five finished tasks that are not all of one minute.'
            )}
          />
        )}
      </QuerySection>
      <Section title={t('inputs.doctor', 'Something is missing?')}>
        <Stack direction="column" gap={2}>
          <p>
            {t(
              'inputs.doctor-text',
              'The doctor checks sender, collector and the way between them, and sends a marked record all the way. Run it where Claude Code or claude-flow runs:'
            )}
          </p>
          <Stack gap={2} alignItems="center">
            <code>{DOCTOR}</code>
            <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => DOCTOR}>
              {t('send.copy', 'Copy')}
            </ClipboardButton>
          </Stack>
          <HowToSend />
        </Stack>
      </Section>
    </>
  );
}
