import { UsageError } from './failures';

const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*$/;
/** Object metadata travels in HTTP headers: printable ASCII only. */
const VALUE_PATTERN = /^[\x20-\x7e]*$/;

/**
 * Adds one `NAME=VALUE` to the ones before; the value may hold further `=`.
 *
 * @throws UsageError where it is not of that form or given twice
 */
export const collectSetting = (text: string, before: Readonly<Record<string, string>>): Record<string, string> => {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  const value = text.slice(at + 1);
  if (at < 1 || !NAME_PATTERN.test(name)) throw new UsageError(`--set expects NAME=VALUE, found "${text}".`);
  if (!VALUE_PATTERN.test(value)) throw new UsageError(`--set ${name}: the value may hold printable ASCII characters only.`);
  if (Object.hasOwn(before, name)) throw new UsageError(`--set ${name} is given twice.`);
  return { ...before, [name]: value };
};
