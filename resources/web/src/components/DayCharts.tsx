// Fourteen days as small bars: how runs ended, and what they cost.
import type {DayFigure} from '../api/types.ts';
import {money, plural} from '../model/words.ts';

const states = ['completed', 'blocked', 'failed', 'cancelled'] as const;
const height = 96;

function dayWord(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {day: 'numeric', month: 'short', timeZone: 'UTC'});
}

function Frame({days, label, bars}: {days: DayFigure[]; label: string; bars: (day: DayFigure, x: number, width: number) => {title: string; parts: {name: string; y: number; height: number}[]}}) {
  const step = 100 / Math.max(1, days.length);
  return <>
    <svg class="chart" viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <line x1="0" x2="100" y1={height - 0.5} y2={height - 0.5} vector-effect="non-scaling-stroke" />
      {days.map((day, index) => {
        const {title, parts} = bars(day, index * step, step);
        return <g key={day.day}><title>{title}</title><rect class="hit" x={index * step} y={0} width={step} height={height} />
          {parts.map(part => part.height > 0 && <rect key={part.name} class={part.name} x={index * step + step * 0.18} width={step * 0.64} y={part.y} height={part.height} />)}</g>;
      })}
    </svg>
    <div class="chart-foot"><span>{days[0] && dayWord(days[0].day)}</span><span>{days.length > 0 && dayWord(days[days.length - 1].day)}</span></div>
  </>;
}

export function OutcomeChart({days}: {days: DayFigure[]}) {
  const most = Math.max(1, ...days.map(day => states.reduce((sum, state) => sum + day[state], 0)));
  const total = days.reduce((sum, day) => sum + states.reduce((all, state) => all + day[state], 0), 0);
  return <Frame days={days} label={`${plural(total, 'run')} in the last ${days.length} days`} bars={day => {
    let y = height - 1;
    const parts = states.map(state => {
      const part = {name: state, height: day[state] / most * (height - 6), y: 0};
      y -= part.height;
      return {...part, y};
    });
    return {title: `${dayWord(day.day)}: ${states.map(state => `${day[state]} ${state}`).join(', ')}`, parts};
  }} />;
}

export function SpendChart({days}: {days: DayFigure[]}) {
  const most = Math.max(0.0001, ...days.map(day => day.cost_usd));
  const total = days.reduce((sum, day) => sum + day.cost_usd, 0);
  return <Frame days={days} label={`${money(total)} spent in the last ${days.length} days`} bars={day => {
    const tall = day.cost_usd / most * (height - 6);
    return {title: `${dayWord(day.day)}: ${money(day.cost_usd)}`, parts: [{name: 'cost', y: height - 1 - tall, height: tall}]};
  }} />;
}
