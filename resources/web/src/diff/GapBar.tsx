// The bar where a diff leaves lines out: it says how many, and shows them, some or all.
import {ArrowDownFromLine, ArrowUpFromLine, FoldVertical, UnfoldVertical} from 'lucide-preact';
import type {HunkRow, TailRow} from '../model/diffRows.ts';
import {plural} from '../model/words.ts';

const step = 20;

/** Shows the old lines `from` up to, but without, `to`. */
export type Show = (from: number, to: number) => void;

function Buttons({row, onShow}: {row: HunkRow | TailRow; onShow: Show}) {
  const {from, hidden} = row;
  const to = from + hidden;
  const isLong = hidden > step;
  const all = hidden === Infinity ? 'Show the rest of the file' : `Show ${plural(hidden, 'unchanged line')}`;
  return <>
    {isLong && from > 1 && <button type="button" class="gap-button" data-way="down" aria-label={`Show the next ${step} lines`} title={`Show the next ${step} lines`} onClick={() => onShow(from, from + step)}><ArrowDownFromLine size={14} aria-hidden="true" /></button>}
    {isLong && row.type === 'hunk' && <button type="button" class="gap-button" data-way="up" aria-label={`Show the ${step} lines before`} title={`Show the ${step} lines before`} onClick={() => onShow(to - step, to)}><ArrowUpFromLine size={14} aria-hidden="true" /></button>}
    <button type="button" class="gap-button all" data-way="all" onClick={() => onShow(from, to)}><UnfoldVertical size={14} aria-hidden="true" />{all}</button>
  </>;
}

export function GapBar({row, style, isBusy, onShow}: {row: HunkRow | TailRow; style: Record<string, string>; isBusy: boolean; onShow?: Show}) {
  const isHunk = row.type === 'hunk';
  return <div class="diff-row hunk" style={style} title={isHunk && !onShow ? row.header : undefined} data-gap={row.from} aria-busy={isBusy || undefined}>
    {row.hidden > 0 && (onShow ? <Buttons row={row} onShow={isBusy ? () => {} : onShow} /> : <><FoldVertical size={14} aria-hidden="true" /><span>{plural(row.hidden, 'unchanged line')}</span></>)}
    {isHunk && row.text && <code class="clip" title={row.header}>{row.text}</code>}
  </div>;
}
