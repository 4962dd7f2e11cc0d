import type { Command } from 'commander';
import type { Context } from './context';
import { countUpTo } from './count-option';
import type { Deliver } from './program-options';
import { withJson, withTarget } from './program-options';
import type { TargetOptions } from './target';

type Given<More> = TargetOptions & { readonly json?: boolean } & More;

const MOST = 1_000;
const MOST_HOURS = 24 * 455;

/** The commands about quality: stability, drift, champions and dashboards. */
export const addQuality = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const add = (parent: Command, spec: string, text: string): Command =>
    withTarget(withJson(parent.command(spec).description(text)));
  const ofPipeline = (parent: Command, spec: string, text: string): Command =>
    add(parent, spec, text).requiredOption('--pipeline <name>', 'of this pipeline');

  ofPipeline(program, 'stability', 'how a metric of each model went over the latest runs')
    .option('--runs <count>', 'so many', countUpTo(MOST), 5)
    .option('--metric <name>', 'this metric (default: the one that decides about the champion)')
    .action(async (options: Given<{ pipeline: string; runs: number; metric?: string }>) =>
      deliver(await (await import('./commands/quality')).stability(context(options.json === true), options)),
    );
  ofPipeline(program, 'drift', 'figures of runs that lie outside what the runs before them lead to expect')
    .option('--limit <count>', 'at most so many', countUpTo(MOST), 20)
    .action(async (options: Given<{ pipeline: string; limit: number }>) =>
      deliver(await (await import('./commands/quality')).drift(context(options.json === true), options)),
    );
  add(program, 'dashboard', "draw a pipeline's dashboard as deployed, or the platform's")
    .argument('[pipeline]')
    .option('--hours <count>', 'the last so many (default: 1 on the local cloud, 48 on AWS)', countUpTo(MOST_HOURS))
    .action(async (pipeline: string | undefined, options: Given<{ hours?: number }>) =>
      deliver(await (await import('./commands/dashboard')).dashboard(context(options.json === true), pipeline, options)),
    );

  const champion = program.command('champion').description('which model of a pipeline is champion');
  ofPipeline(champion, 'show', 'the champion, and the decisions about it').action(async (options: Given<{ pipeline: string }>) =>
    deliver(await (await import('./commands/quality')).showChampion(context(options.json === true), options)),
  );
  ofPipeline(champion, 'approve', 'make a model champion, whatever the rule says')
    .argument('<run-id>', 'the run that trained it')
    .requiredOption('--model <name>', 'which of its models')
    .option('--variant <name>', 'which variant, where the run has several')
    .requiredOption('--reason <text>', 'kept with the decision')
    .action(async (runId: string, options: Given<{ pipeline: string; model: string; variant?: string; reason: string }>) =>
      deliver(await (await import('./commands/quality')).approveChampion(context(options.json === true), runId, options)),
    );
  ofPipeline(champion, 'rollback', 'make the champion before this one champion again')
    .requiredOption('--reason <text>', 'kept with the decision')
    .action(async (options: Given<{ pipeline: string; reason: string }>) =>
      deliver(await (await import('./commands/quality')).rollBackChampion(context(options.json === true), options)),
    );
};
