// Checks what a worker says of its audit log, as somebody would who trusts neither it nor its code: RFC 9162 hashes and
// proofs, C2SP signed notes, checkpoints and proof files, written from the documents with node's own SHA-256 and Ed25519.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';

const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
export const leafHash = (entry) => sha256(Buffer.from([0]), entry);
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);

/** MTH of RFC 9162, 2.1.1, over all leaves. */
export function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return nodeHash(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

/** The root that an inclusion proof leads to, by recursion from the top: another way than 2.1.3.2 goes. */
function rootFromPath(leaf, index, size, path) {
  if (size === 1) {
    assert.equal(path.length, 0, 'the proof is too long');
    return leaf;
  }
  assert.ok(path.length > 0, 'the proof is too short');
  let half = 1;
  while (half * 2 < size) half *= 2;
  const sibling = path[path.length - 1];
  const rest = path.slice(0, -1);
  return index < half ? nodeHash(rootFromPath(leaf, index, half, rest), sibling)
    : nodeHash(sibling, rootFromPath(leaf, index - half, size - half, rest));
}

/** {old, new}: the roots that a consistency proof leads to; `from` > 0. */
function rootsFromConsistency(from, to, path, oldRoot, isWhole = true) {
  if (from === to) {
    if (isWhole) return { old: oldRoot, new: oldRoot, rest: path };
    return { old: path[0], new: path[0], rest: path.slice(1) };
  }
  let half = 1;
  while (half * 2 < to) half *= 2;
  if (from <= half) {
    const left = rootsFromConsistency(from, half, path, oldRoot, isWhole);
    return { old: left.old, new: nodeHash(left.new, left.rest[0]), rest: left.rest.slice(1) };
  }
  const right = rootsFromConsistency(from - half, to - half, path, oldRoot, false);
  return { old: nodeHash(right.rest[0], right.old), new: nodeHash(right.rest[0], right.new), rest: right.rest.slice(1) };
}

export function checkConsistency(older, newer, hashes) {
  const path = hashes.map((hash) => Buffer.from(hash, 'base64'));
  if (older.size === 0) return assert.equal(path.length, 0);
  const roots = rootsFromConsistency(older.size, newer.size, path, older.root);
  assert.equal(roots.rest.length, 0, 'the proof is too long');
  assert.deepEqual(roots.old, older.root, 'the older tree is another one');
  assert.deepEqual(roots.new, newer.root, 'the newer tree is another one');
}

/** A public key as C2SP signed-note writes it. */
export function parseKey(text) {
  const [, name, id, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  const bytes = Buffer.from(base64, 'base64');
  assert.equal(bytes[0], 1, 'Ed25519');
  assert.equal(bytes.length, 33);
  assert.equal(sha256(`${name}\n`, bytes).subarray(0, 4).toString('hex'), id);
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** The checkpoint of a signed note, if the key has signed it. */
export function openCheckpoint(note, key) {
  const at = note.lastIndexOf('\n\n');
  const body = note.slice(0, at + 1);
  const isSigned = note.slice(at + 2).trimEnd().split('\n').some((line) => {
    const [, name, base64] = /^\u2014 (\S+) (\S+)$/.exec(line);
    const bytes = Buffer.from(base64, 'base64');
    return name === key.name && bytes.subarray(0, 4).toString('hex') === key.id
      && verify(null, Buffer.from(body), key.key, bytes.subarray(4));
  });
  assert.ok(isSigned, 'the checkpoint is not signed by the key');
  const [origin, size, root] = body.split('\n');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

/** The in-toto statement in a DSSE envelope, if the key has signed it. */
export function openEnvelope(envelope, key) {
  const payload = Buffer.from(envelope.payload, 'base64');
  const head = `DSSEv1 ${Buffer.byteLength(envelope.payloadType)} ${envelope.payloadType} ${payload.length} `;
  const isSigned = envelope.signatures.some(({ keyid, sig }) =>
    keyid === key.id && verify(null, Buffer.concat([Buffer.from(head), payload]), key.key, Buffer.from(sig, 'base64')));
  assert.ok(isSigned, 'the envelope is not signed by the key');
  assert.equal(envelope.payloadType, 'application/vnd.in-toto+json');
  return JSON.parse(payload);
}

/** What a proof file proves: {entry, index, checkpoint}. */
export function checkProof(text, key) {
  const at = text.indexOf('\n\n');
  const [heading, extra, index, ...hashes] = text.slice(0, at).split('\n');
  assert.equal(heading, 'c2sp.org/tlog-proof@v1');
  const checkpoint = openCheckpoint(text.slice(at + 2), key);
  const entry = Buffer.from(/^extra (\S+)$/.exec(extra)[1], 'base64');
  const place = Number(/^index (\d+)$/.exec(index)[1]);
  assert.ok(place < checkpoint.size);
  const path = hashes.map((hash) => Buffer.from(hash, 'base64'));
  assert.deepEqual(rootFromPath(leafHash(entry), place, checkpoint.size, path), checkpoint.root, 'the entry is not in the log');
  return { entry, index: place, checkpoint };
}
