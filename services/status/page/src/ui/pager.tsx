import type { JSX } from 'preact';
import type { Route } from '../model/route';
import { Go } from './text';

/** The ways to older entries and back to the newest; the browser's own way back leads one page back. */
export const Pager = ({
  cursor,
  next,
  first,
  older,
}: {
  readonly cursor: string;
  readonly next: string | null;
  readonly first: Route;
  readonly older: (cursor: string) => Route;
}): JSX.Element | null =>
  cursor === '' && next === null ? null : (
    <nav class="pager" aria-label="Pages">
      {cursor === '' ? <span /> : <Go to={first}>← Newest</Go>}
      {next === null ? <span class="none">These are the oldest.</span> : <Go to={older(next)}>Older →</Go>}
    </nav>
  );
