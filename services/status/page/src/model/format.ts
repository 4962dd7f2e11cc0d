const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const KILO = 1000;
const NONE = '–';

/** Seconds as a person says them: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`, `3 d 4 h`. */
export const formatSeconds = (seconds: number | null): string => {
  if (seconds === null) return NONE;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${String(whole % MINUTE).padStart(2, '0')} s`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)} h ${String(Math.floor((whole % HOUR) / MINUTE)).padStart(2, '0')} min`;
  return `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / HOUR)} h`;
};

/** Bytes in decimal units, three figures. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / KILO ** power;
  return `${power === 0 ? value : Number(value.toPrecision(3))} ${units[power]}`;
};

/** A whole number with the viewer's separators. */
export const formatCount = (count: number | null, locale?: string): string =>
  count === null ? NONE : new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);

/** Dollars: cents where they tell something, else two significant figures. */
export const formatDollars = (dollars: number | null, locale?: string): string => {
  if (dollars === null) return NONE;
  const small = dollars > 0 && dollars < 0.1;
  const options = small ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    ...options,
  }).format(dollars);
};

/** A metric or a value of a series: four significant figures. */
export const formatMetric = (value: number | null, locale?: string): string =>
  value === null ? NONE : new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }).format(value);

/** A share from 0 to 1; never rounded to 100% while anything is missing. */
export const formatShare = (share: number | null): string => {
  if (share === null) return NONE;
  const percent = share * 100;
  const shown = percent > 99 && percent < 100 ? Math.floor(percent * 10) / 10 : Math.round(percent);
  return `${shown}%`;
};

/** A time in the viewer's zone; without the year where it is this one. */
export const formatTime = (iso: string, now: Date, zone?: string, locale?: string): string => {
  const time = new Date(iso);
  const year = (date: Date): string => new Intl.DateTimeFormat('en', { year: 'numeric', ...inZone(zone) }).format(date);
  return new Intl.DateTimeFormat(locale, {
    ...(year(time) === year(now) ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...inZone(zone),
  }).format(time);
};

const inZone = (zone: string | undefined): { timeZone?: string } => (zone === undefined ? {} : { timeZone: zone });

/** The same time in UTC, to the second. */
export const formatUtc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** How far a time is from now: `just now`, `5 min ago`, `in 2 h`. */
export const formatDistance = (iso: string, now: Date): string => {
  const seconds = (new Date(iso).getTime() - now.getTime()) / KILO;
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  const rounded =
    size < MINUTE
      ? `${Math.round(size)} s`
      : size < HOUR
        ? `${Math.round(size / MINUTE)} min`
        : size < 2 * DAY
          ? `${Math.round(size / HOUR)} h`
          : `${Math.round(size / DAY)} d`;
  return seconds < 0 ? `${rounded} ago` : `in ${rounded}`;
};

/** Seconds between two times. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / KILO;

/** A metric's name as the head of a column: its words may break into lines. */
export const metricTitle = (metric: string): string => metric.replaceAll('_', ' ').toUpperCase();
