import { lazy, Suspense } from 'react';
import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { Navigate, Route, Routes } from 'react-router-dom';
import { ApiProvider } from './ApiContext.tsx';
import { readSettings } from './api/settings.ts';
import { pageUrl, ROUTES } from './constants.ts';

const OverviewPage = lazy(() => import('./pages/overview/OverviewPage.tsx'));
const SwarmPage = lazy(() => import('./pages/swarm/SwarmPage.tsx'));
const ComparePage = lazy(() => import('./pages/compare/ComparePage.tsx'));
const InputsPage = lazy(() => import('./pages/inputs/InputsPage.tsx'));
const AlertsPage = lazy(() => import('./pages/alerts/AlertsPage.tsx'));
const ReportsPage = lazy(() => import('./pages/reports/ReportsPage.tsx'));

export default function App({ meta }: Pick<AppRootProps, 'meta'>) {
  return (
    <ApiProvider settings={readSettings(meta.jsonData)}>
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Routes>
          <Route path={ROUTES.overview} element={<OverviewPage />} />
          <Route path={`${ROUTES.swarms}/:id`} element={<SwarmPage />} />
          <Route path={ROUTES.compare} element={<ComparePage />} />
          <Route path={ROUTES.inputs} element={<InputsPage />} />
          <Route path={ROUTES.alerts} element={<AlertsPage />} />
          <Route path={ROUTES.reports} element={<ReportsPage />} />
          <Route path="*" element={<Navigate to={pageUrl('overview')} replace />} />
        </Routes>
      </Suspense>
    </ApiProvider>
  );
}
