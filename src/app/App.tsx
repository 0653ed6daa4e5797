import { lazy, Suspense } from 'react';
import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { Navigate, Route, Routes } from 'react-router-dom';
import { ApiProvider } from './ApiContext.tsx';
import { readSettings } from './api/settings.ts';
import { pageUrl, ROUTES } from './constants.ts';

const OverviewPage = lazy(() => import('./pages/overview/OverviewPage.tsx'));
const ReportsPage = lazy(() => import('./pages/reports/ReportsPage.tsx'));

export default function App({ meta }: Pick<AppRootProps, 'meta'>) {
  return (
    <ApiProvider settings={readSettings(meta.jsonData)}>
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Routes>
          <Route path={ROUTES.overview} element={<OverviewPage />} />
          <Route path={ROUTES.reports} element={<ReportsPage />} />
          <Route path="*" element={<Navigate to={pageUrl('overview')} replace />} />
        </Routes>
      </Suspense>
    </ApiProvider>
  );
}
