import type { SdkCommand } from '../twins/aws/client-twin';

/** A call of a port instead of a service, in the form of a command, so that the same things may go wrong with it. */
export class PortCall<Answer> implements SdkCommand {
  readonly input = {};
  #answer: Promise<Answer> | null = null;

  constructor(
    readonly method: string,
    private readonly real: () => Promise<Answer>,
  ) {}

  /** Has the port take effect at once; made again, the last answer counts. */
  readonly act = (): this => {
    this.#answer = this.real();
    return this;
  };

  readonly answer = (): Promise<Answer> => {
    if (!this.#answer) throw new Error(`${this.method} did not take effect`);
    return this.#answer;
  };
}

/** Writes that nothing tells the service are the same again. */
export const REPEATED_PORTS: ReadonlySet<string> = new Set([
  'recordCommand',
  'permitStart',
  'releaseSlot',
  'claim',
  'confirm',
  'dropDeadline',
  'noteTold',
]);
