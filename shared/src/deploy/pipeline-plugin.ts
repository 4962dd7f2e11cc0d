import { relative } from 'node:path';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PipelineStack } from './glue-template';
import { pipelineResources } from './glue-template';
import { loadPipeline } from './load-pipeline';
import type { CodeObject } from './pipeline-code';

/** The parts of the Serverless Framework that the plugin touches. */
interface Serverless {
  readonly serviceDir: string;
  readonly service: {
    readonly custom?: { readonly relay?: { readonly dataBucket?: string; readonly alarmTopic?: string } };
    readonly provider: { readonly stage: string };
    resources?: { Resources?: Record<string, unknown> };
  };
  readonly classes: { readonly Error: new (message: string) => Error };
  getProvider(name: 'aws'): { getAwsSdkV3Config(): Promise<S3ClientConfig> };
}

interface Utils {
  readonly log: { readonly notice: (message: string) => void };
}

/**
 * Serverless Framework plugin that makes a pipeline's stack from its pipeline.yml: checks the file before anything is
 * packaged, adds the Glue resources, and uploads scripts that are not there yet before CloudFormation runs.
 */
export class PipelinePlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;
  private stack: PipelineStack | undefined;

  constructor(
    private readonly serverless: Serverless,
    _options: unknown,
    private readonly utils: Utils,
  ) {
    this.hooks = {
      initialize: () => this.addResources(),
      'before:deploy:deploy': () => this.uploadCode(),
    };
  }

  private addResources(): void {
    const { service, serviceDir, classes } = this.serverless;
    const { dataBucket: bucket, alarmTopic } = service.custom?.relay ?? {};
    if (!bucket) throw new classes.Error('serverless.yml: expected custom.relay.dataBucket, the name of the data bucket');
    if (!alarmTopic) throw new classes.Error("serverless.yml: expected custom.relay.alarmTopic, the ARN of the alarms' topic");
    try {
      const shownAs = `${relative(`${serviceDir}/../..`, serviceDir)}/pipeline.yml`;
      this.stack = loadPipeline(serviceDir, shownAs, service.provider.stage, bucket, alarmTopic);
    } catch (error) {
      throw new classes.Error(error instanceof Error ? error.message : String(error));
    }
    service.resources ??= {};
    service.resources.Resources = { ...service.resources.Resources, ...pipelineResources(this.stack) };
  }

  private async uploadCode(): Promise<void> {
    if (!this.stack) return;
    const { code, bucket } = this.stack;
    const s3 = new S3Client(await this.serverless.getProvider('aws').getAwsSdkV3Config());
    const uploaded = await Promise.all([...code.scripts.values(), code.library].map((object) => uploadIfNew(s3, bucket, object)));
    this.utils.log.notice(
      `Pipeline code ${code.version}: ${uploaded.filter(Boolean).length} of ${uploaded.length} objects are new`,
    );
  }
}

/** The key is made from the content: what is there needs no second upload. */
const uploadIfNew = async (s3: S3Client, bucket: string, object: CodeObject): Promise<boolean> => {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: object.key }));
    return false;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: object.key, Body: object.content }));
  return true;
};
