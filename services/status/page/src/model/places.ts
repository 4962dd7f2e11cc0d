/** Links to the AWS console; null on the local cloud, which has none. */
export interface Console {
  readonly s3: (uri: string) => string | null;
  readonly log: (group: string, stream: string) => string;
}

/** @param pathname - of the page's own address: the local cloud serves APIs below `/_aws/` */
export const consoleOf = (pathname: string): Console | null => (pathname.startsWith('/_aws/') ? null : { s3, log });

const s3 = (uri: string): string | null => {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  return bucket
    ? `https://console.aws.amazon.com/s3/buckets/${encodeURIComponent(bucket)}?prefix=${encodeURIComponent(prefix)}`
    : null;
};

// The console encodes twice, and writes % as $25.
const log = (group: string, stream: string): string => {
  const twice = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
  return `https://console.aws.amazon.com/cloudwatch/home#logsV2:log-groups/log-group/${twice(group)}/log-events/${twice(stream)}`;
};
