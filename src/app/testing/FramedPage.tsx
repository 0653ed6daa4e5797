import type { PluginPageProps } from '@grafana/runtime';

/** The frame of a page as far as our pages use it: its own title, if it has one, and its actions above its content. */
export function FramedPage({ pageNav, actions, children }: PluginPageProps) {
  return (
    <main>
      {pageNav && <h1>{pageNav.text}</h1>}
      {actions}
      {children}
    </main>
  );
}
