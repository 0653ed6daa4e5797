import { lazy, Suspense } from 'react';
import { PluginType, ThemeContext, type AppPluginMeta } from '@grafana/data';
import { ErrorBoundaryAlert, GlobalStyles, LoadingPlaceholder, ModalsProvider, PortalContainer } from '@grafana/ui';
import { Navigate, Route, Routes } from 'react-router-dom';
import { pageUrl, PLUGIN_BASE_URL, PLUGIN_ID } from '../../../src/app/constants.ts';
import { plugin as app } from '../../../src/module.tsx';
import { HostPage } from '../host/HostPage.tsx';
import { HostRouter } from '../host/HostRouter.tsx';
import {
  ANOMALIES_PATH,
  COMPARISONS_PATH,
  CONNECTION_PATH,
  RANKINGS_PATH,
  SYNTHETIC_PANELS_PATH,
  SYNTHETIC_PATH,
} from '../host/pages.ts';
import { KeyPrompt } from '../host/KeyPrompt.tsx';
import { useTheme } from '../host/useTheme.ts';
import { Shell } from './Shell.tsx';

const RankingsPage = lazy(() => import('./RankingsPage.tsx'));
const AnomaliesPage = lazy(() => import('./AnomaliesPage.tsx'));
const ComparisonsPage = lazy(() => import('./ComparisonsPage.tsx'));
const ConnectionPage = lazy(() => import('./ConnectionPage.tsx'));
const SyntheticPanelsPage = lazy(() => import('./SyntheticPanelsPage.tsx'));
const SyntheticPage = lazy(() => import('./SyntheticPage.tsx'));

/** The app's description, as Grafana would pass it to the app's pages. */
const META: AppPluginMeta = {
  id: PLUGIN_ID,
  name: 'Claude-Flow Performance',
  type: PluginType.app,
  module: '',
  baseUrl: '',
  info: {
    author: { name: '' },
    description: '',
    links: [],
    logos: { small: '', large: '' },
    screenshots: [],
    updated: '',
    version: '',
  },
};

export function Root() {
  const { theme, mode, toggle } = useTheme();
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <ModalsProvider>
        <HostRouter>
          <Shell mode={mode} onToggleTheme={toggle}>
            <ErrorBoundaryAlert>
              <Suspense fallback={<LoadingPlaceholder text="" />}>
                <Routes>
                  <Route path={`${PLUGIN_BASE_URL}/*`} element={<AppPages />} />
                  <Route path={RANKINGS_PATH} element={<RankingsPage />} />
                  <Route path={COMPARISONS_PATH} element={<ComparisonsPage />} />
                  <Route path={ANOMALIES_PATH} element={<AnomaliesPage />} />
                  <Route path={SYNTHETIC_PANELS_PATH} element={<SyntheticPanelsPage />} />
                  <Route path={SYNTHETIC_PATH} element={<SyntheticPage />} />
                  <Route
                    path={CONNECTION_PATH}
                    element={
                      <HostPage>
                        <ConnectionPage />
                      </HostPage>
                    }
                  />
                  <Route path="*" element={<Navigate to={pageUrl('overview')} replace />} />
                </Routes>
              </Suspense>
            </ErrorBoundaryAlert>
          </Shell>
          <KeyPrompt />
        </HostRouter>
      </ModalsProvider>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function AppPages() {
  const Pages = app.root;
  return Pages ? (
    <Pages meta={META} basename={PLUGIN_BASE_URL} onNavChanged={() => undefined} query={{}} path="" />
  ) : null;
}
