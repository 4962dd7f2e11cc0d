import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatDistance, formatSeconds, formatTime, formatUtc } from '../model/format';
import type { Route } from '../model/route';
import { hrefOf } from '../model/route';
import { isLive, stateLabel, toneOf } from '../model/state';

/** A link to a place of the page. */
export const Go = ({
  to,
  children,
  ...rest
}: {
  readonly to: Route;
  readonly children: ComponentChildren;
  readonly class?: string;
}): JSX.Element => (
  <a href={hrefOf(to)} {...rest}>
    {children}
  </a>
);

export const StateBadge = ({ state }: { readonly state: string }): JSX.Element => (
  <span class={`state ${toneOf(state)}`}>
    <span class="sign" aria-hidden="true" />
    {stateLabel(state)}
  </span>
);

/** The time of day now, moving on every second while `ticking`. */
export const useNow = (ticking: boolean): Date => {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
};

/** A time in the viewer's zone, UTC on hover. */
export const Time = ({ at, distance = false }: { readonly at: string | null; readonly distance?: boolean }): JSX.Element => {
  if (at === null) return <span class="none">–</span>;
  const now = new Date();
  const local = formatTime(at, now);
  return (
    <time dateTime={at} title={distance ? `${local} · ${formatUtc(at)}` : formatUtc(at)}>
      {distance ? formatDistance(at, now) : local}
    </time>
  );
};

/** When something is due by; that it is late is said, not left to reckon. */
export const Due = ({ at }: { readonly at: string | null }): JSX.Element => (
  <>
    {at !== null && Date.parse(at) < Date.now() ? <span class="tag bad">overdue</span> : null} <Time at={at} distance />
  </>
);

/** How long something took, or has taken so far. */
export const Lasting = ({
  state,
  since,
  seconds,
}: {
  readonly state: string;
  readonly since: string | null;
  readonly seconds: number | null;
}): JSX.Element => {
  const running = seconds === null && since !== null && isLive(state);
  const now = useNow(running);
  const shown = running ? Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 1000)) : seconds;
  return <span class="number">{formatSeconds(shown)}</span>;
};

export const Code = ({ children }: { readonly children: string }): JSX.Element => <code class="breakable">{children}</code>;

/** A command to copy. */
export const Command = ({ line }: { readonly line: string }): JSX.Element => {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div class="command">
      <code>{line}</code>
      {navigator.clipboard ? (
        <button type="button" onClick={copy} aria-label={`Copy the command ${line}`}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      ) : null}
    </div>
  );
};
