import { InvalidArgumentError } from 'commander';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const MS_PER_DAY = 86_400_000;

/** Reads an option that is a day of UTC. */
export const dayOf = (text: string): string => {
  if (!DAY.test(text) || Number.isNaN(Date.parse(text))) throw new InvalidArgumentError('It must be a day, like 2026-11-12.');
  return text;
};

/** Reads an option that is a time, in UTC unless it names a zone; a day is the moment at which it begins. ISO 8601, UTC. */
export const timeOf = (text: string): string => {
  const at = Date.parse(DAY.test(text) || ZONE.test(text) ? text : `${text}Z`);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at))
    throw new InvalidArgumentError('It must be a date or time, like 2026-11-12 or 2026-11-12T06:00:00Z.');
  return new Date(at).toISOString();
};

/** As `timeOf`, of an option that a stretch ends with: a day belongs to the stretch, and so stands for the moment at which it ends. */
export const endOf = (text: string): string => {
  const at = timeOf(text);
  return DAY.test(text) ? new Date(Date.parse(at) + MS_PER_DAY).toISOString() : at;
};
