// What a diff leaves out between, above and below its hunks, and how it is put in once the file is known whole.
import type {DiffLine, FileDiff, Hunk} from './patch.ts';

/** Old lines `from` up to, but without, `to`; the new line of each is `delta` further on. A `to` that nobody knows yet is infinite. */
export interface Gap { from: number; to: number; delta: number }

const contextOfGit = 3;

/** Where a hunk begins and ends on both sides. A side without lines names the line before it. */
function boundsOf(hunk: Hunk): {oldFrom: number; oldTo: number; newTo: number} {
  const old = hunk.lines.filter(line => line.kind !== 'added').length;
  const now = hunk.lines.filter(line => line.kind !== 'removed').length;
  const oldFrom = hunk.oldStart + (old ? 0 : 1);
  return {oldFrom, oldTo: oldFrom + old, newTo: hunk.newStart + (now ? 0 : 1) + now};
}

/** A hunk that ends in less context than git gives ends with the file. */
function reachesEnd(hunk: Hunk): boolean {
  const {lines} = hunk;
  return lines[lines.length - 1]?.noNewline === true || lines.slice(-contextOfGit).length < contextOfGit || lines.slice(-contextOfGit).some(line => line.kind !== 'context');
}

/** One before each hunk and one after the last; some hold nothing. */
export function gapsOf(file: FileDiff): Gap[] {
  const gaps: Gap[] = [];
  let from = 1, delta = 0;
  for (const hunk of file.hunks) {
    const {oldFrom, oldTo, newTo} = boundsOf(hunk);
    gaps.push({from, to: Math.max(from, oldFrom), delta});
    from = oldTo;
    delta = newTo - oldTo;
  }
  const last = file.hunks[file.hunks.length - 1];
  const isAtEnd = !last || file.change === 'added' || file.change === 'deleted' || reachesEnd(last);
  gaps.push({from, to: file.oldLines !== undefined ? Math.max(from, file.oldLines + 1) : isAtEnd ? from : Infinity, delta});
  return gaps;
}

export function isWhole(file: FileDiff): boolean {
  return gapsOf(file).every(gap => gap.to <= gap.from);
}

/** The lines of a file; a carriage return belongs to its line, as in the diff. */
export function linesOf(bytes: Uint8Array): {lines: string[]; noNewline: boolean} {
  const lines = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes).split('\n');
  const noNewline = lines[lines.length - 1] !== '';
  if (!noNewline) lines.pop();
  return {lines, noNewline};
}

function hunkOf(lines: DiffLine[], origin?: Hunk): Hunk {
  const isOwn = origin?.lines[0] === lines[0];
  const [first] = lines;
  const oldStart = isOwn ? origin!.oldStart : first.old, newStart = isOwn ? origin!.newStart : first.new;
  const lead = origin && !isOwn ? lines.slice(0, lines.indexOf(origin.lines[0])) : [];
  const section = origin && !lead.some(line => line.text.trimEnd().startsWith(origin.section)) ? origin.section : '';
  const count = (leftOut: string) => lines.filter(line => line.kind !== leftOut).length;
  return {lines, oldStart, newStart, section, header: `@@ -${oldStart},${count('added')} +${newStart},${count('removed')} @@${section && ` ${section}`}`};
}

/** The diff with the old lines `from` up to, but without, `to` shown as well, as far as it left them out. */
export function reveal(file: FileDiff, whole: {lines: string[]; noNewline: boolean}, from: number, to: number): FileDiff {
  const known: FileDiff = {...file, oldLines: whole.lines.length};
  const hunks: Hunk[] = [];
  let open: DiffLine[] = [];
  let origin: Hunk | undefined;
  const close = () => {
    if (open.length) hunks.push(hunkOf(open, origin));
    open = [];
    origin = undefined;
  };
  gapsOf(known).forEach((gap, index) => {
    const a = Math.max(from, gap.from), b = Math.min(to, gap.to);
    if (a >= b || a > gap.from) close();
    for (let old = a; old < b; ++old) {
      const line: DiffLine = {kind: 'context', text: whole.lines[old - 1], old, new: old + gap.delta};
      if (whole.noNewline && old === whole.lines.length) line.noNewline = true;
      open.push(line);
    }
    if (a < b && b < gap.to) close();
    const hunk = file.hunks[index];
    if (!hunk) return;
    origin ??= hunk;
    // One by one: a call with 100,000 arguments is too much.
    for (const line of hunk.lines) open.push(line);
  });
  close();
  return {...known, hunks};
}

/** The old line that stands where a line of either side is, when the diff leaves it out. */
export function hiddenAt(file: FileDiff, side: 'old' | 'new', line: number): number | undefined {
  const gap = gapsOf(file).find(({from, to, delta}) => { const old = side === 'old' ? line : line - delta; return old >= from && old < to; });
  return gap && (side === 'old' ? line : line - gap.delta);
}
