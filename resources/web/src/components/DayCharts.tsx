// Fourteen days as small bars: how runs ended, and what they cost. uPlot is fetched when the first chart is drawn.
import {useEffect, useRef, useState} from 'preact/hooks';
import type uPlot from 'uplot';
import type {DayFigure} from '../api/types.ts';
import {useStore} from '../app/store.ts';
import {theme} from '../app/theme.ts';
import {money, plural} from '../model/words.ts';

const states = ['completed', 'blocked', 'failed', 'cancelled'] as const;
const height = 96;

interface Layer { colour: string; values: number[] }

function dayWord(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {day: 'numeric', month: 'short', timeZone: 'UTC'});
}

/** Layers that are drawn over each other, the highest first, so that the sums look stacked. */
function stacked(layers: Layer[]): Layer[] {
  const sums: number[] = [];
  return layers.map(layer => ({...layer, values: layer.values.map((value, index) => sums[index] = (sums[index] ?? 0) + value)})).reverse();
}

function optionsOf(Plot: typeof uPlot, layers: Layer[], width: number, onDay: (index: number | null) => void): uPlot.Options {
  const colours = getComputedStyle(document.documentElement);
  const bars = Plot.paths.bars!({size: [0.64, 40], align: 0});
  const days = layers[0].values.length;
  const most = Math.max(...layers.flatMap(layer => layer.values), 0);
  return {
    width, height, padding: [4, 0, 0, 0], legend: {show: false},
    cursor: {x: true, y: false, points: {show: false}, drag: {x: false, y: false}},
    scales: {x: {time: false, range: [-0.5, days - 0.5]}, y: {range: [0, most || 1]}},
    axes: [{show: false}, {show: false}],
    series: [{}, ...layers.map(layer => ({fill: colours.getPropertyValue(layer.colour).trim(), width: 0, paths: bars, points: {show: false}}))],
    hooks: {setCursor: [plot => onDay(plot.cursor.idx ?? null)]},
  };
}

function Chart({days, label, layers, textOf}: {days: DayFigure[]; label: string; layers: Layer[]; textOf: (day: DayFigure) => string}) {
  const box = useRef<HTMLDivElement>(null);
  const chosen = useStore(theme);
  const [index, setIndex] = useState<number | null>(null);
  const values = JSON.stringify(layers);
  useEffect(() => {
    const element = box.current!;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let plot: uPlot | undefined;
    let isThere = true;
    const draw = async () => {
      const {default: Plot} = await import('uplot');
      if (!isThere || !element.clientWidth || !days.length) return;
      plot?.destroy();
      const drawn = stacked(layers);
      plot = new Plot(optionsOf(Plot, drawn, element.clientWidth, setIndex), [days.map((_, at) => at), ...drawn.map(layer => layer.values)], element);
    };
    const again = () => void draw();
    const observer = new ResizeObserver(() => element.clientWidth !== plot?.width && again());
    observer.observe(element);
    dark.addEventListener('change', again);
    return () => {
      isThere = false;
      observer.disconnect();
      dark.removeEventListener('change', again);
      plot?.destroy();
    };
  }, [values, chosen]);
  const day = index === null ? undefined : days[index];
  return <>
    <div class="chart" ref={box} role="img" aria-label={label} style={{height: `${height}px`}} />
    <div class="chart-foot">{day ? <span>{textOf(day)}</span> : <><span>{days[0] && dayWord(days[0].day)}</span><span>{days.length > 0 && dayWord(days[days.length - 1].day)}</span></>}</div>
  </>;
}

export function OutcomeChart({days}: {days: DayFigure[]}) {
  const total = days.reduce((sum, day) => sum + states.reduce((all, state) => all + day[state], 0), 0);
  const layers = states.map(state => ({colour: state === 'cancelled' ? '--line-strong' : `--${state}-mark`, values: days.map(day => day[state])}));
  const said = (day: DayFigure) => states.filter(state => day[state]).map(state => `${day[state]} ${state}`).join(', ') || 'no run';
  return <Chart days={days} layers={layers} label={`${plural(total, 'run')} in the last ${days.length} days`} textOf={day => `${dayWord(day.day)}: ${said(day)}`} />;
}

export function SpendChart({days}: {days: DayFigure[]}) {
  const total = days.reduce((sum, day) => sum + day.cost_usd, 0);
  if (!total) return <p class="soft small">Nothing was spent in the last {days.length} days.</p>;
  return <Chart days={days} layers={[{colour: '--accent', values: days.map(day => day.cost_usd)}]} label={`${money(total)} spent in the last ${days.length} days`} textOf={day => `${dayWord(day.day)}: ${money(day.cost_usd)}`} />;
}
