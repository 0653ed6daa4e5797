import { useCallback } from 'react';
import { Button, LoadingPlaceholder } from '@grafana/ui';
import { createApi } from '../../../src/app/api/client.ts';
import { HowToSend } from '../../../src/app/components/HowToSend.tsx';
import { Section } from '../../../src/app/components/Section.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import { checkLayers } from '../../../src/app/pages/configuration/checkLayers.ts';
import { HealthList } from '../../../src/app/pages/configuration/HealthList.tsx';
import { HOST_DATASOURCE_UID } from '../host/collectorPath.ts';

/** Health and how to send data. There is no data source to choose outside Grafana. */
export default function ConnectionPage() {
  const load = useCallback(() => checkLayers(createApi(HOST_DATASOURCE_UID)), []);
  const { value: checks, loading, reload } = useLoad(load);
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
      <Section
        title="Health"
        actions={
          <Button size="sm" variant="secondary" icon="sync" onClick={reload} disabled={loading}>
            Check again
          </Button>
        }
      >
        {checks ? <HealthList checks={checks} /> : <LoadingPlaceholder text="Checking…" />}
      </Section>
      <Section title="Send data">
        <HowToSend />
      </Section>
    </div>
  );
}
