// What Grafana's server would have written into the page: where its files are, and settings that are not needed here.
window.__grafana_public_path__ = '/public/';
window.grafanaBootData = {
  assets: { dark: '', light: '' },
  navTree: [],
  settings: { appSubUrl: '', buildInfo: { version: '13.1.1', env: 'production' }, featureToggles: {} },
  user: { isSignedIn: false, orgRole: 'Admin', timezone: 'browser', locale: 'en-US', language: 'en-US' },
};
// Grafana's theme code validates with zod, which would otherwise try out whether it may compile code from strings.
window.__zod_globalConfig = { jitless: true };
