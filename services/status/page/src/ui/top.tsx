import type { JSX, TargetedSubmitEvent } from 'preact';
import type { Route } from '../model/route';
import { hrefOf, placeOfSearch, routeOf } from '../model/route';

const PLACES: readonly { readonly title: string; readonly to: Route; readonly holds: readonly Route['at'][] }[] = [
  { title: 'Overview', to: { at: 'overview' }, holds: ['overview', 'pipeline'] },
  { title: 'Runs', to: routeOf('#/runs'), holds: ['runs', 'run', 'dataset'] },
  { title: 'Rejected', to: { at: 'rejected', cursor: '' }, holds: ['rejected'] },
  { title: 'Models', to: { at: 'models' }, holds: ['models', 'trend'] },
  { title: 'Forecasts', to: { at: 'forecasts', pipeline: '' }, holds: ['forecasts', 'forecast'] },
  { title: 'Costs', to: { at: 'costs', pipeline: '', days: '' }, holds: ['costs'] },
  { title: 'Alerts', to: { at: 'alerts', pipeline: '', cursor: '' }, holds: ['alerts'] },
  { title: 'Jobs', to: { at: 'jobs' }, holds: ['jobs'] },
  { title: 'Health', to: { at: 'health' }, holds: ['health'] },
];

/** The frame's head: the way home, the search and the places. */
export const Top = ({ route }: { readonly route: Route }): JSX.Element => (
  <header class="top">
    <div class="top-row">
      <a class="brand" href="#/">
        <img src="assets/icon.svg" alt="" width="22" height="22" />
        Glue Relay
      </a>
      <Find />
    </div>
    <nav class="nav" aria-label="Places">
      <ul>
        {PLACES.map(({ title, to, holds }) => (
          <li key={title}>
            <a href={hrefOf(to)} {...(holds.includes(route.at) ? { 'aria-current': 'page' as const } : {})}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  </header>
);

const Find = (): JSX.Element => {
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('find') ?? '').trim();
    if (text === '') return;
    event.currentTarget.reset();
    location.hash = hrefOf(placeOfSearch(text));
  };
  return (
    <search class="find">
      <form onSubmit={submit}>
        <input
          type="search"
          name="find"
          aria-label="Find a file by its key, or a run by its id"
          placeholder="raw/train.csv or a run id"
          autocomplete="off"
          spellcheck={false}
        />
      </form>
    </search>
  );
};
