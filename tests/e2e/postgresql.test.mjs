// PostgreSQL as the store: it is killed under load and comes back, and two gateways share it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertSameFacts, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { PostgresServer, missing } from './postgres.mjs';
import { Place, readText, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const names = ['one', 'two', 'three', 'four'];
const slow = [{ ...write('4\n'), text: 'I will write it, and I say so at some length. '.repeat(20), drip_ms: 20 }, { ...finish('Four.'), drip_ms: 20 }];
const script = { scenarios: Object.fromEntries([...names, 'elsewhere'].map((name) => [name, slow])) };

/** Reads the stream of all events as a browser does: when it ends, it is taken up again where it was. */
class Follower {
  constructor(worker, place) {
    place.onClose(() => this.end());
    this.entries = [];
    this.stop = new AbortController();
    this.done = this.follow(worker);
  }

  async follow(worker) {
    let last = 0;
    while (!this.stop.signal.aborted) {
      try {
        const answer = await fetch(`${worker.url}/api/v1/stream?after=${last}`, { headers: { authorization: `Bearer ${worker.token}` }, signal: this.stop.signal });
        let rest = '';
        for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
          const blocks = (rest + piece).split('\n\n');
          rest = blocks.pop();
          for (const block of blocks) {
            const [, id, data] = /^id: (\d+)\ndata: (.*)$/s.exec(block) ?? [];
            if (!id) continue;
            last = Number(id);
            this.entries.push(JSON.parse(data));
          }
        }
      } catch {
        // taken up again
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  end() {
    this.stop.abort();
    return this.done;
  }
}

const keyOf = (entry) => `${entry.run_id} ${entry.event.seq}`;

describe('PostgreSQL', { skip: missing }, () => {
  const place = new Place('postgresql');
  let server, models, worker, second, url;
  before(async () => {
    server = await PostgresServer.start(place);
    url = server.newPlace();
    models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_DATABASE_URL: url, JCA_WORKER_COUNT: '2' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    second = await Worker.start(place, {
      JCA_WORKER_DATABASE_URL: url, JCA_WORKER_ROLE: 'gateway', JCA_WORKER_UI_TOKEN: readText(`${worker.data}/admin_token`).trim(),
      JCA_WORKER_CLUSTER_TOKEN: readText(`${worker.data}/cluster_token`).trim(), JCA_PROVIDER_SECRET_KEY_PATH: `${worker.data}/provider_secret.key`,
      JCA_WORKER_AUDIT_KEY_PATH: `${worker.data}/audit.key`,
    }, 'second');
  });
  after(() => place.close());

  const remotes = {};
  const begin = async (name) => {
    remotes[name] = place.remote(name, evenProgram);
    await worker.addRepository(name, remotes[name].path, { validation_commands: [evenCheck] });
    return worker.addTicket(name, name);
  };

  test('killed and started again under load: nothing is lost, nothing is doubled, live streams of both gateways go on', async () => {
    const follower = new Follower(worker, place);
    const elsewhere = new Follower(second, place);
    const jobs = [];
    for (const name of names) jobs.push(await begin(name));
    for (let kills = 0; kills < 3; ++kills) {
      const seen = follower.entries.length;
      await until('events come', () => follower.entries.length > seen + 5);
      await server.kill();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await server.start();
    }
    for (const [index, job] of jobs.entries()) {
      const ended = await until('the job ends', async () => {
        const now = await worker.job(job.id).catch(() => undefined);
        return now && !['queued', 'leased', 'running'].includes(now.state) && now;
      }, 120);
      const run = await assertPublished(worker, remotes[names[index]], ended);
      assert.equal(run.attempt, 1);
      await assertSameFacts(worker, run.id);
      assert.equal((await models.requests(names[index])).length, 2);
    }
    const entries = await worker.entries();
    assert.equal(new Set(entries.map(keyOf)).size, entries.length);
    for (const each of [follower, elsewhere]) {
      await until('the live stream has come to the end', () => each.entries.length >= entries.length);
      await each.end();
      assert.deepEqual(each.entries.slice(0, entries.length).map(keyOf), entries.map(keyOf));
    }
    for (const each of [worker, second]) assert.equal(each.child.exitCode, null);
    const verified = await worker.command('audit', 'verify', '--checkpoints', `${second.data}/audit-checkpoints.jsonl`);
    assert.equal(verified.code, 0, verified.out + verified.err);
    assert.ok(!worker.log.includes(secrets.apiKey));
  });

  test('a second gateway shows and does what the first one stores', async () => {
    const follower = new Follower(second, place);
    remotes.elsewhere = place.remote('elsewhere', evenProgram);
    await second.addRepository('elsewhere', remotes.elsewhere.path, { validation_commands: [evenCheck] });
    const job = await second.addTicket('elsewhere', 'elsewhere'); // the executors ask the first gateway
    const ended = await second.jobEnded(job);
    const run = await assertPublished(second, remotes.elsewhere, ended);
    const facts = await worker.events(run.id);
    await until('its live stream shows the run', () => follower.entries.filter((entry) => entry.run_id === run.id).length === facts.length, 10);
    assert.deepEqual((await second.get('/api/v1/executors')).items.map((each) => each.state === 'away'), [false, false]);
    await follower.end();
  });

  test('both sign one log, and its key is changed under neither', async () => {
    const [one, other] = await Promise.all([worker, second].map((each) => each.call('POST', '/api/v1/audit/log/checkpoint')));
    for (const answer of [one, other]) assert.equal(answer.status, 200, answer.text);
    const [ours, theirs] = [await worker.get('/api/v1/audit/log'), await second.get('/api/v1/audit/log')];
    assert.deepEqual([theirs.problem, theirs.key, theirs.origin], ['', ours.key, ours.origin]);
    await second.stop();
    for (const command of [['audit', 'change-key'], ['audit', 'rebuild'], ['secret', 'rotate']]) {
      const { code, err } = await second.command(...command);
      assert.equal(code, 1);
      assert.match(err, /Another mergeloom-worker has the database open.*Stop every gateway/);
    }
    assert.equal((await worker.command('audit', 'verify')).code, 0);
  });
});
