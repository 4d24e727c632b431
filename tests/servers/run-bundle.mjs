// The bundle of a run to somebody who trusts neither the worker nor its page: taken apart and checked by code of its own, and
// changed in every way that must be found.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { leafHash, openCheckpoint, parseKey, rootOf } from './transparency-log.mjs';

const mark = '<script type="text/plain" id="record">\n';
const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

/** {stream, key, events: [{index, leaf, line}], proof, checkpoint} */
export function recordIn(html) {
  const begin = html.indexOf(mark) + mark.length;
  const text = html.slice(begin, html.indexOf('</script>', begin));
  const value = (name) => new RegExp(`^${name} (.*)$`, 'm').exec(text)[1];
  const events = [...text.matchAll(/^(\d+) (\S{44}) (\S+)$/gm)].map(([, index, leaf, line]) => ({ index: Number(index), leaf: Buffer.from(leaf, 'base64'), line: Buffer.from(line, 'base64') }));
  assert.equal(events.length, Number(value('events')));
  const proof = [...text.slice(text.indexOf('\nproof ')).matchAll(/^(\S{44})$/gm)].map(([, hash]) => Buffer.from(hash, 'base64'));
  assert.equal(proof.length, Number(value('proof')));
  return { stream: value('run'), key: value('key'), events, proof, checkpoint: Buffer.from(value('checkpoint'), 'base64').toString() };
}

export function withRecord(html, { stream, key, events, proof, checkpoint }) {
  const lines = ['mergeloom run-record 1', `run ${stream}`, `key ${key}`, `events ${events.length}`, ...events.map(({ index, leaf, line }) => `${index} ${base64(leaf)} ${base64(line)}`),
    `proof ${proof.length}`, ...proof.map(base64), `checkpoint ${base64(checkpoint)}`, 'end', ''];
  const begin = html.indexOf(mark) + mark.length;
  return html.slice(0, begin) + lines.join('\n') + html.slice(html.indexOf('</script>', begin));
}

/** All lines of the run, proven by the key. */
export function checkBundle(html, key) {
  const { stream, key: named, events, proof, checkpoint } = recordIn(html);
  assert.ok(named.startsWith(`${key.name}+${key.id}+`), 'another key is named');
  const signed = openCheckpoint(checkpoint, key);
  let previous = '';
  events.forEach(({ line, leaf }, at) => {
    const event = JSON.parse(line);
    assert.equal(event.seq, at + 1);
    assert.equal(event.prev ?? '', previous);
    previous = sha256(line).toString('hex');
    assert.deepEqual(leafHash(Buffer.concat([Buffer.from(`${stream}\n`), line])), leaf);
  });
  const places = new Map(events.map(({ index, leaf }) => [index, leaf]));
  const others = [...proof];
  const hashOf = (from, to) => {
    if (![...places.keys()].some((index) => index >= from && index < to)) return others.shift();
    if (to - from === 1) return places.get(from);
    const half = 2 ** Math.floor(Math.log2(to - from - 1 || 1));
    const middle = from + (half === to - from ? half / 2 : half);
    return sha256(Buffer.from([1]), hashOf(from, middle), hashOf(middle, to));
  };
  assert.deepEqual(hashOf(0, signed.size), signed.root);
  assert.equal(others.length, 0);
  return events.map(({ line }) => line);
}

const flipped = (bytes, at) => Buffer.from(bytes.map((byte, index) => index === at ? byte ^ 1 : byte));
const changed = (list, at, change) => list.map((one, index) => index === at ? { ...one, ...change(one) } : one);

/** What signs a log of its own, with these events alone. */
function forged(record) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = Buffer.concat([Buffer.from([1]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const [name] = record.key.split('+');
  const id = sha256(`${name}\n`, bytes).subarray(0, 4);
  const events = record.events.map((event, index) => ({ ...event, index }));
  const body = `${name}\n${events.length}\n${base64(rootOf(events.map(({ leaf }) => leaf)))}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]);
  return { ...record, events, proof: [], key: `${name}+${id.toString('hex')}+${base64(bytes)}`, checkpoint: `${body}\n\u2014 ${name} ${base64(signature)}\n` };
}

/** [what was changed, the file, what must be said of it]; `inPage` where the page has other words. */
export function tamperings(html) {
  const record = recordIn(html);
  const { events, proof, checkpoint } = record;
  const middle = events.findIndex(({ line }) => line.includes('"command.finished"'));
  const last = events.length - 1;
  const another = (line) => Buffer.from(line.toString().replace(/"ts":"2/, '"ts":"3'));
  const own = ({ line }) => ({ leaf: leafHash(Buffer.concat([Buffer.from(`${record.stream}\n`), line])) });
  const of = (change) => withRecord(html, { ...record, ...change });
  const rewritten = (at) => changed(changed(events, at, ({ line }) => ({ line: another(line) })), at, own);
  const otherKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  return [
    ['the text of an event', of({ events: changed(events, middle, ({ line }) => ({ line: another(line) })) }), new RegExp(`Event ${middle + 1} does not fit: its text`)],
    ['the text of the last event', of({ events: changed(events, last, ({ line }) => ({ line: another(line) })) }), new RegExp(`Event ${last + 1} does not fit: its text`)],
    ['an event and its hash', of({ events: rewritten(middle) }), new RegExp(`Event ${middle + 2} does not fit: it does not follow`)],
    ['the last event and its hash', of({ events: rewritten(last) }), /do not lead to the root that was signed/],
    ['the hash beside an event', of({ events: changed(events, middle, ({ leaf }) => ({ leaf: flipped(leaf, 5) })) }), new RegExp(`Event ${middle + 1} does not fit`)],
    ['the place of an event', of({ events: changed(events, last, ({ index }) => ({ index: index + 1 })) }), /do not lead to the root/],
    ['a hash of the proof', of({ proof: proof.map((hash, at) => at ? hash : flipped(hash, 31)) }), /do not lead to the root/],
    ['a hash too many', of({ proof: [...proof, proof[0]] }), /do not lead to the root/],
    ['the size in the checkpoint', of({ checkpoint: checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`) }), /is not signed by the key/],
    ['the root in the checkpoint', of({ checkpoint: checkpoint.replace(/\n(\d+)\n./, (head) => head.slice(0, -1) + (head.endsWith('A') ? 'B' : 'A')) }), /is not signed by the key/],
    ['the signature', of({ checkpoint: checkpoint.replace(/(.)(.{10})\n$/, (_, letter, rest) => `${letter === 'A' ? 'B' : 'A'}${rest}\n`) }), /is not signed by the key/],
    ['the key', of({ key: otherKey }), /names another key/, /is not signed by the key in the file/],
    ['an event dropped', of({ events: events.filter((_, at) => at !== middle) }), new RegExp(`Event ${middle + 1} does not fit: another number`)],
    ['the last event dropped', of({ events: events.slice(0, -1) }), /do not lead to the root/],
    ['two events in another order', of({ events: [...events.slice(0, middle), events[middle + 1], events[middle], ...events.slice(middle + 2)] }), new RegExp(`Event ${middle + 1} does not fit: another number`)],
    ['another run', of({ stream: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }), /Event 1 does not fit/],
    ['a line without its base64', html.replace(/^(\d+ \S{44} )./m, '$1*'), /line 5 is not an event/],
    ['the end cut off', html.slice(0, html.lastIndexOf('\nproof ') + 60), /no whole record/, /If this line stays, the file was cut off/],
    ['everything, signed by another key', withRecord(html, forged(record)), /is not signed by the key/, 'another key'],
  ];
}
