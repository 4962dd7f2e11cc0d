import type { JSX } from 'preact';
import type { Run } from '../../api/types';
import { formatSeconds } from '../../model/format';
import { isLive, stateLabel, toneOf } from '../../model/state';
import type { Bar, Lane, Timeline } from '../../model/timeline';
import { timelineOf } from '../../model/timeline';
import { Panel } from '../../ui/layout';
import { useNow } from '../../ui/text';

const MINUTE = 60;

/** The run's steps over time, a bar for each attempt; the table of steps says the same in words. */
export const TimelineChart = ({ run }: { readonly run: Run }): JSX.Element => {
  const now = useNow(isLive(run.state));
  const timeline = timelineOf(run, now);
  return (
    <Panel title="Timeline" aside="Since the run was asked for">
      <div class="timeline" role="img" aria-label={inWords(timeline)}>
        {timeline.lanes.map((lane) => (
          <LaneRow key={lane.name} lane={lane} timeline={timeline} />
        ))}
        <div class="lane ticks">
          <span />
          <div class="track">
            {timeline.ticks.map(({ at, seconds, afterBreak }) => (
              <span key={at} class={`tick ${at < 2 ? 'first' : at > 96 ? 'last' : ''}`} style={{ left: `${at}%` }}>
                {tickLabel(seconds, afterBreak)}
              </span>
            ))}
          </div>
        </div>
      </div>
      <div class="legend" aria-hidden="true">
        <span>
          <i class="good" /> succeeded
        </span>
        <span>
          <i class="bad" /> failed
        </span>
        <span>
          <i class="active" /> at work
        </span>
        <span>
          <i class="wait" /> waits
        </span>
      </div>
    </Panel>
  );
};

const LaneRow = ({ lane, timeline }: { readonly lane: Lane; readonly timeline: Timeline }): JSX.Element => (
  <div class="lane">
    <span class="lane-name" title={lane.name}>
      {lane.name}
    </span>
    <div class="track">
      {timeline.ticks.map(({ at }) => (
        <span key={at} class="grid-line" style={{ left: `${at}%` }} />
      ))}
      {timeline.breaks.map(({ at, seconds }) => (
        <span
          key={at}
          class="break"
          style={{ left: `${at}%` }}
          title={`${formatSeconds(seconds)} in which nothing ran are cut short`}
        />
      ))}
      {lane.bars.map((bar, index) => (
        <BarShape key={`${bar.kind}-${bar.label}-${index}`} bar={bar} lane={lane} />
      ))}
    </div>
  </div>
);

const BarShape = ({ bar, lane }: { readonly bar: Bar; readonly lane: Lane }): JSX.Element => {
  const isRetried = lane.bars.filter(({ kind }) => kind === 'attempt').length > 1;
  return (
    <span
      class={`bar ${bar.kind === 'wait' ? 'wait' : toneOf(bar.state)} ${bar.open ? 'open' : ''}`}
      style={{ left: `${bar.from}%`, width: `${bar.width}%` }}
      title={`${lane.name}: ${wordsOf(bar)}`}
    >
      {bar.kind === 'attempt' ? (
        <span class={isRetried || bar.seconds >= MINUTE ? 'long' : ''}>
          {isRetried ? `${bar.label.replace('attempt ', '#')} · ` : ''}
          {formatSeconds(Math.round(bar.seconds * 10) / 10)}
        </span>
      ) : null}
    </span>
  );
};

const wordsOf = ({ kind, label, state, seconds }: Bar): string =>
  kind === 'wait'
    ? `${label} ${formatSeconds(seconds)}`
    : `${label} ${stateLabel(state).toLowerCase()}, ${formatSeconds(seconds)}`;

const inWords = ({ lanes }: Timeline): string =>
  `Timeline. ${lanes.map(({ name, state, bars }) => `${name}: ${bars.length > 0 ? bars.map(wordsOf).join(', then ') : stateLabel(state).toLowerCase()}`).join('. ')}.`;

const tickLabel = (seconds: number, afterBreak: boolean): string => {
  const since = seconds === 0 ? '0' : formatSeconds(seconds).replace(/ 00 (s|min)$/, '');
  return afterBreak ? `+${since}` : since;
};
