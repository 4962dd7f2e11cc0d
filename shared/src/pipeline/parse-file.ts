import type { Document } from 'yaml';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { PipelineFile } from './file-schema';
import { pipelineFileSchema } from './file-schema';
import { checkSteps } from './step-checks';
import { orderSteps } from './step-graph';

type Path = readonly PropertyKey[];

/** One fault of a pipeline file, by line and column (from 1) and field. */
export interface PipelineFault {
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly message: string;
}

/** A pipeline file that cannot be deployed. The message has a line for each fault: `file:line:column field: fault`. */
export class PipelineFileError extends Error {
  override readonly name = 'PipelineFileError';
  constructor(
    readonly file: string,
    readonly faults: readonly PipelineFault[],
  ) {
    super(faults.map((fault) => `${file}:${fault.line}:${fault.column} ${fault.field}: ${fault.message}`).join('\n'));
  }
}

/** A valid file, its steps in an order in which each stands after those it waits for, and where its fields stand. */
export interface ParsedPipelineFile {
  readonly pipeline: PipelineFile;
  readonly order: string[];
  /** A fault at a field, for checks that need more than the text. */
  readonly locate: (path: Path, message: string) => PipelineFault;
}

/**
 * Reads the text of a pipeline.yml.
 *
 * @param text - the file's content
 * @param file - its name, for messages only
 * @throws PipelineFileError naming line, field and what was expected for every fault found
 */
export const parsePipelineFile = (text: string, file: string): ParsedPipelineFile => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new PipelineFileError(
      file,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { line, column: col, field: '(yaml)', message: error.message };
      }),
    );
  }
  const parsed = pipelineFileSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw new PipelineFileError(
      file,
      parsed.error.issues.flatMap((issue) => faultsOf(issue, document, lines)),
    );
  }
  const { order, issues: ofOrder } = orderSteps(parsed.data);
  const issues = [...ofOrder, ...checkSteps(parsed.data)];
  if (issues.length > 0) {
    throw new PipelineFileError(
      file,
      issues.map((issue) => fault(issue.path, issue.message, document, lines)),
    );
  }
  return { pipeline: parsed.data, order, locate: (path, message) => fault(path, message, document, lines) };
};

const faultsOf = (issue: z.core.$ZodIssue, document: Document, lines: LineCounter): PipelineFault[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault([...issue.path, key], 'unknown field', document, lines));
  }
  if (issue.code === 'invalid_key') {
    return [fault(issue.path, issue.issues.map((inner) => inner.message).join('; '), document, lines)];
  }
  return [fault(issue.path, expectation(issue), document, lines)];
};

const expectation = (issue: z.core.$ZodIssue): string =>
  issue.message.replace(/^Invalid input: /, '').replace(/^Invalid option: /, '');

const fault = (path: Path, message: string, document: Document, lines: LineCounter): PipelineFault => {
  const { line, col } = lines.linePos(offsetOf(path, document));
  return { line, column: col, field: path.map(String).join('.') || '(file)', message };
};

/** Where the field stands; where it is missing, its nearest parent that is there. */
const offsetOf = (path: Path, document: Document): number => {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
};
