/** What S3 knows of an object's content. */
export interface ContentFacts {
  readonly size: number;
  readonly etag: string | null;
  /** Of the whole object, by algorithm. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** By what two objects were found to be the same. */
export interface Proof {
  readonly algorithm: string;
  readonly value: string;
}

/**
 * Proof that two objects hold the same bytes; null where there is none. An ETag is the MD5 of an object, or of its parts' MD5s
 * where it was uploaded in parts, so that it is the same for the same bytes in the same parts; under a KMS key it is neither.
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html, docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export const sameContent = (original: ContentFacts, copy: ContentFacts): Proof | null => {
  if (original.size !== copy.size) return null;
  if (original.etag !== null && original.etag === copy.etag) return { algorithm: 'ETag', value: original.etag };
  const shared = Object.entries(original.checksums).find(([algorithm, value]) => copy.checksums[algorithm] === value);
  return shared ? { algorithm: shared[0], value: shared[1] } : null;
};
