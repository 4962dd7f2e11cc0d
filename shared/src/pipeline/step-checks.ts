import type { PipelineFile } from './file-schema';
import type { StepFile } from './step-file';
import type { GraphIssue } from './step-graph';

/** What is wrong with steps in the light of the rest of the file. */
export const checkSteps = (file: PipelineFile): GraphIssue[] =>
  Object.entries(file.steps).flatMap(([name, step]) =>
    checkStep(file, step).map(({ field, message }) => ({ path: ['steps', name, ...field], message })),
  );

interface StepIssue {
  readonly field: string[];
  readonly message: string;
}

const checkStep = (file: PipelineFile, step: StepFile): StepIssue[] => {
  switch (step.kind) {
    case 'glue-job':
      return [];
    case 'crawler':
      return checkCrawler(file, step.crawler);
    case 'gate':
      return checkGate(file, step.timeoutMinutes);
  }
};

/** Source of the rule on the input: Glue's targets are folders, docs.aws.amazon.com/glue/latest/dg/define-crawler-choose-data-sources.html */
const checkCrawler = (
  { input }: PipelineFile,
  { path, recrawl }: Extract<StepFile, { kind: 'crawler' }>['crawler'],
): StepIssue[] => {
  if (path !== 'input') return [];
  const isFolder = input.prefix.endsWith('/');
  return [
    ...(isFolder
      ? []
      : [{ field: ['crawler', 'path'], message: `expected input.prefix to end with /, found "${input.prefix}"` }]),
    ...(recrawl === 'new-folders'
      ? [
          {
            field: ['crawler', 'recrawl'],
            message: 'expected everything: new files of the input come into folders that are known',
          },
        ]
      : []),
  ];
};

const checkGate = ({ model, timeoutMinutes: ofRun }: PipelineFile, timeoutMinutes: number): StepIssue[] => [
  ...(model ? [] : [{ field: ['gate'], message: 'expected `model` in this file: without its rule nothing is decided' }]),
  ...(timeoutMinutes > ofRun
    ? [{ field: ['timeoutMinutes'], message: `expected at most the run's own timeoutMinutes, ${ofRun}, or a longer one there` }]
    : []),
];
