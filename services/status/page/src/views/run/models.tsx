import type { JSX } from 'preact';
import type { Models, Run } from '../../api/types';
import { slow, useResource } from '../../api/use-resource';
import { formatMetric, metricTitle } from '../../model/format';
import { More, Panel } from '../../ui/layout';
import { Table } from '../../ui/table';
import { Go } from '../../ui/text';

/** What a desktop is wide enough for. */
const MOST_COLUMNS = 5;

const keyOf = ({ model, variant, split }: Run['models'][number]): string => `${model} ${variant} ${split}`;

/** The models that the run trained, with every metric and the baseline's. */
export const RunModels = ({ run }: { readonly run: Run }): JSX.Element => {
  const known = useResource<Models>('models', slow);
  const champion = known.data?.champions.find(({ pipeline }) => pipeline === run.pipeline)?.champion ?? null;
  const metrics = [...new Set(run.models.flatMap((model) => Object.keys(model.metrics)))];
  const baselines = [...new Set(run.models.flatMap(({ baseline }) => baseline?.name ?? []))];
  return (
    <Panel
      title="Models"
      aside={
        <>
          {run.pipeline ? <Go to={{ at: 'trend', pipeline: run.pipeline, metric: '' }}>Over time</Go> : null}
          {' · '}
          <Go to={{ at: 'forecast', runId: run.runId, seriesId: '' }}>Forecast against actual</Go>
        </>
      }
    >
      <Table
        caption="Models of the run"
        rows={run.models}
        keyOf={keyOf}
        columns={[
          {
            title: 'Model',
            cell: ({ model, variant, split }) => (
              <>
                <span class="name">{model}</span>
                {champion?.runId === run.runId &&
                champion.model === model &&
                champion.variant === variant &&
                champion.split === split ? (
                  <>
                    {' '}
                    <span class="tag good">champion</span>
                  </>
                ) : null}
                <span class="sub">
                  {variant} · {split}
                </span>
              </>
            ),
          },
          ...metrics.slice(0, MOST_COLUMNS).map((metric, index) => ({
            title: metricTitle(metric),
            numeric: true,
            ...(index > 1 ? { leaves: 1 as const } : {}),
            cell: ({ metrics: values, baseline }: Run['models'][number]) => (
              <>
                {formatMetric(values[metric] ?? null)}
                {baseline ? <span class="sub">{formatMetric(baseline.metrics[metric] ?? null)}</span> : null}
              </>
            ),
          })),
        ]}
      />
      {baselines.length > 0 ? <p class="sub">Below each figure that of the baseline, {baselines.join(', ')}.</p> : null}
      {metrics.length > 2 ? (
        <More title="All metrics">
          <Table
            caption="All metrics of the models"
            rows={run.models.flatMap((model) => metrics.map((metric) => ({ model, metric })))}
            keyOf={({ model, metric }) => `${keyOf(model)} ${metric}`}
            columns={[
              { title: 'Model', cell: ({ model }) => <span class="name">{model.model}</span> },
              { title: 'Metric', cell: ({ metric }) => metric },
              { title: 'Value', numeric: true, cell: ({ model, metric }) => formatMetric(model.metrics[metric] ?? null) },
              {
                title: 'Baseline',
                numeric: true,
                cell: ({ model, metric }) => formatMetric(model.baseline?.metrics[metric] ?? null),
              },
            ]}
          />
        </More>
      ) : null}
    </Panel>
  );
};
