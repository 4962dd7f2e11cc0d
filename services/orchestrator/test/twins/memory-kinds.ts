import type { Ports } from '../../src/ports';
import type { StepKinds } from '../../src/step-kinds';

/** A kind that a test does not play must not be asked for anything. */
const unplayed = (name: string) => async (): Promise<never> => {
  throw new Error(`The test has no ${name}`);
};
const unplayedKind = (name: string) => ({
  isLimited: false,
  start: unplayed(name),
  observe: unplayed(name),
  stop: unplayed(name),
});

/** The kinds of steps that a test plays, with leave for every start. */
export const memoryKinds = (played: Partial<StepKinds>): Pick<Ports, 'kinds' | 'permitStart'> => ({
  kinds: {
    'glue-job': unplayedKind('Glue job'),
    crawler: unplayedKind('crawler'),
    gate: unplayedKind('gate'),
    ...played,
  },
  permitStart: async () => true,
});
