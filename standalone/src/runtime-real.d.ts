/** @grafana/runtime itself: the page's own name for it stands for the shim. */
declare module '@grafana/runtime-real' {
  export * from '@grafana/runtime';
}
