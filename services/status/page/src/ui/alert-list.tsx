import type { JSX } from 'preact';
import type { Alert } from '../api/types';
import { Go, Time } from './text';

const KINDS: Readonly<Record<Alert['kind'], string>> = { 'deadline-missed': 'Late', 'no-success': 'No success', drift: 'Drift' };

/** Alerts with what they say and where they lead. */
export const AlertList = ({ alerts }: { readonly alerts: readonly Alert[] }): JSX.Element => (
  <ul class="plain-list">
    {alerts.map((alert) => (
      <li key={alert.alertId}>
        <span class={`tag ${alert.kind === 'drift' ? 'warn' : 'bad'}`}>{KINDS[alert.kind]}</span>{' '}
        <span class="breakable">{alert.message}</span>
        <span class="sub">
          <Go to={{ at: 'pipeline', pipeline: alert.pipeline }}>{alert.pipeline}</Go>
          {' · '}
          {alert.runId === null ? null : (
            <>
              <Go to={{ at: 'run', runId: alert.runId }}>its run</Go>
              {' · '}
            </>
          )}
          <Time at={alert.at} />
        </span>
      </li>
    ))}
  </ul>
);
