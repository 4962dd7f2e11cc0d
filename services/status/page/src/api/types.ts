// The API's answers, as the service that makes them types them: what changes there and is shown here fails the page's type check.

export type { EventCause as Cause } from '@glue-relay/shared/events/cause';
export type { Contender } from '@glue-relay/shared/events/champion-decided';
export type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
export type { Decision as ChampionDecision, Models, PipelineModels } from '../../../src/app/find-models';
export type { Alert, DriftAlert } from '../../../src/domain/alert';
export type { CostLine, CostReport as Costs } from '../../../src/domain/cost-report';
export type { Job, JournalLine as JournalEntry, LatestModel, RunSummary } from '../../../src/domain/entities';
export type { HealthView as Health } from '../../../src/domain/health';
export type { PipelineView as Pipeline } from '../../../src/domain/pipeline-view';
export type { ModelView as Evaluation, RunView as Run } from '../../../src/domain/run-view';
export type { Series, SeriesIndex } from '../../../src/domain/series';
export type { AttemptView as Attempt, LogLink, StepView as Step } from '../../../src/domain/step-view';
export type { Trend, TrendPoint } from '../../../src/domain/trend';
export type { AlertPage, Dataset, Jobs, Pipelines, RunPage } from '../../../src/http/answers';
