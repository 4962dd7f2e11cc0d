/** The part of asciichart that is used; it brings no types. */
declare module 'asciichart' {
  interface Config {
    readonly height?: number;
    readonly min?: number;
    readonly colors?: readonly string[];
    readonly format?: (value: number, index: number) => string;
  }
  export const blue: string;
  export const green: string;
  export const magenta: string;
  export const cyan: string;
  export const yellow: string;
  export const red: string;
  export const reset: string;
  export function plot(series: readonly (readonly number[])[], config?: Config): string;
}
