// Stands in for @grafana/runtime on the stand-alone page. Two of its components are empty shells that Grafana fills at
// start through functions that the package does not export; here they are the host's own.
import { css } from '@emotion/css';
import type { PanelDataErrorViewProps } from '@grafana/runtime-real';
import { HostPage, type HostPageProps } from './HostPage.tsx';

const MESSAGE = css({ display: 'grid', placeItems: 'center', height: '100%', textAlign: 'center' });

export * from '@grafana/runtime-real';

export function PluginPage(props: HostPageProps) {
  return <HostPage {...props} />;
}

export function PanelDataErrorView({ message }: Pick<PanelDataErrorViewProps, 'message'>) {
  return (
    <div role="status" className={MESSAGE}>
      {message}
    </div>
  );
}
