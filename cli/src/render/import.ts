import type { ImportedPipeline } from '../import/import-workflow';

/** What was written, what it leaves to do, and how to go on. */
export const renderImport = ({ pipeline, scripts, notes }: ImportedPipeline, folder: string): string => {
  const bring = scripts.flatMap(({ name, from }) => (from ? [`  aws s3 cp ${from} ${folder}/jobs/${name}`] : []));
  return [
    `Wrote pipeline ${pipeline} to ${folder}.`,
    '',
    'Where it differs, and what to see to:',
    ...notes.map(({ about, text }) => `  - ${about ? `${about}: ` : ''}${text}`),
    ...(bring.length > 0 ? ['', 'Bring the scripts along:', ...bring] : []),
    '',
    `Then deploy it: cd ${folder} && npx serverless deploy --stage STAGE`,
    '',
  ].join('\n');
};
