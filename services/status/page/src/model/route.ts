/** Filters of the list of runs; what is empty does not filter. Times are ISO 8601. */
export interface RunFilter {
  readonly pipeline: string;
  readonly state: string;
  readonly key: string;
  readonly since: string;
  readonly until: string;
}

/** A place of the page; each has an address behind the `#`. */
export type Route =
  | { readonly at: 'overview' }
  | { readonly at: 'runs'; readonly filter: RunFilter; readonly cursor: string }
  | { readonly at: 'run'; readonly runId: string }
  | { readonly at: 'pipeline'; readonly pipeline: string }
  | { readonly at: 'models' }
  | { readonly at: 'trend'; readonly pipeline: string; readonly metric: string }
  | { readonly at: 'forecasts'; readonly pipeline: string }
  | { readonly at: 'forecast'; readonly runId: string; readonly seriesId: string }
  | { readonly at: 'costs'; readonly pipeline: string; readonly days: string }
  | { readonly at: 'rejected'; readonly cursor: string }
  | { readonly at: 'alerts'; readonly pipeline: string; readonly cursor: string }
  | { readonly at: 'jobs' }
  | { readonly at: 'dataset'; readonly key: string; readonly cursor: string }
  | { readonly at: 'health' }
  | { readonly at: 'nowhere'; readonly hash: string };

export const NO_FILTER: RunFilter = { pipeline: '', state: '', key: '', since: '', until: '' };

/** The place that an address names; `nowhere` where there is none. */
export const routeOf = (hash: string): Route => {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const asked = new URLSearchParams(search);
  const value = (name: string): string => asked.get(name) ?? '';
  const parts = decoded(path);
  if (parts === null) return { at: 'nowhere', hash };
  const [place = '', name = '', below = '', ...rest] = parts;
  if (rest.length > 0) return { at: 'nowhere', hash };
  const depth = parts.length;
  switch (place) {
    case '':
      return { at: 'overview' };
    case 'runs':
      if (depth === 1) return { at: 'runs', filter: filterOf(value), cursor: value('cursor') };
      if (depth === 2) return { at: 'run', runId: name };
      return below === 'forecast' ? { at: 'forecast', runId: name, seriesId: value('series') } : { at: 'nowhere', hash };
    case 'pipelines':
      return depth === 2 ? { at: 'pipeline', pipeline: name } : { at: 'nowhere', hash };
    case 'models':
      return depth === 1
        ? { at: 'models' }
        : depth === 2
          ? { at: 'trend', pipeline: name, metric: value('metric') }
          : { at: 'nowhere', hash };
    case 'datasets':
      return depth === 2 ? { at: 'dataset', key: name, cursor: value('cursor') } : { at: 'nowhere', hash };
    default:
      return depth === 1 ? plainPlace(place, value, hash) : { at: 'nowhere', hash };
  }
};

const plainPlace = (place: string, value: (name: string) => string, hash: string): Route => {
  switch (place) {
    case 'forecasts':
      return { at: 'forecasts', pipeline: value('pipeline') };
    case 'costs':
      return { at: 'costs', pipeline: value('pipeline'), days: value('days') };
    case 'rejected':
      return { at: 'rejected', cursor: value('cursor') };
    case 'alerts':
      return { at: 'alerts', pipeline: value('pipeline'), cursor: value('cursor') };
    case 'jobs':
    case 'health':
      return { at: place };
    default:
      return { at: 'nowhere', hash };
  }
};

const decoded = (path: string): string[] | null => {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
};

const filterOf = (value: (name: string) => string): RunFilter => ({
  pipeline: value('pipeline'),
  state: value('state'),
  key: value('key'),
  since: value('since'),
  until: value('until'),
});

/** The address of a place. */
export const hrefOf = (route: Route): string => {
  switch (route.at) {
    case 'overview':
      return '#/';
    case 'runs':
      return withSearch('#/runs', { ...route.filter, cursor: route.cursor });
    case 'run':
      return `#/runs/${encodeURIComponent(route.runId)}`;
    case 'forecast':
      return withSearch(`#/runs/${encodeURIComponent(route.runId)}/forecast`, { series: route.seriesId });
    case 'pipeline':
      return `#/pipelines/${encodeURIComponent(route.pipeline)}`;
    case 'trend':
      return withSearch(`#/models/${encodeURIComponent(route.pipeline)}`, { metric: route.metric });
    case 'dataset':
      return withSearch(`#/datasets/${encodeURIComponent(route.key)}`, { cursor: route.cursor });
    case 'forecasts':
      return withSearch('#/forecasts', { pipeline: route.pipeline });
    case 'costs':
      return withSearch('#/costs', { pipeline: route.pipeline, days: route.days });
    case 'rejected':
      return withSearch('#/rejected', { cursor: route.cursor });
    case 'alerts':
      return withSearch('#/alerts', { pipeline: route.pipeline, cursor: route.cursor });
    case 'models':
    case 'jobs':
    case 'health':
      return `#/${route.at}`;
    case 'nowhere':
      return route.hash;
  }
};

/** A path with those of the parameters that are not empty. */
export const withSearch = (path: string, parameters: Readonly<Record<string, string>>): string => {
  const search = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '')).toString();
  return search === '' ? path : `${path}?${search}`;
};

/** As `shared/src/run-id.ts` has it, which needs Node. */
export const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{12}$/;

/** Where a person who types a run's id or a file's key wants to go. */
export const placeOfSearch = (text: string): Route => {
  const asked = text.trim();
  return RUN_ID.test(asked)
    ? { at: 'run', runId: asked }
    : { at: 'dataset', key: asked.replace(/^s3:\/\/[^/]+\//, ''), cursor: '' };
};
