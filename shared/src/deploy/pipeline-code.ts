import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';

/** A file of a pipeline's code: path inside its folder or archive, and content. */
export interface CodeFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** An object to upload: its key is made from its content, so that a run keeps the code that it was started with. */
export interface CodeObject {
  readonly key: string;
  readonly content: Uint8Array;
}

/** All code of a pipeline as objects in the data bucket. `version` changes when, and only when, any of it does. */
export interface PipelineCode {
  readonly scripts: ReadonlyMap<string, CodeObject>;
  readonly library: CodeObject;
  readonly version: string;
}

const HASH_CHARACTERS = 16;
/** Zip archives hold a time per file; a fixed one (zip's first) keeps equal content equal. */
const FIXED_TIME = new Date('1980-01-01T00:00:00');

/**
 * Lays a pipeline's scripts and Python packages out as content-addressed objects under `code/<pipeline>/`.
 *
 * @param definition - text of the pipeline file: a change of it is a new version too
 * @param scripts - job scripts by file name
 * @param library - files of the packages that the scripts import, paths as seen from the import root
 */
export const pipelineCode = (
  pipeline: string,
  definition: string,
  scripts: readonly CodeFile[],
  library: readonly CodeFile[],
): PipelineCode => {
  const archive = zipSync(Object.fromEntries(sorted(library).map((file) => [file.path, [file.content, { mtime: FIXED_TIME }]])));
  const objects = sorted(scripts).map((file): [string, CodeObject] => [file.path, addressed(pipeline, file.path, file.content)]);
  const libraryObject = addressed(pipeline, 'library.zip', archive);
  const keys = [...objects.map(([, object]) => object.key), libraryObject.key];
  return { scripts: new Map(objects), library: libraryObject, version: hashOf(Buffer.from([definition, ...keys].join('\n'))) };
};

const addressed = (pipeline: string, name: string, content: Uint8Array): CodeObject => ({
  key: `code/${pipeline}/${hashOf(content)}/${name}`,
  content,
});

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS);

const sorted = (files: readonly CodeFile[]): CodeFile[] => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
