import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ConcurrentRunsExceededException,
  CrawlerRunningException,
  InternalServiceException,
  StartCrawlerCommand,
  StartJobRunCommand,
} from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Answer, SdkCommand } from '../twins/aws/client-twin';
import { PortCall, REPEATED_PORTS } from './port-call';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

/** How often each thing goes wrong at a call, and how many times in all, so that the world calms down in the end. */
export interface FaultRates {
  readonly crash: number;
  /** Throttling and server errors, before or after the call took effect. */
  readonly error: number;
  readonly stall: number;
  /** Calls that the SDK makes again by itself, since no answer came although they took effect. */
  readonly again: number;
  /** Entries of a batch that SQS or EventBridge refuses although the call succeeds. */
  readonly refused: number;
  readonly starts: StartFaults;
  readonly budget: number;
}

/** What goes wrong at StartJobRun and StartCrawler beside that. */
export interface StartFaults {
  /** Glue has no room: nothing is started. */
  readonly busy: number;
  /** The call is on its way for some seconds before it takes effect. */
  readonly slow: number;
  /** The caller gets the answer only after the lease that it had. */
  readonly frozen: number;
}

/** One invocation of a function; once dead it never goes on. */
export interface Invocation {
  readonly name: string;
  /** When Lambda kills it, where it does. */
  readonly deadline: number;
  dead: boolean;
  /** Whether anything was made to go wrong in it. */
  disturbed: boolean;
  readonly died: () => void;
}

/** An AWS call that failed, before or after it took effect. */
export class InjectedError extends Error {
  override readonly name = 'TimeoutError';
}

/** A call's thread is held up for so long at most; a start on its way for less, since its connection times out. */
export const LONGEST_STALL_MS = 120_000;
const LONGEST_START_MS = 10_000;
/** The span in which a lease of a start runs out. */
const FROZEN_MS = [42_000, 64_000] as const;

export interface Faults {
  /** Makes a call of an invocation: a point where others may come between, and where it may go wrong. */
  readonly call: (invocation: Invocation, command: SdkCommand, answer: Answer) => Promise<object>;
  /** The moment between an invocation's last call and its end. */
  readonly end: (invocation: Invocation) => Promise<void>;
  /** Whether the service refuses an entry of an invocation's call. */
  readonly refuses: (invocation: Invocation) => boolean;
}

export const faultInjector = (scheduler: Scheduler, random: Random, rates: FaultRates): Faults => {
  let budget = rates.budget;
  const strikes = (rate: number): boolean => {
    if (budget <= 0 || !random.chance(rate)) return false;
    budget -= 1;
    return true;
  };
  const disturbs = (invocation: Invocation, rate: number): boolean => {
    const struck = strikes(rate);
    if (struck) invocation.disturbed = true;
    return struck;
  };
  const die = (invocation: Invocation): void => {
    if (invocation.dead) return;
    invocation.dead = true;
    invocation.died();
  };
  /** Never goes on where the invocation dies. One promise, for a schedule has hundreds of these. */
  const wait = (invocation: Invocation, delay: number, mayCrash = false): Promise<void> =>
    new Promise((goOn) => {
      const now = scheduler.now();
      const over = now + delay > invocation.deadline;
      scheduler.at(over ? invocation.deadline : now + delay, () => {
        if (over || (mayCrash && !invocation.dead && disturbs(invocation, rates.crash))) die(invocation);
        if (!invocation.dead) goOn();
      });
    });
  const step = (invocation: Invocation, longest: number): Promise<void> =>
    wait(invocation, disturbs(invocation, rates.stall) ? random.between(1, longest) : 0, true);

  const start = async (invocation: Invocation, command: SdkCommand, answer: Answer): Promise<object> => {
    if (disturbs(invocation, rates.starts.slow)) await wait(invocation, random.between(1, LONGEST_START_MS));
    const busy = disturbs(invocation, rates.starts.busy);
    const [before, after] = [disturbs(invocation, rates.error), disturbs(invocation, rates.error)];
    const result = busy || before ? null : answer(command);
    if (disturbs(invocation, rates.starts.frozen)) await wait(invocation, random.between(...FROZEN_MS));
    if (busy) throw busyOf(command);
    if (!result || after) throw new InternalServiceException({ message: 'no answer', $metadata: {} });
    return result;
  };

  const call: Faults['call'] = async (invocation, command, answer) => {
    const isStart = command instanceof StartJobRunCommand || command instanceof StartCrawlerCommand;
    await step(invocation, isStart ? LONGEST_START_MS : LONGEST_STALL_MS);
    if (isStart) return start(invocation, command, answer);
    if (disturbs(invocation, rates.error)) throw errorOf(command, random);
    const result = answer(command);
    if (disturbs(invocation, rates.stall)) await wait(invocation, random.between(1, LONGEST_STALL_MS));
    if (disturbs(invocation, rates.error)) throw new InjectedError('after');
    return isRepeated(command) && disturbs(invocation, rates.again) ? answer(command) : result;
  };
  return {
    call,
    end: (invocation) => step(invocation, LONGEST_STALL_MS),
    refuses: (invocation) => disturbs(invocation, rates.refused),
  };
};

/** The SDK tells DynamoDB by a token that a transaction is the same again; nothing tells others. */
const isRepeated = (command: SdkCommand): boolean =>
  command instanceof PortCall ? REPEATED_PORTS.has(command.method) : REPEATED_COMMANDS.has(command.constructor);

const REPEATED_COMMANDS: ReadonlySet<unknown> = new Set([
  PutCommand,
  UpdateCommand,
  DeleteCommand,
  SendMessageBatchCommand,
  PutEventsCommand,
  PutObjectCommand,
  PublishCommand,
]);

const busyOf = (command: SdkCommand): Error => {
  const Busy = command instanceof StartCrawlerCommand ? CrawlerRunningException : ConcurrentRunsExceededException;
  return new Busy({ message: 'no room', $metadata: {} });
};

const errorOf = (command: SdkCommand, random: Random): Error => {
  if (!(command instanceof TransactWriteCommand) || random.chance(0.5)) return new InjectedError('before');
  const CancellationReasons = [{ Code: 'TransactionConflict' }];
  return new TransactionCanceledException({ message: 'Transaction cancelled', CancellationReasons, $metadata: {} });
};
