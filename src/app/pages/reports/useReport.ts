import { useCallback, useState } from 'react';
import { toApiError } from '../../api/toApiError.ts';
import type { ApiError } from '../../api/errors.ts';
import type { PerformanceApi, Report, ReportRequest } from '../../api/types.ts';

interface ReportState {
  busy: boolean;
  report?: Report;
  error?: ApiError;
}

/** Asks for a report. An older one stays while a newer one is made. */
export function useReport(api: PerformanceApi) {
  const [state, setState] = useState<ReportState>({ busy: false });

  const generate = useCallback(
    async (request: ReportRequest): Promise<Report | undefined> => {
      setState((before) => ({ ...before, busy: true }));
      try {
        const report = await api.report(request);
        setState({ busy: false, report });
        return report;
      } catch (error) {
        setState({ busy: false, error: toApiError(error) });
        return undefined;
      }
    },
    [api]
  );
  return { ...state, generate };
}
