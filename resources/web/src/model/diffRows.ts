// A file diff as rows to draw, unified or side by side, each with a height that is known before it is drawn.
import type {DiffLine, FileDiff} from './patch.ts';
import {gapsOf} from './reveal.ts';

export type DiffStyle = 'unified' | 'split';
/** `hidden` unchanged lines, the first of them the old line `from`, stand between the hunk before and this one. */
export interface HunkRow { type: 'hunk'; hunk: number; hidden: number; from: number; text: string; header: string }
/** What stands below the last hunk; infinite: nobody knows yet how many lines. */
export interface TailRow { type: 'tail'; hidden: number; from: number }
export interface LineRow { type: 'line'; hunk: number; line: DiffLine; pair?: DiffLine }
export interface SplitRow { type: 'split'; hunk: number; left?: DiffLine; right?: DiffLine }
export type DiffRow = HunkRow | TailRow | LineRow | SplitRow;

/** Runs of removed lines and the added lines after them stand against each other, one by one. */
function pairs(lines: DiffLine[]): {left?: DiffLine; right?: DiffLine}[] {
  const found: {left?: DiffLine; right?: DiffLine}[] = [];
  for (let i = 0; i < lines.length;) {
    if (lines[i].kind === 'context') {
      found.push({left: lines[i], right: lines[i]});
      ++i;
      continue;
    }
    const removed: DiffLine[] = [], added: DiffLine[] = [];
    while (i < lines.length && lines[i].kind === 'removed') removed.push(lines[i++]);
    while (i < lines.length && lines[i].kind === 'added') added.push(lines[i++]);
    for (let k = 0; k < Math.max(removed.length, added.length); ++k) found.push({left: removed[k], right: added[k]});
  }
  return found;
}

export function rowsOf(file: FileDiff, style: DiffStyle): DiffRow[] {
  const rows: DiffRow[] = [];
  const gaps = gapsOf(file);
  file.hunks.forEach((hunk, index) => {
    const {from, to} = gaps[index];
    const first = Math.max(1, hunk.newStart || hunk.oldStart);
    // A file that is shown from its first line on needs no head.
    if (index || to > from || file.oldLines === undefined)
      rows.push({type: 'hunk', hunk: index, hidden: to - from, from, header: hunk.header, text: to > from ? hunk.section : hunk.section || `From line ${first}`});
    const couples = pairs(hunk.lines);
    if (style === 'split') {
      for (const {left, right} of couples) rows.push({type: 'split', hunk: index, left, right});
      return;
    }
    const partner = new Map<DiffLine, DiffLine>();
    for (const {left, right} of couples) {
      if (!left || !right || left === right) continue;
      partner.set(left, right);
      partner.set(right, left);
    }
    for (const line of hunk.lines) rows.push({type: 'line', hunk: index, line, pair: partner.get(line)});
  });
  const tail = gaps[gaps.length - 1];
  if (file.hunks.length && tail.to > tail.from) rows.push({type: 'tail', hidden: tail.to - tail.from, from: tail.from});
  return rows;
}

const isChange = (row: DiffRow | undefined) => row?.type === 'line' ? row.line.kind !== 'context' : row?.type === 'split' && row.left !== row.right;

/** Where one looks for each change: at the head of its hunk or, where more than a hunk shows stands before it, a few lines above. */
export function changesIn(rows: DiffRow[]): number[] {
  const around = 3;
  const found: number[] = [];
  let last = -Infinity;
  rows.forEach((row, index) => {
    if (row.type === 'hunk') last = -Infinity;
    if (!isChange(row)) return;
    if (index - last > 2 * around) {
      let at = index;
      while (at > 0 && index - at <= around && rows[at].type !== 'hunk') --at;
      found.push(at);
    }
    last = index;
  });
  return found;
}

export const tabSize = 4;

/** Columns of one character in a monospace font; a tab goes to the next stop. */
function columnsOf(character: string, at: number): number {
  if (character === '\t') return tabSize - at % tabSize;
  const code = character.codePointAt(0)!;
  const isWide = code >= 0x1100 && (code <= 0x115f || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3)
    || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) || (code >= 0x1f300 && code <= 0x1faff));
  return isWide ? 2 : 1;
}

/** Where a line that is wrapped at `perLine` columns goes on below: after a space or a sign if one is near, else anywhere. */
export function breaksOf(text: string, perLine: number): number[] {
  if (text.length * tabSize <= perLine || (text.length <= perLine && /^[\x20-\x7e]*$/.test(text))) return [];
  const breaks: number[] = [];
  let begin = 0, width = 0, good = -1;
  for (let at = 0; at < text.length;) {
    const character = text.codePointAt(at)! > 0xffff ? text.slice(at, at + 2) : text[at];
    const columns = columnsOf(character, width);
    if (width + columns > perLine && at > begin) {
      const next = good > begin + (at - begin) / 2 ? good : at;
      breaks.push(next);
      begin = at = next;
      width = 0;
      good = -1;
      continue;
    }
    width += columns;
    at += character.length;
    if (/[\s,;:)\]}>|/&+=-]/.test(character) && !/[,;:)\]}>|/&+=-]/.test(text[at] ?? '')) good = at;
  }
  return breaks;
}

/** Lines that a text takes when it is wrapped at `perLine` columns. */
export function wrapped(text: string | undefined, perLine: number): number {
  return text ? breaksOf(text, perLine).length + 1 : 1;
}

/** Where each row begins, in pixels; one entry more than rows, the last is the whole height. */
export function offsetsOf(rows: DiffRow[], perLine: number, lineHeight: number, hunkHeight: number): Float64Array {
  const offsets = new Float64Array(rows.length + 1);
  rows.forEach((row, index) => {
    let height = hunkHeight;
    if (row.type === 'line') height = wrapped(row.line.text, perLine) * lineHeight;
    else if (row.type === 'split')
      height = Math.max(wrapped(row.left?.text, perLine), wrapped(row.right?.text, perLine)) * lineHeight;
    offsets[index + 1] = offsets[index] + height;
  });
  return offsets;
}

/** Index of the row at a height. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0, high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
