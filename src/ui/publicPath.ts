import pluginJson from '../plugin.json';

// The variable of webpack's runtime that holds the path from which further files of an entry are loaded.
declare let __webpack_public_path__: string;

/**
 * Path of the app's files, given that of a nested plugin. The build puts what is loaded later beside the app's module.js,
 * while Grafana serves a nested plugin from a path of its own (grafana/plugin-tools#2172).
 */
export function appFilesPath(path: string): string {
  return path.replace(/\/plugins\/[^/]+\/(?:[^/]+\/)?$/, `/plugins/${pluginJson.id}/`);
}

// Outside webpack, in tests and on the stand-alone page, there is no such variable and no such problem.
if (typeof __webpack_public_path__ === 'string') {
  __webpack_public_path__ = appFilesPath(__webpack_public_path__);
}
