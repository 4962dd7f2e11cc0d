import type { JSX } from 'preact';
import type { ChampionDecision, LatestModel, Models } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { formatMetric, metricTitle } from '../model/format';
import { Empty, Heading, Panel, Shown } from '../ui/layout';
import { Table } from '../ui/table';
import { Go, Time } from '../ui/text';

/** What a desktop is wide enough for; a run's own place has every metric. */
const MOST_METRICS = 6;

/** The champions, and the latest evaluation of every model. */
export const ModelsView = (): JSX.Element => {
  const models = useResource<Models>('models', steady);
  return (
    <>
      <Heading title="Models" />
      <Panel title="Champions" aside="The newest decision of each pipeline">
        <Shown of={models}>
          {({ champions }) =>
            champions.length === 0 ? <Empty>No champion has been chosen yet.</Empty> : <ChampionTable decisions={champions} />
          }
        </Shown>
      </Panel>
      <Shown of={models}>
        {(known) =>
          known.models.length === 0 ? (
            <Panel title="Latest evaluations">
              <Empty>No model has been evaluated yet.</Empty>
            </Panel>
          ) : (
            <EvaluationsByPipeline known={known} />
          )
        }
      </Shown>
    </>
  );
};

/** Each pipeline has metrics of its own. */
const EvaluationsByPipeline = ({ known }: { readonly known: Models }): JSX.Element => (
  <>
    {[...new Set(known.models.map(({ pipeline }) => pipeline))].map((pipeline) => (
      <Panel
        key={pipeline}
        title={`Latest evaluations of ${pipeline}`}
        aside={<Go to={{ at: 'trend', pipeline, metric: '' }}>Over time</Go>}
      >
        <Evaluations pipeline={pipeline} known={known} />
      </Panel>
    ))}
  </>
);

const ChampionTable = ({ decisions }: { readonly decisions: readonly ChampionDecision[] }): JSX.Element => (
  <Table
    caption="Champions"
    rows={decisions}
    keyOf={({ pipeline }) => pipeline}
    columns={[
      {
        title: 'Pipeline',
        cell: ({ pipeline }) => (
          <Go to={{ at: 'trend', pipeline, metric: '' }} class="name breakable">
            {pipeline}
          </Go>
        ),
      },
      {
        title: 'Champion',
        cell: ({ champion }) =>
          champion === null ? (
            'none'
          ) : (
            <>
              <Go to={{ at: 'run', runId: champion.runId }}>{champion.model}</Go>
              <span class="sub">
                {champion.variant} · {champion.split}
              </span>
            </>
          ),
      },
      {
        title: 'Value',
        numeric: true,
        cell: ({ champion, metric }) => (
          <>
            {formatMetric(champion?.value ?? null)}
            <span class="sub">{metric}</span>
          </>
        ),
      },
      {
        title: 'Why',
        leaves: 1,
        cell: ({ outcome, reason, decidedBy }) => (
          <>
            {outcome}: {reason}
            <span class="sub">by {decidedBy}</span>
          </>
        ),
      },
      { title: 'When', leaves: 2, cell: ({ decidedAt }) => <Time at={decidedAt} /> },
    ]}
  />
);

const Evaluations = ({ pipeline, known }: { readonly pipeline: string; readonly known: Models }): JSX.Element => {
  const rows = known.models.filter((model) => model.pipeline === pipeline);
  const metrics = [...new Set(rows.flatMap((model) => Object.keys(model.metrics)))].slice(0, MOST_METRICS);
  return (
    <Table
      caption={`Latest evaluations of ${pipeline}`}
      rows={rows}
      keyOf={({ model, variant, split }) => `${model} ${variant} ${split}`}
      columns={[
        {
          title: 'Model',
          cell: (row) => (
            <>
              <span class="name">{row.model}</span>
              {isChampion(row, known.champions) ? (
                <>
                  {' '}
                  <span class="tag good">champion</span>
                </>
              ) : null}
              <span class="sub">
                {row.variant} · {row.split}
              </span>
            </>
          ),
        },
        ...metrics.map((metric, index) => ({
          title: metricTitle(metric),
          numeric: true,
          ...(index > 2 ? { leaves: 2 as const } : index > 0 ? { leaves: 1 as const } : {}),
          cell: (row: LatestModel) => formatMetric(row.metrics[metric] ?? null),
        })),
        {
          title: 'Run',
          cell: ({ runId, evaluatedAt }) => (
            <Go to={{ at: 'run', runId }}>
              <Time at={evaluatedAt} />
            </Go>
          ),
        },
      ]}
    />
  );
};

const isChampion = (row: LatestModel, champions: readonly ChampionDecision[]): boolean =>
  champions.some(
    ({ pipeline, champion }) =>
      pipeline === row.pipeline &&
      champion?.runId === row.runId &&
      champion.model === row.model &&
      champion.variant === row.variant &&
      champion.split === row.split,
  );
