import type { JSX } from 'preact';
import type { ChampionDecision, Contender, PipelineModels, Trend } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { formatMetric, formatShare } from '../model/format';
import { hrefOf, withSearch } from '../model/route';
import { isChampion, verdictOf } from '../model/trend-chart';
import { AlertList } from '../ui/alert-list';
import { Empty, Facts, Heading, More, Panel, Shown } from '../ui/layout';
import { Table } from '../ui/table';
import { Go, Time } from '../ui/text';
import { TrendChart } from './trend-chart';

/** A pipeline's models over time with control limits, and how its champion came about. */
export const TrendView = ({ pipeline, metric }: { readonly pipeline: string; readonly metric: string }): JSX.Element => {
  const models = useResource<PipelineModels>(withSearch(`models/${encodeURIComponent(pipeline)}`, { metric }), steady);
  return (
    <>
      <Heading title={`Models of ${pipeline}`}>
        <p class="line">
          <Go to={{ at: 'pipeline', pipeline }}>Pipeline</Go>
          <Go to={{ at: 'forecasts', pipeline }}>Forecast against actual</Go>
        </p>
      </Heading>
      <Shown of={models}>{(known) => <Parts known={known} />}</Shown>
    </>
  );
};

const Parts = ({ known }: { readonly known: PipelineModels }): JSX.Element => (
  <>
    {known.metrics.length > 1 ? (
      <div class="filters">
        <label>
          Metric
          <select
            value={known.metric}
            onChange={({ currentTarget }) => {
              location.hash = hrefOf({ at: 'trend', pipeline: known.pipeline, metric: currentTarget.value });
            }}
          >
            {known.metrics.map((metric) => (
              <option key={metric} value={metric}>
                {metric}
              </option>
            ))}
          </select>
        </label>
      </div>
    ) : null}
    {known.trends.length === 0 ? (
      <Panel title="Over time">
        <Empty>No run has reported {known.metric} yet.</Empty>
      </Panel>
    ) : (
      known.trends.map((trend) => (
        <TrendPanel key={`${trend.model} ${trend.variant} ${trend.split}`} trend={trend} champion={known.champion} />
      ))
    )}
    {known.drift.length > 0 ? (
      <Panel title="Drift" aside="The latest findings">
        <AlertList alerts={known.drift} />
      </Panel>
    ) : null}
    <Panel title="Champion decisions" aside="Newest first">
      {known.decisions.length === 0 ? <Empty>No champion has been chosen yet.</Empty> : <Decisions decisions={known.decisions} />}
    </Panel>
  </>
);

const TrendPanel = ({ trend, champion }: { readonly trend: Trend; readonly champion: Contender | null }): JSX.Element => {
  const { mean, limits, coefficientOfVariation } = trend.stability;
  return (
    <Panel title={`${trend.model}: ${trend.metric}`} aside={`${trend.variant} · ${trend.split}`}>
      <Facts
        of={[
          ['Latest', formatMetric(trend.points.at(-1)?.value ?? null)],
          ['Mean', formatMetric(mean)],
          ['Control limits', limits ? `${formatMetric(limits.lower)} – ${formatMetric(limits.upper)}` : '–'],
          ['Varies by', formatShare(coefficientOfVariation)],
          ['Verdict', <span key="verdict">{verdictOf(trend)}</span>],
        ]}
      />
      <TrendChart trend={trend} champion={champion} />
      <More title="As a table">
        <Table
          caption={`${trend.metric} of ${trend.model}`}
          rows={[...trend.points].reverse()}
          keyOf={({ runId }) => runId}
          columns={[
            {
              title: 'Run',
              cell: ({ runId, evaluatedAt }) => (
                <>
                  <Go to={{ at: 'run', runId }}>
                    <Time at={evaluatedAt} />
                  </Go>
                  {isChampion(trend, runId, champion) ? (
                    <>
                      {' '}
                      <span class="tag good">champion</span>
                    </>
                  ) : null}
                </>
              ),
            },
            { title: trend.metric, numeric: true, cell: ({ value }) => formatMetric(value) },
            { title: 'Baseline', numeric: true, cell: ({ baseline }) => formatMetric(baseline) },
            {
              title: 'Within limits',
              cell: ({ withinLimits }) =>
                withinLimits === null ? '–' : withinLimits ? 'yes' : <strong class="error-line">no</strong>,
            },
          ]}
        />
      </More>
    </Panel>
  );
};

const Decisions = ({ decisions }: { readonly decisions: readonly ChampionDecision[] }): JSX.Element => (
  <Table
    caption="Champion decisions"
    rows={decisions}
    keyOf={({ sequence }) => sequence}
    columns={[
      {
        title: 'Decision',
        cell: ({ outcome, reason }) => (
          <>
            <span class={`tag ${outcome === 'rolled-back' ? 'warn' : outcome === 'kept' ? '' : 'good'}`}>{outcome}</span>
            <span class="sub breakable">{reason}</span>
          </>
        ),
      },
      { title: 'Challenger', leaves: 1, cell: ({ challenger }) => <ContenderCell of={challenger} /> },
      { title: 'Champion', cell: ({ champion }) => <ContenderCell of={champion} /> },
      { title: 'By', leaves: 2, cell: ({ decidedBy }) => decidedBy },
      { title: 'When', leaves: 1, cell: ({ decidedAt }) => <Time at={decidedAt} /> },
    ]}
  />
);

const ContenderCell = ({ of }: { readonly of: Contender | null }): JSX.Element =>
  of === null ? (
    <>–</>
  ) : (
    <>
      <Go to={{ at: 'run', runId: of.runId }}>{of.model}</Go> <span class="number">{formatMetric(of.value)}</span>
      <span class="sub">{of.variant}</span>
    </>
  );
