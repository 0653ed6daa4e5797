// Whatever is imported here statically lands in module.js, which Grafana loads at its start: pages are loaded when shown.
import { lazy, Suspense } from 'react';
import {
  AppPlugin,
  PluginExtensionPoints,
  type AppRootProps,
  type PluginConfigPageProps,
  type AppPluginMeta,
} from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { comparePath } from './extensions/links.ts';
import pluginJson from './plugin.json';

let translations: Promise<unknown> | undefined;

function translated(): Promise<unknown> {
  translations ??= import('@grafana/i18n').then(({ initPluginTranslations }) => initPluginTranslations(pluginJson.id));
  return translations;
}

const LazyApp = lazy(async () => {
  await translated();
  return import('./app/App.tsx');
});

const LazyConfiguration = lazy(async () => {
  await translated();
  return import('./app/pages/configuration/ConfigurationPage.tsx');
});

const App = (props: AppRootProps) => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <LazyApp {...props} />
  </Suspense>
);

const Configuration = (props: PluginConfigPageProps<AppPluginMeta>) => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <LazyConfiguration {...props} />
  </Suspense>
);

export const plugin = new AppPlugin()
  .setRootPage(App)
  .addConfigPage({
    title: 'Configuration',
    icon: 'cog',
    body: Configuration,
    id: 'configuration',
  })
  .addLink({
    // The same words as in plugin.json, or Grafana leaves the link out.
    title: 'Compare these swarms',
    description: 'Opens the comparison of the swarms that are shown',
    targets: [PluginExtensionPoints.DashboardPanelMenu, PluginExtensionPoints.ExploreToolbarAction],
    icon: 'exchange-alt',
    path: '/a/claudeflow-performance-app/compare',
    configure: (context) => {
      const path = comparePath(context);
      return path === undefined ? undefined : { path };
    },
  });
