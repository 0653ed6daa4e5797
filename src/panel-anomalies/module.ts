// Whatever is imported here statically lands in module.js, which Grafana loads before anything is shown: keep it to this.
import '../ui/publicPath.ts';
import pluginJson from './plugin.json';

const { initPluginTranslations } = await import('@grafana/i18n');
await initPluginTranslations(pluginJson.id);
const { createAnomaliesPanel } = await import('./createAnomaliesPanel.ts');

export const plugin = createAnomaliesPanel();
