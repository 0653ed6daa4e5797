/**
 * A worker whose script may come from another origin, as that of a plugin on Grafana's CDN does: browsers refuse to start such a
 * script, but let a script of the page import it.
 */
export class Worker extends globalThis.Worker {
  constructor(script: URL | string, options?: WorkerOptions) {
    const { href, origin } = new URL(script, document.baseURI);
    if (origin === globalThis.location.origin) {
      super(href, options);
      return;
    }
    const url = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(href)});`], { type: 'text/javascript' }));
    super(url, options);
    URL.revokeObjectURL(url);
  }
}
