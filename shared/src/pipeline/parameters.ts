import type { Parameters, ParameterValue } from '../dataset';
import type { ParameterDeclaration } from './definition';

/** Prefix of the object metadata that carries run parameters: `x-amz-meta-relay-tuned: true`. */
export const PARAMETER_METADATA_PREFIX = 'relay-';

/** Values for every declared parameter, or what is wrong with the given ones. */
export type ResolvedParameters =
  | { readonly ok: true; readonly values: Parameters }
  | { readonly ok: false; readonly faults: string[] };

/**
 * Reads given texts by their declarations and fills in the defaults.
 *
 * @param declared - parameters that the pipeline declares
 * @param given - name to text, as a user or the object's metadata gave them
 */
export const resolveParameters = (
  declared: Readonly<Record<string, ParameterDeclaration>>,
  given: Readonly<Record<string, string>>,
): ResolvedParameters => {
  const known = Object.keys(declared);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const faults = unknown.map((name) => `unknown parameter "${name}"; the pipeline has ${known.join(', ') || 'none'}`);
  const values: Parameters = {};
  for (const [name, declaration] of Object.entries(declared)) {
    const text = given[name];
    const value = text === undefined ? declaration.default : parseValue(declaration, text);
    if (value === undefined) faults.push(`parameter "${name}" expects ${expected(declaration)}, found "${text}"`);
    else values[name] = value;
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, values };
};

/** The parameters that an object's user metadata carries (S3 lower-cases metadata names). */
export const parametersInMetadata = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata)
      .filter(([name]) => name.startsWith(PARAMETER_METADATA_PREFIX))
      .map(([name, text]) => [name.slice(PARAMETER_METADATA_PREFIX.length), text]),
  );

/** The object metadata that carries parameters; the inverse of `parametersInMetadata`. */
export const metadataOfParameters = (given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, text]) => [`${PARAMETER_METADATA_PREFIX}${name}`, text]));

const parseValue = (declaration: ParameterDeclaration, text: string): ParameterValue | undefined => {
  const value = readValue(declaration.type, text);
  return declaration.choices && value !== undefined && !declaration.choices.includes(value) ? undefined : value;
};

const readValue = (type: ParameterDeclaration['type'], text: string): ParameterValue | undefined => {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
};

const expected = (declaration: ParameterDeclaration): string => {
  if (declaration.choices) return `one of ${declaration.choices.join(', ')}`;
  return declaration.type === 'boolean' ? 'true or false' : `a ${declaration.type}`;
};
