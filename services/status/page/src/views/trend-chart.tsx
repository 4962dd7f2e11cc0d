import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Contender, Trend } from '../api/types';
import { trendColumns, trendInWords } from '../model/trend-chart';
import type { Ink } from '../ui/chart';
import { axis, Chart, figure } from '../ui/chart';

const HEIGHT = 240;
const DAY = 86_400;

/** A metric over the runs, with its mean, its control limits, the baseline, what is outside, and the champion. */
export const TrendChart = ({ trend, champion }: { readonly trend: Trend; readonly champion: Contender | null }): JSX.Element => {
  const data = useMemo<uPlot.AlignedData>(() => {
    const columns = trendColumns(trend, champion);
    return [[...columns.seconds], [...columns.values], [...columns.baseline], [...columns.outside], [...columns.champion]];
  }, [trend, champion]);
  const options = useCallback((ink: Ink) => chartOptions(trend, ink), [trend]);
  return <Chart description={trendInWords(trend)} height={HEIGHT} data={data} options={options} />;
};

const chartOptions = ({ metric, stability: { mean, limits } }: Trend, ink: Ink): Omit<uPlot.Options, 'width' | 'height'> => ({
  scales: {
    // uPlot draws one run alone on an axis of years.
    x: { range: ({ data }, low, high) => (data[0].length === 1 ? [low - DAY, low + DAY] : [low, high]) },
    y: { range: (_chart, low, high) => padded(Math.min(low, limits?.lower ?? low), Math.max(high, limits?.upper ?? high)) },
  },
  axes: [axis(ink, { grid: { show: false } }), axis(ink, { size: 56 })],
  series: [
    {},
    { label: metric, stroke: ink('series-1'), width: 2, points: { show: true, size: 6, fill: ink('paper') }, value: figure },
    { label: 'baseline', stroke: ink('muted'), width: 1, dash: [4, 4], points: { show: false }, value: figure },
    {
      label: 'outside the limits',
      stroke: ink('bad'),
      width: 0,
      paths: () => null,
      points: { show: true, size: 10, fill: ink('bad') },
      value: figure,
    },
    {
      label: 'champion',
      stroke: ink('good'),
      width: 2,
      paths: () => null,
      points: { show: true, size: 14, width: 3, fill: 'transparent' },
      value: figure,
    },
  ],
  hooks: { drawAxes: [(chart) => drawLimits(chart, ink, mean, limits)] },
});

const padded = (low: number, high: number): [number, number] => {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
};

/** Mean and control limits, beneath the curve. */
const drawLimits = (chart: uPlot, ink: Ink, mean: number, limits: Trend['stability']['limits']): void => {
  const { ctx, bbox } = chart;
  ctx.save();
  const line = (value: number, colour: string, dash: number[]): void => {
    const y = chart.valToPos(value, 'y', true);
    ctx.strokeStyle = colour;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  };
  if (limits) {
    const top = chart.valToPos(limits.upper, 'y', true);
    ctx.fillStyle = ink('accent-soft');
    ctx.globalAlpha = 0.55;
    ctx.fillRect(bbox.left, top, bbox.width, chart.valToPos(limits.lower, 'y', true) - top);
    ctx.globalAlpha = 1;
    line(limits.lower, ink('warn'), [6, 4]);
    line(limits.upper, ink('warn'), [6, 4]);
  }
  line(mean, ink('line-strong'), []);
  ctx.restore();
};
