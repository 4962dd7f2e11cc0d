import type { Fault } from '../finding';
import { fail, warn } from '../finding';
import type { Look, Stack, StagePorts } from '../ports';

/** Where each stack of the platform is deployed from, in this order. */
export const PLATFORM: readonly { readonly service: string; readonly folder: string }[] = [
  { service: 'shared', folder: 'shared' },
  { service: 'ingest', folder: 'services/ingest' },
  { service: 'orchestrator', folder: 'services/orchestrator' },
  { service: 'metrics', folder: 'services/metrics' },
  { service: 'status', folder: 'services/status' },
];

export const stackNameOf = (stage: string, service: string): string => `relay-${service}-${stage}`;

/** The platform's stacks and those of the pipelines named, as far as they are there. */
export const readStacks = async (ports: StagePorts, stage: string, pipelines: readonly string[]): Promise<Stack[]> => {
  const names = [...PLATFORM.map(({ service }) => service), ...pipelines].map((service) => stackNameOf(stage, service));
  const stacks = await Promise.all(names.map((name) => ports.stack(name)));
  return stacks.filter((stack) => stack !== null);
};

/** Every stack of the platform is there, and none is half deployed. */
export const checkStacks = async ({ stage, stacks }: Look): Promise<Fault[]> => {
  const missing = PLATFORM.filter(({ service }) => !stacks.some(({ name }) => name === stackNameOf(stage, service)));
  return [
    ...missing.map(({ service, folder }) =>
      fail(`stack ${stackNameOf(stage, service)} is not there`, `cd ${folder} && npx serverless deploy --stage ${stage}`),
    ),
    ...stacks.flatMap(({ name, status }) => faultsOf(name, status)),
  ];
};

/** Source: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes */
const faultsOf = (name: string, status: string): Fault[] => {
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return [warn(`stack ${name} rolled its last deploy back`, 'its events in CloudFormation say why; mend and deploy again')];
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE') return [];
  if (status.endsWith('_IN_PROGRESS')) return [warn(`stack ${name} is ${status}`, 'look again when its deploy has ended')];
  return [
    fail(`stack ${name} is ${status}`, 'its events in CloudFormation say why; continue its rollback or delete it, then deploy'),
  ];
};
