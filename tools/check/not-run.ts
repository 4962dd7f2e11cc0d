/** A part could not look: neither passed nor failed. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
}
