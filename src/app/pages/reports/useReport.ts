import { useCallback, useEffect, useRef, useState } from 'react';
import { toApiError } from '../../api/toApiError.ts';
import type { ApiError } from '../../api/errors.ts';
import type { PerformanceApi, Report, ReportProgress, ReportRequest } from '../../api/types.ts';

const ASK_MS = 1000;

interface ReportState {
  busy: boolean;
  progress?: ReportProgress;
  report?: Report;
  error?: ApiError;
}

/** Asks for a report and for how far it has come. An older one stays while a newer one is made. */
export function useReport(api: PerformanceApi) {
  const [state, setState] = useState<ReportState>({ busy: false });
  const running = useRef<AbortController>();

  const generate = useCallback(
    async (request: ReportRequest): Promise<Report | undefined> => {
      const controller = new AbortController();
      running.current = controller;
      // Only to be told apart from the reports of others: Grafana may be served where browsers make no secure ids.
      const job = `page-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
      setState((before) => ({ ...before, busy: true, progress: undefined, error: undefined }));
      const asking = setInterval(() => {
        api.reportProgress(job).then(
          (progress) => setState((now) => (running.current === controller ? { ...now, progress } : now)),
          // The report itself says what is wrong with the collector.
          () => undefined
        );
      }, ASK_MS);
      try {
        const report = await api.report(request, job, controller.signal);
        setState({ busy: false, report });
        return report;
      } catch (error) {
        setState((before) =>
          controller.signal.aborted ? { busy: false, report: before.report } : { busy: false, error: toApiError(error) }
        );
        return undefined;
      } finally {
        clearInterval(asking);
        running.current = undefined;
      }
    },
    [api]
  );
  const cancel = useCallback(() => running.current?.abort(), []);
  // Nobody waits for it on another page.
  useEffect(() => cancel, [cancel]);
  return { ...state, generate, cancel };
}
