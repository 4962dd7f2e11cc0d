import { Document, isMap, isScalar } from 'yaml';
import type { Note } from './notes';

const WIDTH = 130;

/** The text of a pipeline.yml: notes on the whole at its head, those on a step above the step. */
export const pipelineText = (content: object, workflow: string | null, notes: readonly Note[]): string => {
  const document = new Document(content);
  const whole = notes.filter(({ about }) => about === null).map(({ text }) => ` - ${text}`);
  document.commentBefore = [
    ` Made from ${workflow ? `the Glue workflow ${workflow}` : 'Glue triggers'} by \`relay import\`. To see to:`,
    ...whole,
  ].join('\n');
  const steps = document.get('steps');
  for (const { key, value } of isMap(steps) ? steps.items : []) {
    const own = notes.filter(({ about }) => isScalar(key) && about === key.value);
    if (isScalar(key) && own.length > 0) key.commentBefore = own.map(({ text }) => ` ${text}`).join('\n');
    if (isMap(value)) value.flow = true;
  }
  for (const field of ['input', 'concurrency', 'schedule']) {
    const value = document.get(field);
    if (isMap(value)) value.flow = true;
  }
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: true });
};
