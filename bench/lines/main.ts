import { pipelineFolders } from '../../cli/src/authoring/folders';
import { table } from '../../cli/src/render/table';
import { countPipeline } from './count';

/**
 * `npm run bench:lines`: lines that a team writes for each pipeline, beside those of the same chain as a state machine or a Glue
 * workflow with the resources around it (`bench/lines/*.json`, written as such a team would have). Comments and blank
 * lines are left out. What the platform adds to a pipeline and its counterpart lacks is not counted.
 *
 * @param root - root of the clone
 */
export const bench = async (root: string): Promise<void> => {
  const right = { align: 'right' } as const;
  const rows = pipelineFolders(root).map(({ name }) => {
    const { definition, jobs, transforms, counterpart } = countPipeline(root, name);
    const without = counterpart ? counterpart.orchestration + counterpart.resources : null;
    return [
      name,
      String(definition),
      counterpart ? `${without}` : '-',
      counterpart
        ? `${counterpart.kind} ${counterpart.orchestration}, its resources ${counterpart.resources}`
        : 'not written down',
      without === null ? '-' : `${(without / definition).toFixed(1)} x`,
      String(jobs),
      String(transforms),
    ];
  });
  process.stdout.write(
    table(
      [
        { head: 'PIPELINE' },
        { head: 'DEFINITION', ...right },
        { head: 'WITHOUT', ...right },
        { head: 'OF WHICH' },
        { head: 'RATIO', ...right },
        { head: 'JOBS', ...right },
        { head: 'TRANSFORMS', ...right },
      ],
      rows,
      'No pipeline.',
    ),
  );
};
