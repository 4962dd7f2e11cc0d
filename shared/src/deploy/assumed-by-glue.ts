/**
 * Statement of a trust policy: Glue may take the role for this account's jobs and crawlers, and for no one else's.
 * Source: docs.aws.amazon.com/glue/latest/dg/cross-service-confused-deputy-prevention.html
 */
export const assumedByGlue = {
  Effect: 'Allow',
  Principal: { Service: 'glue.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
} as const;
