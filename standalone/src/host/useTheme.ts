import { useCallback, useState } from 'react';
import { createTheme, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime-real';

export type ThemeMode = 'dark' | 'light';

const STORAGE_KEY = 'claude-flow-performance.theme';

/** The theme that the reader chose, else the one of the system. */
export function useTheme(): { theme: GrafanaTheme2; mode: ThemeMode; toggle: () => void } {
  const [state, setState] = useState(() => applied(initialMode()));
  const { mode } = state;

  const toggle = useCallback(() => {
    const next = mode === 'dark' ? 'light' : 'dark';
    localStorage.setItem(STORAGE_KEY, next);
    setState(applied(next));
  }, [mode]);
  return { ...state, toggle };
}

/** Parts of Grafana's libraries read the theme from the configuration and not from React. */
function applied(mode: ThemeMode): { theme: GrafanaTheme2; mode: ThemeMode } {
  const theme = createTheme({ colors: { mode } });
  config.theme2 = theme;
  document.documentElement.style.colorScheme = mode;
  return { theme, mode };
}

function initialMode(): ThemeMode {
  const chosen = localStorage.getItem(STORAGE_KEY);
  if (chosen === 'dark' || chosen === 'light') {
    return chosen;
  }
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}
