// Where a diff gets the files from that it shows parts of.
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {api, ApiError} from '../api/client.ts';
import type {FileContent} from '../api/types.ts';
import {toast} from '../components/Toasts.tsx';
import {linesOf, reveal} from '../model/reveal.ts';
import type {FileDiff} from '../model/patch.ts';

export type Side = 'before' | 'after';
export interface WholeFile { bytes: Uint8Array; base64: string }
export interface WholeFiles { read: (side: Side, path: string) => Promise<WholeFile> }

/** Files that are kept; they may have megabytes each. */
const mostKept = 24;

/** Each file is asked for once, and again only after it could not be had, or many others were looked at. */
export function wholeFiles(address: (side: Side, path: string) => string): WholeFiles {
  const asked = new Map<string, Promise<WholeFile>>();
  const ask = async (from: string): Promise<WholeFile> => {
    const {base64} = await api.get<FileContent>(from);
    return {base64, bytes: Uint8Array.from(atob(base64), character => character.charCodeAt(0))};
  };
  return {read: (side, path) => {
    const from = address(side, path);
    const known = asked.get(from);
    if (known) return known;
    const answer = ask(from);
    asked.set(from, answer);
    if (asked.size > mostKept) asked.delete(asked.keys().next().value!);
    answer.catch(() => asked.delete(from));
    return answer;
  }};
}

export interface Revealed {
  files: FileDiff[];
  /** Paths of files of which nobody has more. */
  closed: Set<string>;
  /** The path of the file that is being read, or an empty text. */
  reading: string;
  /** Shows the old lines `from` up to, but without, `to` as well; false when they cannot be had. */
  show: (file: FileDiff, from: number, to: number) => Promise<boolean>;
  /** Only the changes again. */
  fold: (file: FileDiff) => void;
}

interface State { of: FileDiff[]; shown: Map<string, FileDiff>; closed: Set<string>; reading: string }

/** The files of a diff with what was asked for besides the changes. Who cannot give more is asked no further. */
export function useRevealed(parsed: FileDiff[], source: WholeFiles | undefined): Revealed {
  const fresh = useMemo((): State => ({of: parsed, shown: new Map(), closed: new Set(), reading: ''}), [parsed]);
  const [kept, setState] = useState(fresh);
  const state = kept.of === parsed ? kept : fresh;
  const now = useRef(parsed);
  now.current = parsed;
  useEffect(() => () => { now.current = []; }, []);
  // What comes after another diff took the place of this one is of no use.
  const change = (make: (old: State) => Partial<State>) => now.current === parsed && setState(old => {
    const base = old.of === parsed ? old : fresh;
    return {...base, ...make(base)};
  });

  const refuse = (file: FileDiff, cause: Error) => {
    const isMissing = cause instanceof ApiError && cause.status === 404;
    const isFinal = !(cause instanceof ApiError) || (cause.status >= 400 && cause.status < 500 && ![401, 408, 429].includes(cause.status));
    toast('failed', `No more lines can be shown. ${cause.message}`);
    if (isFinal) change(old => ({closed: new Set(isMissing ? parsed.map(one => one.path) : [...old.closed, file.path])}));
  };

  const show = async (file: FileDiff, from: number, to: number): Promise<boolean> => {
    if (!source || state.closed.has(file.path)) return false;
    change(() => ({reading: file.path}));
    try {
      const whole = linesOf((await source.read('before', file.oldPath)).bytes);
      const last = file.hunks[file.hunks.length - 1].lines.reduce((most, line) => Math.max(most, line.old), 0);
      if (whole.lines.length < last) throw new Error('The file that the worker has does not fit this diff.');
      change(old => ({reading: '', shown: new Map(old.shown).set(file.path, reveal(old.shown.get(file.path) ?? file, whole, from, to))}));
      return true;
    } catch (cause) {
      change(() => ({reading: ''}));
      refuse(file, cause as Error);
      return false;
    }
  };

  const {closed, reading, shown} = state;
  return {
    files: useMemo(() => shown.size ? parsed.map(file => shown.get(file.path) ?? file) : parsed, [parsed, shown]),
    closed, reading, show,
    fold: file => change(old => { const shown = new Map(old.shown); shown.delete(file.path); return {shown}; }),
  };
}
