import type { JSX } from 'preact';
import type { Models, Run } from '../../api/types';
import { slow, useResource } from '../../api/use-resource';
import { formatMetric } from '../../model/format';
import { Panel } from '../../ui/layout';
import { Table } from '../../ui/table';
import { Go } from '../../ui/text';

/** The models that the run trained, with every metric and the baseline's. */
export const RunModels = ({ run }: { readonly run: Run }): JSX.Element => {
  const known = useResource<Models>('models', slow);
  const champion = known.data?.champions.find(({ pipeline }) => pipeline === run.pipeline)?.champion ?? null;
  const metrics = [...new Set(run.models.flatMap((model) => Object.keys(model.metrics)))];
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
        keyOf={({ model, variant, split }) => `${model} ${variant} ${split}`}
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
          ...metrics.map((metric, index) => ({
            title: metric.toUpperCase(),
            numeric: true,
            ...(index > 1 ? { leaves: 1 as const } : {}),
            cell: ({ metrics: values, baseline }: Run['models'][number]) => (
              <>
                {formatMetric(values[metric] ?? null)}
                {baseline?.metrics[metric] === undefined ? null : (
                  <span class="sub">
                    {baseline.name} {formatMetric(baseline.metrics[metric])}
                  </span>
                )}
              </>
            ),
          })),
        ]}
      />
    </Panel>
  );
};
