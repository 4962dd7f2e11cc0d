import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { unexpected } from './model/failure';
import type { Route } from './model/route';
import { hrefOf, routeOf } from './model/route';
import { Heading, Problem } from './ui/layout';
import { Go } from './ui/text';
import { Top } from './ui/top';
import { Alerts } from './views/alerts';
import { CostsView } from './views/costs';
import { DatasetView } from './views/dataset';
import { ForecastOfRun, Forecasts } from './views/forecast';
import { HealthView } from './views/health';
import { JobsView } from './views/jobs';
import { ModelsView } from './views/models';
import { Overview } from './views/overview';
import { PipelineView } from './views/pipeline';
import { Rejected } from './views/rejected';
import { RunView } from './views/run';
import { Runs } from './views/runs';
import { TrendView } from './views/trend';

/** The whole page: the frame, and the place that the address names. */
export const App = (): JSX.Element => {
  const route = useRoute();
  return (
    <>
      <a class="skip" href={hrefOf(route)} onClick={skipToContent}>
        Skip to content
      </a>
      <Top route={route} />
      <main>
        <div key={placeKey(route)}>
          <Guarded>
            <Place route={route} />
          </Guarded>
        </div>
      </main>
      <footer>
        Times are in your time zone ({Intl.DateTimeFormat().resolvedOptions().timeZone}); hover over one for UTC. The page renews
        itself.
      </footer>
    </>
  );
};

/** A place that cannot be shown says so, and leaves the rest of the page as it is. */
const Guarded = ({ children }: { readonly children: ComponentChildren }): JSX.Element => {
  const [error] = useErrorBoundary();
  return error === undefined ? <div class="view">{children}</div> : <Problem failure={unexpected(error)} />;
};

const skipToContent = (event: Event): void => {
  event.preventDefault();
  focusHeading();
};

const focusHeading = (): void => document.querySelector('h1')?.focus({ preventScroll: true });

/** Scrolls the list of places only: `scrollIntoView` would move where the Tab key begins. */
const showInNavigation = (): void => {
  const link = document.querySelector<HTMLElement>('.nav [aria-current]');
  const list = link?.closest('ul');
  list?.scrollTo({ left: (link?.offsetLeft ?? 0) - (list.clientWidth - (link?.offsetWidth ?? 0)) / 2 });
};

const useRoute = (): Route => {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  const key = placeKey(route);
  const before = useRef(key);
  useEffect(() => {
    const onChange = (): void => setRoute(routeOf(location.hash));
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  useEffect(() => {
    showInNavigation();
    if (before.current === key) return;
    before.current = key;
    scrollTo(0, 0);
    focusHeading();
  }, [key]);
  return route;
};

/** What makes a place another one; filters and pages of a list do not. */
const placeKey = (route: Route): string => {
  switch (route.at) {
    case 'run':
    case 'forecast':
      return `${route.at} ${route.runId}`;
    case 'pipeline':
    case 'trend':
      return `${route.at} ${route.pipeline}`;
    case 'dataset':
      return `dataset ${route.key}`;
    default:
      return route.at;
  }
};

const Place = ({ route }: { readonly route: Route }): JSX.Element => {
  switch (route.at) {
    case 'overview':
      return <Overview />;
    case 'runs':
      return <Runs filter={route.filter} cursor={route.cursor} />;
    case 'run':
      return <RunView runId={route.runId} />;
    case 'pipeline':
      return <PipelineView pipeline={route.pipeline} />;
    case 'models':
      return <ModelsView />;
    case 'trend':
      return <TrendView pipeline={route.pipeline} metric={route.metric} />;
    case 'forecasts':
      return <Forecasts pipeline={route.pipeline} />;
    case 'forecast':
      return <ForecastOfRun runId={route.runId} seriesId={route.seriesId} />;
    case 'costs':
      return <CostsView pipeline={route.pipeline} days={route.days} />;
    case 'rejected':
      return <Rejected cursor={route.cursor} />;
    case 'alerts':
      return <Alerts pipeline={route.pipeline} cursor={route.cursor} />;
    case 'jobs':
      return <JobsView />;
    case 'dataset':
      return <DatasetView dataset={route.key} cursor={route.cursor} />;
    case 'health':
      return <HealthView />;
    case 'nowhere':
      return (
        <Heading title="There is no such place">
          <p>
            This page has nothing under <code class="breakable">{route.hash}</code>.{' '}
            <Go to={{ at: 'overview' }}>Go to the overview</Go>
          </p>
        </Heading>
      );
  }
};
