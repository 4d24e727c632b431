// What is removed is gone from the disk, is told where it was, and the log still proves everything else to somebody who does
// not trust the worker.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { checkConsistency, checkProof, leafHash, openCheckpoint, parseKey, rootOf } from '../servers/transparency-log.mjs';
import { assertFits } from '../servers/event-schema.mjs';
import { evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { tableText, tamper, textOf } from './store.mjs';
import { Worker } from './worker.mjs';

// Each word is said in one place alone.
const words = { one: 'zebra1quilt', two: 'zebra2quilt', three: 'zebra3quilt' };
const check = (word) => `python3 check.py ${word}`;
const program = { ...evenProgram, 'check.py': 'import sys\nvalue = int(open("value.txt").read())\nprint("out" + open("/dev/null").read() + "put-of-" + str(value))\nsys.exit(value % 2)\n' };

describe('retention', () => {
  let place, worker, key, older, kept;
  const runs = {};

  before(async () => {
    place = new Place('retention');
    const answers = (word) => [{ ...write('4\n'), text: `I think ${word}-thought.` }, finish('Four.')];
    const models = await place.models({ scenarios: Object.fromEntries(Object.entries(words).map(([name, word]) => [name, answers(word)])) });
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    const remote = place.remote('even', program);
    await worker.addRepository('even', remote.path, { validation_commands: [check('now')] });
    for (const [name, word] of Object.entries(words)) {
      const job = await worker.jobEnded(await worker.addTicket('even', name, { title: `Do ${word}-title` }));
      assert.equal(job.state, 'completed', job.summary);
      runs[name] = job.run_id;
    }
    key = parseKey((await worker.command('audit', 'key')).out);
    older = openCheckpoint((await worker.call('POST', '/api/v1/audit/log/checkpoint')).text, key);
    kept = await worker.entries();
  });
  after(() => place.close());

  const cli = async (...args) => {
    const done = await worker.command(...args);
    assert.equal(done.code, 0, done.out + done.err);
    return done.out;
  };
  const entryOf = async (id) => Buffer.from(/extra (\S+)/.exec((await worker.call('GET', `/api/v1/audit/log/proof/${id}`)).text)[1], 'base64');

  test('everything is kept by default, and the texts are there', async () => {
    const view = await worker.get('/api/v1/retention');
    assert.deepEqual([view.policies, view.holds], [[], 0]);
    assert.match(await cli('retention', 'show'), /everything is kept/);
    assert.match(await cli('retention', 'run'), /everything is kept/);
    assert.ok(textOf(worker).includes('zebra1quilt'));
  });

  test('a policy is checked, said beforehand what it would take, and its change is on record', async () => {
    const wrong = await worker.command('retention', 'set', 'bad', 'everything', '--days', '1');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /must be one of transcripts, command_output, runs/);
    assert.match((await worker.command('retention', 'set', 'bad', 'runs')).err, /would never remove anything/);
    const unknown = await worker.call('PUT', '/api/v1/retention', { policies: [{ name: 'x', content: 'runs', after_day: 3 }] });
    assert.equal(unknown.status, 400, unknown.text);
    assert.match(unknown.body.error.message, /after_day/);
    const said = await cli('retention', 'set', 'talk', 'transcripts', '--days', '0', '--dry-run');
    assert.match(said, /Would remove \d+ events .* of 3 run\(s\)/);
    assert.deepEqual((await worker.get('/api/v1/retention')).policies, []);
    await cli('retention', 'set', 'talk', 'transcripts', '--days', '0');
    const { items } = await worker.get('/api/v1/retention/events');
    assert.equal(items[0].event.type, 'retention.changed');
    assert.deepEqual(items[0].event.data.policies[0], { name: 'talk', content: 'transcripts', outcomes: [], after_days: 0 });
    const stale = await worker.call('PUT', '/api/v1/retention', { policies: [] }, { 'if-match': '"1"' });
    assert.equal(stale.status, 412, stale.text);
  });

  test('a legal hold keeps all of a run; only an admin releases it', async () => {
    const operator = (await worker.send('POST', '/api/v1/tokens', { name: 'op', role: 'operator' })).secret;
    const as = { authorization: `Bearer ${operator}` };
    const path = `/api/v1/runs/${runs.two}/hold`;
    assert.equal((await worker.call('PUT', path, { reason: '' }, as)).status, 400);
    const placed = await worker.call('PUT', path, { reason: 'case 7' }, as);
    assert.equal(placed.status, 200, placed.text);
    assert.deepEqual([placed.body.is_held, placed.body.reason, placed.body.by], [true, 'case 7', 'op']);
    assert.equal((await worker.call('DELETE', path, undefined, as)).status, 403);
    assert.equal((await worker.call('PUT', '/api/v1/retention', { policies: [] }, as)).status, 403);
    assert.match(await cli('hold', 'list'), /case 7/);
  });

  test('transcripts go: from the file, from lists and streams, and pages say where they were', async () => {
    const before = await worker.get(`/api/v1/runs/${runs.one}`);
    const attested = (await worker.call('GET', `/api/v1/runs/${runs.one}/attestations`)).text;
    assert.ok(textOf(worker).includes('zebra1quilt-thought'));
    const done = JSON.parse(await cli('retention', 'run', '--json'));
    assert.deepEqual([done.runs, done.shares[0].held_runs, done.is_swept], [2, 1, true]);
    const bytes = textOf(worker);
    assert.ok(!bytes.includes('zebra1quilt-thought') && !bytes.includes('zebra3quilt-thought'));
    assert.ok(bytes.includes('zebra2quilt-thought'), 'it is under a hold');
    const view = await worker.get(`/api/v1/runs/${runs.one}`);
    assert.deepEqual(view.removals.map((removal) => [removal.content, removal.policy]), [['transcripts', 'talk']]);
    assert.deepEqual({ ...view, removals: [] }, { ...before, removals: [] });
    assert.equal((await worker.call('GET', `/api/v1/runs/${runs.one}/attestations`)).text, attested);
    const events = await worker.events(runs.one);
    assert.deepEqual(events.map((event) => event.seq), events.map((_, index) => index + 1));
    const response = events.find((event) => event.type === 'provider.response');
    assert.deepEqual([response.removed.policy, response.data.content, response.data.usage !== undefined], ['talk', undefined, true]);
    const stream = await fetch(`${worker.url}/api/v1/runs/${runs.one}/stream?after=0`, { headers: { authorization: `Bearer ${worker.token}` } });
    let text = '';
    for await (const piece of stream.body) {
      text += Buffer.from(piece).toString();
      if (text.includes('run.finished')) break;
    }
    assert.deepEqual([...text.matchAll(/^id: (\d+)\ndata: /gm)].map((match) => Number(match[1])), events.map((event) => event.seq));
  });

  test('the log verifies, names what was removed, and a checker of another make agrees', async () => {
    const said = await cli('audit', 'verify');
    assert.match(said, /Removed +the lines of \d+ of these events/);
    assert.match(said, new RegExp(`transcripts of run ${runs.one} by "talk" on \\d{4}-`));
    const newest = openCheckpoint((await worker.call('POST', '/api/v1/audit/log/checkpoint')).text, key);
    const now = (await worker.entries()).filter((entry) => entry.id <= newest.size);
    const whole = new Map(kept.map((entry) => [entry.id, entry]));
    const leaves = [];
    let removed = 0;
    for (const { id, run_id: owner, event } of now) {
      const proof = (await worker.call('GET', `/api/v1/audit/log/proof/${id}`)).text;
      if (!event.removed) {
        assertFits(event);
        leaves.push(leafHash(checkProof(proof, key).entry));
        continue;
      }
      ++removed;
      assert.doesNotMatch(proof, /^extra /m);
      // Somebody who kept the line can still show that it was in the log, by the very proof that is given now.
      const line = keptLines.get(id) ?? JSON.stringify(whole.get(id).event);
      const entry = Buffer.from(`${owner || 'controller'}\n${line}`);
      checkProof(proof.replace('\nindex', `\nextra ${entry.toString('base64')}\nindex`), key);
      leaves.push(leafHash(entry));
    }
    assert.ok(removed > 5);
    assert.deepEqual(rootOf(leaves), newest.root);
    const consistent = await worker.get(`/api/v1/audit/log/consistency?from=${older.size}&to=${newest.size}`);
    checkConsistency(older, newest, consistent.hashes);
  });

  const keptLines = new Map();
  before(async () => {
    for (const { id } of kept) {
      const entry = await entryOf(id);
      keptLines.set(id, entry.subarray(entry.indexOf(10) + 1).toString());
    }
  });

  test('a run goes but for the fact that it was, a kill in the middle notwithstanding', async () => {
    await cli('retention', 'set', 'old runs', 'runs', '--days', '0');
    const cut = worker.call('POST', '/api/v1/retention/run').catch(() => undefined);
    await new Promise((done) => setImmediate(done));
    await worker.killGateway();
    await cut;
    await worker.start();
    assert.equal((await worker.command('audit', 'verify')).code, 0);
    // The restarted worker may be at it by itself.
    await until('the policies are carried out', async () => (await worker.command('retention', 'run')).code === 0);
    const bytes = textOf(worker);
    for (const word of [words.one, words.three]) {
      // The ticket is not the run's, and stays.
      const found = bytes.split(word).length - 1;
      const ofTickets = ['ticket', 'job', 'idempotent_reply'].reduce((sum, table) => sum + tableText(worker, table).split(word).length - 1, 0);
      assert.equal(found, ofTickets, `${word} is in the file, and not as a ticket`);
    }
    const { run, stages, removals } = await worker.get(`/api/v1/runs/${runs.three}`);
    assert.equal(run.state, 'completed');
    assert.match(run.summary, /removed on \d{4}-\d\d-\d\d by the policy "old runs"/);
    assert.deepEqual(stages, []);
    assert.ok(removals.every((removal) => removal.policy === 'old runs'));
    const patch = await worker.call('GET', `/api/v1/runs/${runs.three}/patch`);
    assert.deepEqual([patch.status, /was removed on/.test(patch.text)], [404, true]);
    const attested = await worker.call('GET', `/api/v1/runs/${runs.three}/attestations`);
    assert.deepEqual([attested.status, /nothing can be attested/.test(attested.text)], [409, true]);
    const { items } = await worker.get('/api/v1/runs?q=zebra3quilt-title');
    assert.deepEqual(items, []);
    assert.equal((await worker.get('/api/v1/runs?q=zebra2quilt-title')).items.length, 1);
    assert.equal((await worker.command('audit', 'verify')).code, 0);
  });

  test('the proof of a removed event is checked with what somebody kept of it', async () => {
    const gone = (await worker.entries()).find((entry) => entry.event.removed);
    const proof = await worker.command('audit', 'prove', String(gone.id));
    assert.equal(proof.code, 0, proof.err);
    assert.match(proof.err, /removed by a policy/);
    const file = place.file('removed.tlog-proof', proof.out);
    const keyText = (await cli('audit', 'key')).trim();
    const without = await worker.command('audit', 'check-proof', file, '--key', keyText);
    assert.equal(without.code, 1);
    assert.match(without.err, /without the entry/);
    const entry = place.file('entry', '');
    writeFileSync(entry, `${gone.run_id || 'controller'}\n${keptLines.get(gone.id)}`);
    assert.match(await cli('audit', 'check-proof', file, '--key', keyText, '--entry', entry), new RegExp(`Proven: event ${gone.id}`));
  });

  test('pages derived again are the same, and who tampers afterwards is found', async () => {
    const views = await Promise.all(Object.values(runs).map((run) => worker.get(`/api/v1/runs/${run}`)));
    await worker.stop();
    await cli('audit', 'rebuild');
    await worker.start();
    for (const view of views) assert.deepEqual(await worker.get(`/api/v1/runs/${view.run.id}`), view);
    const victim = (await worker.entries()).find((entry) => entry.run_id === runs.two && entry.event.type === 'commit.created');
    const gone = (await worker.entries()).find((entry) => entry.event.removed);
    tamper(worker, `UPDATE event SET (encoding, removal, line) = (SELECT encoding, removal, line FROM event WHERE id = ${gone.id}) WHERE id = ${victim.id}`);
    const bad = await worker.command('audit', 'verify');
    assert.equal(bad.code, 1);
    assert.match(bad.out, new RegExp(`FAULT +Event ${victim.id} .*was emptied, and no removal`));
  });

  test('the hold is released by an admin, and both are in the record', async () => {
    await cli('hold', 'release', runs.two, 'case', 'is', 'over');
    assert.equal((await worker.get(`/api/v1/runs/${runs.two}/hold`)).is_held, false);
    const { items } = await worker.get('/api/v1/retention/events?limit=200');
    const said = (type) => items.filter((item) => item.event.type === type).map((item) => item.event.data);
    assert.deepEqual(said('hold.placed').map((data) => [data.run_id, data.by, data.reason]), [[runs.two, 'op', 'case 7']]);
    assert.deepEqual(said('hold.released').map((data) => [data.run_id, data.reason]), [[runs.two, 'case is over']]);
    for (const { event } of items) assertFits(event);
    assert.ok(said('retention.removed').length >= 2);
  });
});
