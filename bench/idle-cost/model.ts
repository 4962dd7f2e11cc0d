/** What of a stage costs money while nothing runs. */
export interface IdleStage {
  readonly alarms: number;
  readonly dashboards: number;
  /** Queues that a function reads. */
  readonly queuesRead: number;
  /** Functions that a schedule calls every 2 minutes. */
  readonly sweeps: number;
}

type Prices = Readonly<
  Record<
    | 'alarmPerMonth'
    | 'dashboardPerMonth'
    | 'sqsPerMillionRequests'
    | 'lambdaPerMillionRequests'
    | 'lambdaPerGbSecond'
    | 'dynamoDbPerMillionReads'
    | 'schedulerPerMillionInvocations',
    number
  >
>;

const MONTH_SECONDS = 30 * 86_400;
const MILLION = 1_000_000;
/** Lambda asks a queue in so many threads at least. Source: docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const POLLERS = 5;
/** Each waits so long for messages. */
const POLL_SECONDS = 20;
const SWEEP_EVERY_SECONDS = 120;
/** An assumption: what a sweep that finds nothing takes and has, and the reads that it does. */
const SWEEP = { seconds: 0.5, gigabytes: 0.5, reads: 10 };

/** Dollars a month by what they are for. */
export const idleCosts = (stage: IdleStage, prices: Prices): { readonly what: string; readonly dollars: number }[] => {
  const polls = (stage.queuesRead * POLLERS * MONTH_SECONDS) / POLL_SECONDS;
  const sweeps = (stage.sweeps * MONTH_SECONDS) / SWEEP_EVERY_SECONDS;
  const compute = sweeps * SWEEP.seconds * SWEEP.gigabytes * prices.lambdaPerGbSecond;
  const calls = (sweeps / MILLION) * (prices.lambdaPerMillionRequests + prices.schedulerPerMillionInvocations);
  const reads = ((sweeps * SWEEP.reads) / MILLION) * prices.dynamoDbPerMillionReads;
  return [
    { what: `${stage.alarms} alarms`, dollars: stage.alarms * prices.alarmPerMonth },
    { what: `${stage.dashboards} dashboards`, dollars: stage.dashboards * prices.dashboardPerMonth },
    { what: `Lambda asking ${stage.queuesRead} queues for messages`, dollars: (polls / MILLION) * prices.sqsPerMillionRequests },
    { what: `${stage.sweeps} sweeps every ${SWEEP_EVERY_SECONDS / 60} minutes`, dollars: compute + calls + reads },
  ];
};
