/** Region and credentials of the local cloud: not a user's own, and good for nothing elsewhere. */
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;
export const LOCAL_STAGE = 'local';

/**
 * Environment for a tool that must talk to the local cloud and nothing else: every AWS setting of the user is taken
 * out, so that a profile or a session token cannot lead it to a real account.
 */
export const localEnvironment = (env: NodeJS.ProcessEnv, endpoint: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});
