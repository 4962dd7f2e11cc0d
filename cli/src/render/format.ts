/** Seconds for people: `0.4 s`, `12.3 s`, `2 min 05 s`, `1 h 02 min`. */
export const duration = (seconds: number): string => {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
};

/** Bytes for people, in powers of 1024: `812 B`, `16.5 MiB`. */
export const bytes = (count: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  return power === 0 ? `${count} B` : `${(count / 1024 ** power).toFixed(1)} ${units[power]}`;
};

/** A count with separators, the same in every locale. */
export const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : value.toLocaleString('en-US');

/** How long ago a time is, in one unit: `4 s ago`. */
export const age = (iso: string | null, now: Date): string => {
  if (iso === null) return '-';
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(iso)) / 1000));
  const day = 86_400;
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < day) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / day)} d ago`;
};

/** A time for people, in UTC to the second, and how long ago that is. */
export const moment = (iso: string | null, now: Date): string =>
  iso === null ? '-' : `${iso.slice(0, 19).replace('T', ' ')} (${age(iso, now)})`;
