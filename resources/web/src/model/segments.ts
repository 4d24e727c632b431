// Which parts of a stage's events are read: all, but for the inside of long commands whose output is read when opened.
import type {CommandView, StageView} from '../api/types.ts';

export interface Segment { from: number; to: number }
export interface Skip { commandId: string; range: [number, number] }
export interface Plan { segments: Segment[]; skips: Skip[] }

const longCommand = 60;

export function planStage(stage: StageView, commands: CommandView[], newest: number): Plan {
  const end = stage.last_seq || newest;
  const segments: Segment[] = [];
  const skips: Skip[] = [];
  let from = stage.first_seq;
  for (const command of commands) {
    if (command.first_seq < stage.first_seq || !command.last_seq || command.last_seq > end) continue;
    if (command.last_seq - command.first_seq <= longCommand || command.first_seq < from) continue;
    segments.push({from, to: command.first_seq});
    skips.push({commandId: command.command_id, range: [command.first_seq + 1, command.last_seq - 1]});
    from = command.last_seq;
  }
  if (from <= end) segments.push({from, to: end});
  return {segments, skips};
}

/** A running stage begins near its end: what is new comes first to the reader, what is old on demand. */
export function tailOf(segments: Segment[], most: number): {head: Segment[]; tail: Segment[]} {
  const head = segments.map(segment => ({...segment}));
  const tail: Segment[] = [];
  let left = most;
  while (head.length && left > 0) {
    const last = head[head.length - 1];
    const size = last.to - last.from + 1;
    if (size <= left) {
      tail.unshift(head.pop()!);
      left -= size;
      continue;
    }
    tail.unshift({from: last.to - left + 1, to: last.to});
    last.to -= left;
    left = 0;
  }
  return {head, tail};
}

const lead = 40;

/** A link to an event begins a little before it; what is older is read on demand. */
export function startingAt(segments: Segment[], seq: number): {head: Segment[]; tail: Segment[]} {
  // An event inside a skipped output is shown by its command, which ends the segment before.
  const isRead = segments.some(one => one.from <= seq && one.to >= seq);
  const start = Math.min(seq - lead, ...isRead ? [] : segments.filter(one => one.to < seq).map(one => one.to).slice(-1));
  return {
    head: segments.filter(one => one.from < start).map(one => ({from: one.from, to: Math.min(one.to, start - 1)})),
    tail: segments.filter(one => one.to >= start).map(one => ({from: Math.max(one.from, start), to: one.to})),
  };
}
