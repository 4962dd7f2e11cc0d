/** The source of an S3 copy, URL-encoded as S3 asks for it; slashes may stay. Source: docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copySourceOf = (from: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}): string => {
  const path = `${from.bucket}/${from.key}`.split('/').map(encodeURIComponent).join('/');
  return from.versionId === null ? path : `${path}?versionId=${encodeURIComponent(from.versionId)}`;
};
