// The record in a bundle and its check, as service/ledger/RunRecord.cpp has them: RFC 9162 hashes, C2SP signed notes, Ed25519. Without
// WebCrypto, which some browsers keep from pages that are opened as files.
import {etc, verify} from '@noble/ed25519';
import {sha256, sha512} from '@noble/hashes/sha2';
import type {RunEvent} from '../api/types.ts';

etc.sha512Sync = (...pieces) => sha512(etc.concatBytes(...pieces));

const heading = 'mergeloom run-record 1';
const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder('utf-8', {fatal: true});

export interface Recorded { index: number; leaf: Uint8Array; line: Uint8Array }
export interface RunRecordText { stream: string; key: string; events: Recorded[]; proof: Uint8Array[]; checkpoint: string }
export interface Fault { seq: number; text: string }
export interface Report { faults: Fault[]; origin: string; size: number; signedBy: string; isEnded: boolean; events: (RunEvent | undefined)[] }

/** Strictly: whatever another base64 text of the same bytes would be is damaged. */
export function bytesOf(base64: string): Uint8Array | undefined {
  try {
    const text = atob(base64);
    if (btoa(text) !== base64) return undefined;
    const bytes = new Uint8Array(text.length);
    for (let index = 0; index < text.length; ++index) bytes[index] = text.charCodeAt(index);
    return bytes;
  } catch {
    return undefined;
  }
}

export function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function joined(...pieces: Uint8Array[]): Uint8Array {
  return etc.concatBytes(...pieces);
}

export function leafHash(stream: string, line: Uint8Array): Uint8Array {
  return sha256(joined(Uint8Array.of(0), utf8.encode(`${stream}\n`), line));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joined(Uint8Array.of(1), left, right));
}

/** Throws, naming the line, when the text is no record. */
export function parseRecord(text: string): RunRecordText {
  const lines = text.split('\n');
  let at = 0;
  const wrong = (wanted: string) => new Error(`This is no record of a run, or it was damaged: line ${at} is not ${wanted}.`);
  const take = () => lines[at++] ?? '';
  const named = (name: string) => {
    const line = take();
    if (!line.startsWith(`${name} `)) throw wrong(`"${name} …"`);
    return line.slice(name.length + 1);
  };
  const countOf = (name: string) => {
    const value = named(name);
    if (!/^\d+$/.test(value) || Number(value) > lines.length) throw wrong('a count');
    return Number(value);
  };
  const hash = (value: string | undefined) => {
    const bytes = value === undefined ? undefined : bytesOf(value);
    return bytes?.length === 32 ? bytes : undefined;
  };
  if (take() !== heading) throw wrong(`"${heading}"`);
  const record: RunRecordText = {stream: named('run'), key: named('key'), events: [], proof: [], checkpoint: ''};
  for (let left = countOf('events'); left > 0; --left) {
    const parts = take().split(' ');
    const leaf = hash(parts[1]);
    const line = parts[2] === undefined ? undefined : bytesOf(parts[2]);
    if (parts.length !== 3 || !/^\d{1,15}$/.test(parts[0]) || !leaf || !line) throw wrong('an event');
    record.events.push({index: Number(parts[0]), leaf, line});
  }
  for (let left = countOf('proof'); left > 0; --left) {
    const other = hash(take());
    if (!other) throw wrong('a hash');
    record.proof.push(other);
  }
  const note = bytesOf(named('checkpoint'));
  if (!note) throw wrong('a checkpoint');
  record.checkpoint = new TextDecoder().decode(note);
  if (take() !== 'end' || lines.slice(at).join('') !== '') throw wrong('the end');
  return record;
}

interface NoteKey { name: string; id: string; key: Uint8Array }

/** `<name>+<id>+<base64 of 0x01 and the key>`, whose id is made of both. */
export function parseKey(text: string): NoteKey | undefined {
  const [name, id, ...rest] = text.trim().split('+');
  const bytes = bytesOf(rest.join('+'));
  if (!name || !bytes || bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const wanted = hex(sha256(joined(utf8.encode(`${name}\n`), bytes)).subarray(0, 4));
  return wanted === id ? {name, id, key: bytes.subarray(1)} : undefined;
}

interface Checkpoint { origin: string; size: number; root: Uint8Array; body: string; signatures: {name: string; bytes: Uint8Array}[] }

function parseCheckpoint(note: string): Checkpoint | undefined {
  const end = note.indexOf('\n\n');
  if (end < 0) return undefined;
  const body = note.slice(0, end + 1);
  const [origin, size, rootText] = body.split('\n');
  const root = bytesOf(rootText ?? '');
  const signatures = note.slice(end + 2).split('\n').filter(line => line).map(line => /^— (\S+) (\S+)$/.exec(line));
  if (!origin || !/^\d{1,15}$/.test(size ?? '') || root?.length !== 32 || !signatures.length || signatures.includes(null)) return undefined;
  return {origin, size: Number(size), root, body, signatures: signatures.map(found => ({name: found![1], bytes: bytesOf(found![2]) ?? new Uint8Array()}))};
}

function isSignedBy(checkpoint: Checkpoint, key: NoteKey): boolean {
  return checkpoint.signatures.some(({name, bytes}) => {
    if (name !== key.name || bytes.length !== 68 || hex(bytes.subarray(0, 4)) !== key.id) return false;
    try {
      return verify(bytes.subarray(4), utf8.encode(checkpoint.body), key.key, {zip215: false});
    } catch {
      return false;
    }
  });
}

/** The root that the leaves and the hashes of all others lead to; none: they do not fit together. */
export function rootOf(leaves: Uint8Array[], indices: number[], size: number, proof: Uint8Array[]): Uint8Array | undefined {
  let leaf = 0;
  let other = 0;
  const hashOf = (from: number, to: number): Uint8Array | undefined => {
    if (leaf >= indices.length || indices[leaf] >= to) return proof[other++];
    if (to - from === 1) return leaves[leaf++];
    let half = 1;
    while (half * 2 < to - from) half *= 2;
    const left = hashOf(from, from + half);
    const right = left && hashOf(from + half, to);
    return right && nodeHash(left, right);
  };
  if (size < 1 || indices.some((index, at) => index >= size || (at > 0 && index <= indices[at - 1]))) return undefined;
  const root = hashOf(0, size);
  return other === proof.length && leaf === indices.length ? root : undefined;
}

function eventOf(line: Uint8Array): RunEvent | undefined {
  try {
    const event = JSON.parse(fromUtf8.decode(line)) as RunEvent;
    return typeof event.seq === 'number' && typeof event.type === 'string' && event.data && typeof event.data === 'object' ? event : undefined;
  } catch {
    return undefined;
  }
}

const rest = () => new Promise(resolve => { setTimeout(resolve); });

/** Checks all of it; says how far it is, so that a page can show that. */
export async function checkRecord(record: RunRecordText, onProgress: (done: number) => void): Promise<Report> {
  const report: Report = {faults: [], origin: '', size: 0, signedBy: '', isEnded: false, events: []};
  const faultOf = (seq: number, why: string) => { if (!report.faults.length) report.faults.push({seq, text: `Event ${seq} does not fit: ${why}.`}); };
  let previous = '';
  let place = -1;
  for (const [number, recorded] of record.events.entries()) {
    const seq = number + 1;
    const event = eventOf(recorded.line);
    report.events.push(event);
    if (!same(leafHash(record.stream, recorded.line), recorded.leaf)) faultOf(seq, 'its text, or the hash beside it, was changed');
    else if (!event) faultOf(seq, 'it is no event');
    else if (event.seq !== seq) faultOf(seq, 'another number stands in its place; an event was removed, put in or moved');
    else if ((event.prev ?? '') !== previous) faultOf(seq, 'it does not follow the one before it');
    else if (recorded.index <= place) faultOf(seq, 'its place in the log is not after that of the one before');
    place = recorded.index;
    previous = hex(sha256(recorded.line));
    if (seq % 500 === 0) {
      onProgress(seq);
      await rest();
    }
  }
  const isEventWrong = report.faults.length > 0;
  const add = (text: string) => report.faults.push({seq: 0, text});
  const checkpoint = parseCheckpoint(record.checkpoint);
  if (!checkpoint) {
    add('The checkpoint was damaged.');
    return report;
  }
  report.origin = checkpoint.origin;
  report.size = checkpoint.size;
  const root = rootOf(record.events.map(event => event.leaf), record.events.map(event => event.index), checkpoint.size, record.proof);
  if (!root || !same(root, checkpoint.root))
    add(isEventWrong ? 'The events do not lead to the root that was signed.' : 'The events do not lead to the root that was signed: the proof, the checkpoint, or events together with their hashes were changed.');
  const key = parseKey(record.key);
  if (!key) add('The key in the file was damaged.');
  else if (!isSignedBy(checkpoint, key)) add('The checkpoint is not signed by the key in the file: one of them was changed.');
  else report.signedBy = record.key;
  report.isEnded = !report.faults.length && report.events[report.events.length - 1]?.type === 'run.finished';
  return report;
}
