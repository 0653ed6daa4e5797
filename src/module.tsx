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
import type { SwarmRankingProps } from './app/exposed/types.ts';
import { alertPath, shownPath } from './extensions/links.ts';
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

const LazySwarmRanking = lazy(async () => {
  await translated();
  return import('./app/exposed/SwarmRanking.tsx');
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

const SwarmRanking = (props: SwarmRankingProps) => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <LazySwarmRanking {...props} />
  </Suspense>
);

const APP = `/a/${pluginJson.id}`;

/** A link where panels and Explore show something. Its words are those of plugin.json, or Grafana leaves it out. */
function shown(title: string, description: string) {
  const targets = [PluginExtensionPoints.DashboardPanelMenu, PluginExtensionPoints.ExploreToolbarAction];
  return { title, description, targets };
}

/** Opens a page from the command palette, which up to Grafana 12.3 at least does not follow a link's path. */
function open(page: string) {
  return () => {
    void import('@grafana/runtime').then(({ locationService }) => locationService.push(`${APP}/${page}`));
  };
}

/** No path means no link. */
function to(path: string | undefined) {
  return path === undefined ? undefined : { path };
}

export const plugin = new AppPlugin()
  .setRootPage(App)
  .addConfigPage({
    title: 'Configuration',
    icon: 'cog',
    body: Configuration,
    id: 'configuration',
  })
  .addLink({
    ...shown('Compare these swarms', 'Opens the comparison of the swarms that are shown'),
    icon: 'exchange-alt',
    path: `${APP}/compare`,
    configure: (context) => to(shownPath('compare', context)),
  })
  .addLink({
    ...shown('Report on these swarms', 'Opens the report on the swarms that are shown'),
    icon: 'file-alt',
    path: `${APP}/reports`,
    configure: (context) => to(shownPath('reports', context)),
  })
  .addLink({
    title: 'Swarm of this alert',
    description: 'Opens the page of the swarm that the alert is about',
    targets: [PluginExtensionPoints.AlertInstanceAction],
    icon: 'users-alt',
    path: `${APP}/swarms`,
    configure: (context) => to(alertPath(context)),
  })
  .addLink({
    title: 'Compare swarms of agents',
    description: 'Which swarm does the work better, and whether the difference is real',
    targets: [PluginExtensionPoints.CommandPalette],
    category: pluginJson.name,
    onClick: open('compare'),
  })
  .addLink({
    title: 'Report on swarms of agents',
    description: 'A report to read, download and send',
    targets: [PluginExtensionPoints.CommandPalette],
    category: pluginJson.name,
    onClick: open('reports'),
  })
  .addLink({
    title: 'State of the inputs of swarms',
    description: 'What telemetry arrives, and what to do where none does',
    targets: [PluginExtensionPoints.CommandPalette],
    category: pluginJson.name,
    onClick: open('inputs'),
  })
  .exposeComponent<SwarmRankingProps>({
    id: 'claudeflow-performance-app/swarm-ranking/v1',
    title: 'Swarm ranking',
    description: 'Swarms ranked by a metric, with intervals and ties, for the pages of other apps',
    component: SwarmRanking,
  });
