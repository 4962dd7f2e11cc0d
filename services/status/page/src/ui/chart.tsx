import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { formatMetric } from '../model/format';

/** Colours of the page, by the name of their CSS variable. */
export type Ink = (name: string) => string;

interface ChartProps {
  /** What the chart shows, for those who do not see it; the figures stand in a table beside it. */
  readonly description: string;
  readonly height: number;
  readonly data: uPlot.AlignedData;
  /** Made anew with the colours of the scheme in use. */
  readonly options: (ink: Ink) => Omit<uPlot.Options, 'width' | 'height'>;
}

/** A uPlot chart as wide as its place, in the colours of the page. */
export const Chart = ({ description, height, data, options }: ChartProps): JSX.Element => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let chart: uPlot | undefined;
    const draw = (): void => {
      chart?.destroy();
      const style = getComputedStyle(element);
      chart = new uPlot(
        { width: element.clientWidth, height, ...options((name) => style.getPropertyValue(`--${name}`).trim()) },
        data,
        element,
      );
    };
    draw();
    const resized = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    dark.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, [data, options, height]);
  return <div class="chart" ref={place} role="img" aria-label={description} style={{ minHeight: `${height}px` }} />;
};

/** Of whatever a chart writes. */
export const FONT = '12px system-ui, sans-serif';

/** An axis in the page's colours. */
export const axis = (ink: Ink, more: uPlot.Axis = {}): uPlot.Axis => ({
  stroke: ink('muted'),
  font: FONT,
  grid: { stroke: ink('line'), width: 1 },
  ticks: { show: false },
  ...more,
});

/** A value in the legend, which follows the pointer. */
export const figure = (_chart: uPlot, value: number | null): string => formatMetric(value);
