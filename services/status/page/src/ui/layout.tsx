import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Resource } from '../api/resource';
import type { Failure } from '../model/failure';

/** A place's heading; takes the focus when the place is entered, so that keyboard and screen reader begin there. */
export const Heading = ({
  title,
  children,
  name = title,
}: {
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly name?: ComponentChildren;
}): JSX.Element => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const text = heading.current?.textContent ?? '';
    document.title = text ? `${text} · Glue Relay` : 'Glue Relay';
  }, [name]);
  return (
    <header class="heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
};

/** A part of a place, under a heading of its own. */
export const Panel = ({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element => {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside ? <div class="aside">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
};

export const Empty = ({ children }: { readonly children: ComponentChildren }): JSX.Element => <p class="empty">{children}</p>;

/** What went wrong, and what to do. */
export const Problem = ({ failure }: { readonly failure: Failure }): JSX.Element => (
  <div class="notice bad" role="alert">
    <strong>{failure.title}</strong>
    {failure.detail ? <p>{failure.detail}</p> : null}
    {failure.remedy ? <p class="remedy">{failure.remedy}</p> : null}
  </div>
);

const Loading = (): JSX.Element => (
  <div class="loading" role="status">
    <span class="visually-hidden">Loading</span>
    <span class="bone" />
    <span class="bone" />
    <span class="bone" />
  </div>
);

/** An answer in one of its states; the last good one stays, with a note, when asking again fails. */
export const Shown = <T,>({
  of,
  children,
}: {
  readonly of: Resource<T>;
  readonly children: (data: T) => ComponentChildren;
}): JSX.Element => {
  const { data, failure } = of;
  if (data === null) return failure ? <Problem failure={failure} /> : <Loading />;
  return (
    <>
      {failure ? (
        <p class="notice stale" role="status">
          {failure.title}. What you see is the last answer. {failure.remedy}
        </p>
      ) : null}
      {children(data)}
    </>
  );
};

/** Names and values side by side. */
export const Facts = ({ of }: { readonly of: readonly (readonly [string, ComponentChildren])[] }): JSX.Element => (
  <dl class="facts">
    {of.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** Something hidden until it is asked for. */
export const More = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element => (
  <details class="more">
    <summary>{title}</summary>
    {children}
  </details>
);
