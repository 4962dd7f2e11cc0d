import type { SdkCommand } from '../twins/aws/client-twin';

/** A call of a port instead of a service, in the form of a command, so that the same things may go wrong with it. */
export class PortCall<Answer> implements SdkCommand {
  readonly input = {};
  private effect: Promise<Answer> | null = null;

  constructor(
    readonly method: string,
    private readonly real: () => Promise<Answer>,
  ) {}

  /** Has the port take effect at once; made again, the last answer counts. */
  takeEffect(): this {
    this.effect = this.real();
    return this;
  }

  answer(): Promise<Answer> {
    if (!this.effect) throw new Error(`${this.method} did not take effect`);
    return this.effect;
  }
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
