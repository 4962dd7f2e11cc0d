/** A step of the bootstrap that could not be done: what failed, what the tool said, and what its user can do. */
export class BootstrapFailure extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   * @param {string} [output] - the tool's own words
   */
  constructor(message, remedy, output = '') {
    super(message);
    this.name = 'BootstrapFailure';
    this.remedy = remedy;
    this.output = output;
  }

  /** All of it as text for a terminal. */
  report() {
    const output = this.output.trim();
    const quoted = output === '' ? [] : [output.replaceAll(/^/gm, '  | ')];
    return [this.message, ...quoted, `What to do: ${this.remedy}`].join('\n');
  }
}

/** Its user stopped the bootstrap. */
export class Interrupted extends Error {
  /**
   * @param {string} title - the step that was at work
   * @param {number} exitCode - 128 + number of the signal
   */
  constructor(title, exitCode) {
    super(`Interrupted during "${title}". Nothing half-made counts as done: the next start does this step again.`);
    this.name = 'Interrupted';
    this.exitCode = exitCode;
  }
}
