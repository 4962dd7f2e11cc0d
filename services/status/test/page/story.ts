// What the page is tested with: a few runs of a pipeline, one of them at work, and all that is told of them.
export * from './story/models';
export * from './story/overview';
export { EVIL_KEY, REJECTED, RUN, RUNNING } from './story/pieces';
export * from './story/runs';
