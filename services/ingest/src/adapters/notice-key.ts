/** Where the table keeps that people were told of a rejection. */
export const noticeKey = (runId: string): { pk: string } => ({ pk: `NOTICE#${runId}` });
