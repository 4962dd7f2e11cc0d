import type { CommandResult, Context } from '../context';
import { awsStage } from '../doctor/aws-stage';
import { examine } from '../doctor/examine';
import { EXIT } from '../exit-code';
import { doctorReport } from '../render/doctor';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

/** `relay doctor`: whether a stage has everything in place; exit code 1 where a check fails. */
export const doctor = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const findings = await examine(await awsStage(target), target.stage, context.now);
  const exitCode = findings.some(({ level }) => level === 'fail') ? EXIT.failed : EXIT.ok;
  return { document: { stage: target.stage, findings }, text: doctorReport(target.stage, findings), exitCode };
};
