// What a run has used, against what it may use, while it goes on.
import {useEffect, useRef} from 'preact/hooks';
import type {RunSummary} from '../api/types.ts';
import {useNow} from '../components/parts.tsx';
import {standing, type Standing} from '../model/budgets.ts';
import type {LiveRun} from './useRun.ts';

const isNear = ({used, most}: Standing) => most > 0 && (used ?? 0) >= most * 0.8;
const said = ({limit, used, most}: Standing) => `${used === undefined ? 'unknown' : limit.shown(used)}${most > 0 ? ` of ${limit.shown(most)}` : ''}`;

/** Output comes too fast to read the whole view again for each piece, so that it is added here. */
function useOutput(live: LiveRun, lastSeq: number): number {
  const pieces = useRef<[number, number][]>([]);
  useEffect(() => live.subscribe(event => {
    if (event.type === 'command.output') pieces.current.push([event.seq, new TextEncoder().encode(String(event.data.text ?? '')).length]);
  }), [live.subscribe]);
  pieces.current = pieces.current.filter(([seq]) => seq > lastSeq);
  return pieces.current.reduce((sum, [, size]) => sum + size, 0);
}

export function Spend({run, live}: {run: RunSummary; live: LiveRun}) {
  const now = useNow(Math.floor);
  const more = useOutput(live, run.last_seq);
  const rows = standing(run, now, more);
  if (!rows.length) return null;
  return <section aria-labelledby="spend-title"><h2 id="spend-title" class="small soft">Used{run.state === 'running' ? ' so far' : ''}</h2>
    <dl class="spend">{rows.map(row => <div key={row.limit.name} class={isNear(row) ? 'near' : ''}>
      <dt>{row.limit.label}</dt><dd class="number">{said(row)}</dd>
      {row.most > 0 && <span class="share" aria-hidden="true"><i style={{width: `${Math.min(100, 100 * (row.used ?? 0) / row.most)}%`}} /></span>}
    </div>)}</dl></section>;
}

/** The same in one line, for lists. */
export function SpendLine({run}: {run: RunSummary}) {
  const now = useNow(Math.floor);
  const rows = standing(run, now).filter(row => row.most > 0 || ['tokens', 'cost_usd', 'wall_seconds'].includes(row.limit.name));
  return <span class="spend-line faint tiny number">{rows.map(row => <span key={row.limit.name} class={isNear(row) ? 'near' : ''}>{row.limit.label.toLowerCase()} {said(row)}</span>)}</span>;
}
