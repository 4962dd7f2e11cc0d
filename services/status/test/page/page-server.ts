import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundlePage } from '../../page/bundle-page.cjs';
import { pageAnswer } from '../../page/serve/answer';
import * as story from './story';

/** An answer of the API; a string is a status without a body that is JSON. */
export interface Told {
  readonly status: number;
  readonly body: unknown;
}

export interface PageServer {
  /** Where the page is, with a slash at the end. */
  readonly url: string;
  /** Answers by path and query, first match first; changed by a test, and put back by `reset`. */
  readonly told: Map<string, Told>;
  /** Requests to the API so far, as path and query. */
  readonly asked: string[];
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/** Not the root, as on the local cloud: whatever the page loads must be relative to its own address. */
const BASE = '/below/this/';

/**
 * The page with its real headers, in front of an API.
 *
 * @param tell - what the API answers to a path and query; a story, if nothing else
 */
export const startPageServer = async (tell: (path: string) => Told | Promise<Told> = tellStory): Promise<PageServer> => {
  const files = await bundlePage();
  const told = new Map<string, Told>();
  const asked: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').slice(BASE.length);
    const isPage = path === '' || path.startsWith('assets/');
    if (isPage) {
      const { status, headers, body } = pageAnswer(files, {
        path,
        acceptEncoding: String(request.headers['accept-encoding'] ?? ''),
        ifNoneMatch: String(request.headers['if-none-match'] ?? ''),
      });
      response.writeHead(status, headers).end(body);
      return;
    }
    asked.push(path);
    const { status, body } = told.get(path) ?? (await tell(path));
    const text = JSON.stringify(body);
    const etag = `"${text.length}"`;
    if (status === 200 && request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(status, { 'content-type': 'application/json', etag }).end(text);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${BASE}`,
    told,
    asked,
    reset: () => {
      told.clear();
      asked.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const ok = (body: unknown): Told => ({ status: 200, body });
const missing = (title: string, detail: string, type = 'unknown'): Told => ({
  status: 404,
  body: { type: `urn:glue-relay:problem:${type}`, title, status: 404, detail },
});

const tellStory = (asked: string): Told => {
  const { pathname, searchParams } = new URL(asked, 'http://story');
  const [, place, name, below, seriesId] = pathname.split('/').map(decodeURIComponent);
  if (place === 'runs' && name === undefined) {
    if (searchParams.get('state') === 'REJECTED') return ok(story.rejectedPage);
    return ok(searchParams.has('cursor') ? story.olderPage : story.runPage);
  }
  if (place === 'runs' && below === 'series') {
    if (name !== story.RUN) return missing('No series', 'The run wrote none.', 'no-series');
    return ok(seriesId ? story.series(seriesId) : story.seriesIndex);
  }
  if (place === 'runs') {
    const found = story.runs.find(({ runId }) => runId === name);
    return found
      ? ok(found)
      : missing('Unknown run', `There is no run "${name}". A run shows here a moment after its file was dropped.`);
  }
  if (place === 'datasets') {
    const { bucket, versionId, size } = story.run.dataset;
    return name === story.run.dataset.key
      ? ok({ key: name, versions: [{ bucket, versionId, size, runs: [story.runPage.runs[2]] }], nextCursor: null })
      : missing('Unknown data set', `There is no data set "${name}".`);
  }
  if (place === 'models' && name) return ok(story.pipelineModels);
  const plain = {
    pipelines: story.pipelines,
    alerts: story.alerts,
    models: story.models,
    jobs: story.jobs,
    costs: story.costs,
    health: story.health,
  };
  return place !== undefined && place in plain ? ok(plain[place as keyof typeof plain]) : missing('Unknown route', pathname);
};
