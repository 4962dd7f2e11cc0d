/** Something about the local cloud that its user must know and can do something about. */
export class LocalFailure extends Error {
  /**
   * @param message - what is wrong
   * @param remedy - what to do about it
   * @param detail - a tool's own words, such as the last lines of its log
   */
  constructor(
    message: string,
    readonly remedy: string,
    readonly detail = '',
  ) {
    super(message);
    this.name = 'LocalFailure';
  }
}
