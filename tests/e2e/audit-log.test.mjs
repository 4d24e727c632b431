// The audit log to somebody who does not trust the worker: every proof and checkpoint is checked by code of its own, and
// whoever changes the database is found out.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkConsistency, checkProof, leafHash, openCheckpoint, openEnvelope, parseKey, rootOf } from '../servers/transparency-log.mjs';
import { assertFits } from '../servers/event-schema.mjs';
import { evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { bytesOf, tamper } from './store.mjs';
import { Worker } from './worker.mjs';

const answers = [write('4\n'), finish('Four.')];

describe('audit log', () => {
  let place, worker, witness, keyText, key, first;
  const taken = [];

  before(async () => {
    place = new Place('audit-log');
    const models = await place.models({ scenarios: { one: answers, two: [write('6\n'), finish('Six.')] } });
    witness = createServer((request, reply) => {
      let text = '';
      request.setEncoding('utf8').on('data', (piece) => (text += piece)).on('end', () => {
        taken.push({ method: request.method, type: request.headers['content-type'], text });
        reply.writeHead(taken.length === 1 ? 503 : 204).end();
      });
    });
    witness.listen(0, '127.0.0.1');
    await once(witness, 'listening');
    place.onClose(() => witness.close());
    worker = await Worker.start(place, { JCA_WORKER_AUDIT_CHECKPOINT_URL: `http://127.0.0.1:${witness.address().port}/log` });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    const remote = place.remote('even', evenProgram);
    await worker.addRepository('even', remote.path, { validation_commands: [evenCheck] });
  });
  after(() => place.close());

  const log = () => worker.get('/api/v1/audit/log');
  const run = async (scenario) => {
    const job = await worker.jobEnded(await worker.addTicket('even', scenario));
    assert.equal(job.state, 'completed', job.summary);
    return job;
  };
  const audit = (...args) => worker.command('audit', ...args);

  test('is signed at the end of a run, by a key that only its owner can read', async () => {
    await run('one');
    first = await until('a checkpoint of the run', async () => {
      const now = await log();
      return now.signed_size > 0 && now.signed_size >= now.size - 5 && now;
    });
    const printed = await audit('key');
    assert.equal(printed.code, 0, printed.err);
    keyText = printed.out.trim();
    key = parseKey(keyText);
    assert.equal(first.key, keyText);
    assert.equal(first.problem, '');
    const note = (await worker.call('GET', '/api/v1/audit/log/checkpoint')).text;
    assert.equal(openCheckpoint(note, key).origin, first.origin);
    assert.equal(statSync(join(worker.data, 'audit.key')).mode & 0o777, 0o600);
  });

  test('every event is proven to a checker of another make, and together they are the tree', async () => {
    const note = (await worker.call('POST', '/api/v1/audit/log/checkpoint')).text;
    const newest = openCheckpoint(note, key);
    const entries = (await worker.entries()).filter((entry) => entry.id <= newest.size);
    assert.equal(entries.length, newest.size);
    const leaves = [];
    for (const { id, run_id: owner, event } of entries) {
      const proven = checkProof((await worker.call('GET', `/api/v1/audit/log/proof/${id}`)).text, key);
      const [stream, line] = [proven.entry.subarray(0, proven.entry.indexOf(10)).toString(), proven.entry.subarray(proven.entry.indexOf(10) + 1)];
      assert.equal(proven.index, id - 1);
      assert.equal(stream, owner || 'controller');
      assert.deepEqual(JSON.parse(line), event);
      assertFits(event);
      leaves.push(leafHash(proven.entry));
    }
    assert.deepEqual(rootOf(leaves), newest.root);
  });

  test('a later checkpoint continues an earlier one', async () => {
    const older = openCheckpoint((await worker.call('GET', '/api/v1/audit/log/checkpoint')).text, key);
    await run('two');
    const newer = openCheckpoint((await worker.call('POST', '/api/v1/audit/log/checkpoint')).text, key);
    assert.ok(newer.size > older.size);
    const proof = await worker.get(`/api/v1/audit/log/consistency?from=${older.size}&to=${newer.size}`);
    checkConsistency(older, newer, proof.hashes);
    assert.throws(() => checkConsistency({ ...older, root: newer.root }, newer, proof.hashes));
    const beyond = await worker.call('GET', `/api/v1/audit/log/consistency?from=1&to=${newer.size + 1000}`);
    assert.equal(beyond.status, 404, beyond.text);
  });

  test('somebody else holds the checkpoints: a file, and a service that was away at first', async () => {
    const now = await until('the service has the newest', async () => {
      const view = await log();
      return view.holders.every((holder) => holder.size === view.signed_size && !holder.problem) && view;
    });
    assert.equal(now.holders.length, 2);
    assert.ok(taken.length >= 2);
    for (const { method, type, text } of taken) {
      assert.deepEqual([method, type], ['POST', 'text/plain; charset=utf-8']);
      openCheckpoint(text, key);
    }
    const lines = readFileSync(join(worker.data, 'audit-checkpoints.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
    assert.equal(openCheckpoint(lines.at(-1).note, key).size, now.signed_size);
  });

  test('is verified beside the working worker', async () => {
    const held = join(place.path, 'held.txt');
    writeFileSync(held, taken.at(-1).text);
    const done = await audit('verify', '--key', keyText, '--checkpoints', held, '--json');
    assert.equal(done.code, 0, done.out + done.err);
    const report = JSON.parse(done.out);
    assert.deepEqual([report.faults, report.is_key_given], [[], true]);
    assert.ok(report.held_checkpoints > 1);
    assert.ok(report.proven_up_to > 0);
    const said = await audit('verify');
    assert.match(said.out, /Verified up to event \d+; proven by a checkpoint up to \d+/);
    const answer = await worker.send('POST', '/api/v1/audit/log/verification');
    assert.equal(answer.fault_count, 0);
    assert.equal((await log()).verified.events, answer.events);
  });

  test('a proof file needs the public key and nothing else', async () => {
    const proof = await audit('prove', '2');
    assert.equal(proof.code, 0, proof.err);
    checkProof(proof.out, key);
    const file = join(place.path, 'event.tlog-proof');
    writeFileSync(file, proof.out);
    const elsewhere = { environment: { JCA_WORKER_DATA_DIR: join(place.path, 'nowhere') } };
    const { runBinary } = await import('./worker.mjs');
    const good = await runBinary(place, ['audit', 'check-proof', file, '--key', keyText], elsewhere);
    assert.equal(good.code, 0, good.err);
    assert.match(good.out, /Proven: event 2 of the log mergeloom-worker\//);
    const refused = async (text, words, givenKey = keyText) => {
      writeFileSync(file, text);
      const bad = await runBinary(place, ['audit', 'check-proof', file, '--key', givenKey], elsewhere);
      assert.equal(bad.code, givenKey && 1, bad.out);
      assert.match(bad.err, words);
    };
    const entry = /extra (\S+)/.exec(proof.out)[1];
    const forged = Buffer.from(Buffer.from(entry, 'base64').toString().replace('"seq":', '"seq":1')).toString('base64');
    await refused(proof.out.replace(entry, forged), /it, or the proof, was changed/);
    await refused(proof.out.replace('index 1', 'index 2'), /changed|another length/);
    await refused('nonsense', /no proof of an audit log/);
    await refused(proof.out, /not signed by the key/, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const noKey = await runBinary(place, ['audit', 'check-proof', file], elsewhere);
    assert.match(noKey.err, /--key/);
    const none = await audit('prove', '99999999');
    assert.match(none.err, /There is no event 99999999/);
    const nonsense = await audit('prove', 'x/y');
    assert.match(nonsense.err, /is no event/);
    const nowhere = await runBinary(place, ['audit', 'verify'], elsewhere);
    assert.match(nowhere.err, /There is no database/);
  });

  test('a completed run is attested: who made which commit from what, and what validated it', async () => {
    const { items } = await worker.get('/api/v1/runs');
    const { run } = await worker.get(`/api/v1/runs/${items[0].id}`);
    const answer = await worker.call('GET', `/api/v1/runs/${run.id}/attestations`);
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
    const [provenance, result] = answer.text.trim().split('\n').map((line) => openEnvelope(JSON.parse(line), key));
    for (const statement of [provenance, result]) {
      assert.equal(statement._type, 'https://in-toto.io/Statement/v1');
      assert.deepEqual(statement.subject, [{ name: 'even', digest: { gitCommit: run.head_commit } }]);
    }
    assert.equal(provenance.predicateType, 'https://slsa.dev/provenance/v1');
    const { buildDefinition, runDetails } = provenance.predicate;
    assert.equal(buildDefinition.externalParameters.ticket, run.ticket_key);
    assert.deepEqual(buildDefinition.resolvedDependencies[0].digest, { gitCommit: run.base_commit });
    assert.equal(runDetails.metadata.invocationId, run.id);
    assert.equal(result.predicateType, 'https://in-toto.io/attestation/test-result/v0.1');
    assert.deepEqual([result.predicate.result, result.predicate.passedTests, result.predicate.failedTests], ['PASSED', [evenCheck], []]);
    const forged = JSON.parse(answer.text.split('\n')[0]);
    forged.payload = Buffer.from(Buffer.from(forged.payload, 'base64').toString().replace('even', 'odd')).toString('base64');
    assert.throws(() => openEnvelope(forged, key), /not signed/);
    assert.equal((await worker.call('GET', '/api/v1/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/attestations')).status, 404);
  });

  test('the pages of runs come from the events again, and are the same', async () => {
    const { items } = await worker.get('/api/v1/runs');
    const before = await Promise.all(items.map(({ id }) => worker.get(`/api/v1/runs/${id}`)));
    const busy = await audit('rebuild');
    assert.equal(busy.code, 1);
    await worker.stop();
    const done = await audit('rebuild');
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /2 run\(s\) derived again from \d+ events/);
    await worker.start();
    for (const view of before) assert.deepEqual(await worker.get(`/api/v1/runs/${view.run.id}`), view);
  });

  test('a new key goes on with the log, and the old one vouches for it', async () => {
    await worker.stop();
    const changed = await audit('change-key', '--json');
    assert.equal(changed.code, 0, changed.err);
    const next = parseKey(JSON.parse(changed.out).key);
    await worker.start();
    openCheckpoint((await worker.call('POST', '/api/v1/audit/log/checkpoint')).text, next);
    for (const trusted of [keyText, JSON.parse(changed.out).key]) {
      const good = await audit('verify', '--key', trusted);
      assert.equal(good.code, 0, good.out + good.err);
    }
  });

  test('who changes an event is found, by the command and on the health page', async () => {
    const victim = (await worker.entries()).find((entry) => entry.event.type === 'commit.created');
    const line = JSON.stringify(victim.event).replace('tickets/', 'ticketz/');
    tamper(worker, `UPDATE event SET encoding = 0, line = ${bytesOf(worker, line)} WHERE id = ${victim.id}`);
    const bad = await audit('verify');
    assert.equal(bad.code, 1);
    assert.match(bad.out, new RegExp(`FAULT +Event ${victim.id} \\(number ${victim.event.seq} of ${victim.run_id}\\).*was changed`));
    const report = await worker.send('POST', '/api/v1/audit/log/verification');
    assert.equal(report.faults[0].event, victim.id);
    const told = await until('health tells', async () => {
      const { checks } = await worker.get('/api/v1/health');
      return checks.find((check) => check.name === 'audit log' && check.status === 'failing');
    }, 20);
    assert.match(told.seen, /was changed/);
  });

  test('a lost key is told, the worker goes on, and a break stays visible', async () => {
    await worker.stop();
    renameSync(join(worker.data, 'audit.key'), join(worker.data, 'lost.key'));
    await worker.start();
    assert.match((await log()).problem, /is not the key that signs this audit log/);
    const refused = await worker.call('POST', '/api/v1/audit/log/checkpoint');
    assert.equal(refused.status, 503, refused.text);
    await worker.stop();
    const no = await audit('change-key');
    assert.equal(no.code, 1);
    const yes = await audit('change-key', '--lost');
    assert.equal(yes.code, 0, yes.err);
    await worker.start();
    assert.equal((await log()).problem, '');
    assert.match((await audit('verify')).out, /was lost, or swapped/);
    assert.ok(existsSync(join(worker.data, 'audit.key')));
  });
});
