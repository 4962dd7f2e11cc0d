import type { Context } from 'aws-lambda';
import type { Deployed } from './deployed';
import type { Faults, Invocation } from './faults';
import { PortCall } from './port-call';
import type { Scheduler } from './scheduler';
import type { Deployment, FunctionName, Handler } from './workers';
import { makeWorker } from './workers';

/** What became of an invocation: the handler's answer, or that it threw, crashed or ran out of time. */
export type Outcome = { readonly ok: true; readonly answer: unknown } | { readonly ok: false };

/** Lambda: invokes functions, each invocation in a worker of its own, which serves the next once it is free. */
export interface Lambda {
  readonly invoke: (name: FunctionName, event: object, done: (outcome: Outcome, invocation: Invocation) => void) => void;
  /** The invocation whose call is being answered. */
  readonly calling: () => Invocation | null;
}

export interface LambdaOptions {
  readonly deployed: Deployed;
  readonly deployment: Deployment;
  readonly faults: Faults;
  readonly time: Scheduler;
  /** Whether invocations are killed when their time is up; else a stalled one goes on, as one with more time would. */
  readonly timeouts: boolean;
  /** Told of every call that a function makes. */
  readonly onCall: (name: FunctionName, command: string) => void;
}

interface Worker {
  readonly handler: Handler;
  invocation: Invocation | null;
}

export const lambda = ({ deployed, deployment, faults, time, timeouts, onCall }: LambdaOptions): Lambda => {
  const idle = new Map<FunctionName, Worker[]>();
  let calling: Invocation | null = null;

  const newWorker = (name: FunctionName): Worker => {
    const worker: Worker = {
      handler: makeWorker(name, deployment, (command, answer) => {
        const { invocation } = worker;
        if (!invocation) throw new Error(`${name} makes a call after its end`);
        return faults.call(invocation, command, (given) => {
          calling = invocation;
          onCall(name, given instanceof PortCall ? given.method : given.constructor.name);
          return answer(given);
        });
      }),
      invocation: null,
    };
    return worker;
  };

  const invoke: Lambda['invoke'] = (name, event, done) => {
    const free = idle.get(name) ?? [];
    idle.set(name, free);
    const worker = free.pop() ?? newWorker(name);
    const deadline = timeouts ? time.now() + deployed.timeoutSeconds(name) * 1000 : Number.POSITIVE_INFINITY;
    const died = () => done({ ok: false }, invocation);
    const invocation: Invocation = { name, deadline, dead: false, disturbed: false, died };
    worker.invocation = invocation;
    const finish = (outcome: Outcome) => {
      worker.invocation = null;
      free.push(worker);
      done(outcome, invocation);
    };
    const run = async (): Promise<Outcome> => {
      const outcome = await worker.handler(event as never, CONTEXT).then(
        (answer): Outcome => ({ ok: true, answer }),
        (): Outcome => ({ ok: false }),
      );
      await faults.end(invocation);
      return outcome;
    };
    void run().then(finish);
  };
  return { invoke, calling: () => calling };
};

const CONTEXT = {
  functionName: 'simulated',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:simulated',
  memoryLimitInMB: '512',
  awsRequestId: 'request',
} as Context;
