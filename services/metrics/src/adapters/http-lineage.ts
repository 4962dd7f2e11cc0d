import * as z from 'zod';
import type { SendLineage } from '../ports';

/** The bearer token of the receiver; undefined where it needs none. */
export type ReadApiKey = () => Promise<string | undefined>;

/** 429 and every 5xx: trying later may help. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/**
 * Posts events to an OpenLineage receiver, such as Marquez at `/api/v1/lineage`. A redirect is refused: it could take the key elsewhere.
 *
 * @param timeoutMs - of one request, its answer included
 */
export const httpLineage =
  (url: string, readApiKey: ReadApiKey, timeoutMs: number): SendLineage =>
  async ({ event }) => {
    const apiKey = await readApiKey();
    const headers = { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const { body, ok, status } = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify(event),
        redirect: 'manual',
        signal,
      });
      await body?.cancel();
      return { outcome: ok ? 'sent' : isPassing(status) ? 'unanswered' : 'refused', answer: `HTTP ${status}` };
    } catch (error) {
      return { outcome: 'unanswered', answer: faultOf(error) };
    }
  };

/** `fetch` names the fault itself or its cause. Not its text: that may hold the URL, and a URL may hold a secret. */
const faultOf = (error: unknown): string => {
  const { name, cause } = faultSchema.parse(error);
  return cause?.code ?? name;
};

const faultSchema = z.object({ name: z.string(), cause: z.object({ code: z.string() }).optional().catch(undefined) });
