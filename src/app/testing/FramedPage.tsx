import type { PluginPageProps } from '@grafana/runtime';

/** The frame of a page as far as our pages use it: its actions above its content. */
export function FramedPage({ actions, children }: PluginPageProps) {
  return (
    <main>
      {actions}
      {children}
    </main>
  );
}
