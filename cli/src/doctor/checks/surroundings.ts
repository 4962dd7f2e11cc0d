import type { Fault } from '../finding';
import { fail, warn } from '../finding';
import type { Look } from '../ports';
import { redeploy } from '../ports';
import { stackNameOf } from './stacks';

/** The bucket tells EventBridge of its objects, and keeps their versions. */
export const checkBucket = async ({ stage, ports }: Look): Promise<Fault[]> => {
  const name = (await ports.parameters()).get(`/relay/${stage}/data-bucket/name`);
  if (!name) return [];
  const bucket = await ports.bucket(name);
  const remedy = redeploy(stackNameOf(stage, 'shared'));
  if (!bucket) return [fail(`bucket ${name} is not there`, remedy)];
  return [
    ...(bucket.announces
      ? []
      : [fail(`bucket ${name} does not tell EventBridge of its objects: only the sweep finds files`, remedy)]),
    ...(bucket.versioned ? [] : [fail(`bucket ${name} keeps no versions: what is written over is lost`, remedy)]),
  ];
};

/** Longest time without a sweep, in minutes: several times the interval of two. */
const QUIET_MINUTES = 10;

/** Both sweeps ran lately: a function's log has lines of each of its runs. */
export const checkSweeps = async ({ stage, ports, now }: Look): Promise<Fault[]> => {
  const since = new Date(now().getTime() - QUIET_MINUTES * 60_000);
  const found = await Promise.all(
    ['ingest', 'orchestrator'].map(async (service) => {
      const name = `relay-${service}-${stage}-sweep`;
      const what = `the sweep of ${service} has not run for ${QUIET_MINUTES} minutes: what no event said is not found`;
      return (await ports.hasLogged(name, since))
        ? []
        : [fail(what, `its schedule must be enabled; the log of ${name} says more`)];
    }),
  );
  return found.flat();
};

/** AWS refuses requests whose time is 5 minutes off. Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const REFUSED_SECONDS = 300;
const LARGE_SECONDS = 30;

/** This machine's clock and AWS's agree. */
export const checkClock = async ({ ports, now }: Look): Promise<Fault[]> => {
  const theirs = await ports.serverTime();
  const off = theirs ? Math.abs(theirs.getTime() - now().getTime()) / 1000 : 0;
  if (off < LARGE_SECONDS) return [];
  const what = `this machine's clock is ${Math.round(off)} s off`;
  return [
    off > REFUSED_SECONDS ? fail(what, 'set it: AWS refuses its requests') : warn(what, 'set it: times in reports are wrong'),
  ];
};
