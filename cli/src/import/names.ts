const LONGEST = 32;

/** A name as pipeline.yml takes it: lower-case letters, digits and "-", beginning with a letter. */
export const nameOf = (given: string): string => {
  const plain = given
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return (/^[a-z]/.test(plain) ? plain : `n-${plain}`).slice(0, LONGEST).replace(/-+$/, '');
};

/** The name, with a number where it is taken. */
export const freeNameOf = (given: string, taken: ReadonlySet<string>): string => {
  const name = nameOf(given);
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    const end = `-${number}`;
    const numbered = `${name.slice(0, LONGEST - end.length).replace(/-+$/, '')}${end}`;
    if (!taken.has(numbered)) return numbered;
  }
};
