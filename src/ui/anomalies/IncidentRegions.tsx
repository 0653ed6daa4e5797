import { useLayoutEffect, useRef } from 'react';
import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import { severityColor } from './severity.ts';
import type { FoundIncident } from './describe.ts';

const OPACITY = 0.18;
/** Canvas pixels, so that an incident of one point is seen as well. */
const LEAST_WIDTH = 3;

interface Props {
  config: UPlotConfigBuilder;
  incidents: readonly FoundIncident[];
}

/** Shades the time of incidents behind the lines, coloured by severity. */
export function IncidentRegions({ config, incidents }: Props) {
  const theme = useTheme2();
  // The hook lives as long as the drawing's configuration, which outlives the incidents.
  const shown = useRef(incidents);
  useLayoutEffect(() => {
    shown.current = incidents;
  }, [incidents]);
  useLayoutEffect(() => {
    config.addHook('drawAxes', ({ ctx, bbox, valToPos }) => {
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      for (const { incident } of shown.current) {
        const left = valToPos(incident.start, 'x', true);
        const width = Math.max(LEAST_WIDTH, valToPos(incident.end, 'x', true) - left);
        ctx.fillStyle = shade(theme, incident.severity);
        ctx.fillRect(left - LEAST_WIDTH / 2, bbox.top, width, bbox.height);
      }
      ctx.restore();
    });
  }, [config, theme]);
  return null;
}

function shade(theme: GrafanaTheme2, severity: FoundIncident['incident']['severity']): string {
  return colorManipulator.alpha(severityColor(theme, severity), OPACITY);
}
