import { useSyncExternalStore, type ReactNode } from 'react';
import { locationService, LocationServiceProvider } from '@grafana/runtime-real';
import { Router } from 'react-router-dom';

/** One router for our pages and for Grafana's location service. */
export function HostRouter({ children }: { children: ReactNode }) {
  const history = locationService.getHistory();
  const location = useSyncExternalStore(
    (onChange) => history.listen(onChange),
    () => history.location
  );
  return (
    <LocationServiceProvider service={locationService}>
      <Router navigator={history} location={location}>
        {children}
      </Router>
    </LocationServiceProvider>
  );
}
