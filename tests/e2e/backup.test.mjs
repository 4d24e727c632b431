// Backup beside the working worker, restore, and the move to PostgreSQL and back: nothing is lost, and the audit log stays whole.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { evenCheck, evenProgram, finish, write } from './flow.mjs';
import { PostgresServer, missing } from './postgres.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const answers = [write('4\n'), finish('Four.')];
const scenarios = ['one', 'two', 'three', 'four'];

describe('backup and move', () => {
  const place = new Place('backup');
  const file = join(place.path, 'first.backup');
  let worker, first, runOne;

  before(async () => {
    const models = await place.models({ scenarios: Object.fromEntries(scenarios.map((name) => [name, answers])) });
    worker = await Worker.start(place, { JCA_WORKER_DATABASE_URL: '' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    runOne = await run(worker, 'one');
  });
  after(() => place.close());

  /** A job of a repository of its own, whose branch nobody else has pushed. */
  const run = async (on, name) => {
    await on.addRepository(name, place.remote(name, evenProgram).path, { validation_commands: [evenCheck] });
    const job = await on.jobEnded(await on.addTicket(name, name));
    assert.equal(job.state, 'completed', job.summary);
    return job.run_id;
  };
  const command = (directory, args, environment = {}, more = {}) =>
    runBinary(place, args, { environment: { JCA_WORKER_DATA_DIR: directory, ...environment }, ...more });
  const keys = ['provider_secret.key', 'audit.key'];
  const withKeys = (name) => {
    const directory = place.directory(name);
    for (const key of keys) copyFileSync(join(worker.data, key), join(directory, key));
    return directory;
  };
  const eventsOf = async (on) => (await on.entries()).map(({ id, run_id, event }) => ({ id, run_id, event }));

  test('a backup is made while the worker runs, and says what is not in it', async () => {
    const job = await (async () => {
      await worker.addRepository('two', place.remote('two', evenProgram).path, { validation_commands: [evenCheck] });
      return worker.addTicket('two', 'two');
    })();
    const done = await worker.command('backup', file);
    assert.equal(done.code, 0, done.err);
    for (const key of keys) assert.ok(done.out.includes(join(worker.data, key)), done.out);
    assert.match(done.out, /Not in it/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(!existsSync(`${file}.part`));
    first = Number(/audit log with (\d+) events/.exec(done.out)[1]);
    const again = await worker.command('backup', file);
    assert.equal(again.code, 1);
    assert.match(again.err, /never overwrites/);
    const nowhere = await worker.command('backup', join(place.path, 'missing', 'file'));
    assert.match(nowhere.err, /cannot be made: No such file or directory/);
    assert.equal((await worker.jobEnded(job)).state, 'completed');
    assert.ok((await worker.entries()).at(-1).id > first);
  });

  test('it is restored into an empty directory, verified, and worked with', async () => {
    const directory = withKeys('restored');
    const done = await command(directory, ['restore', file]);
    assert.equal(done.code, 0, done.out + done.err);
    assert.match(done.out, new RegExp(`Verified up to event ${first}`));
    assert.ok(!done.out.includes('KEY '), done.out);
    const restored = await Worker.start(place, { JCA_WORKER_DATABASE_URL: '' }, 'restored');
    copyFileSync(join(worker.data, 'admin_token'), join(directory, 'admin_token'));
    restored.token = worker.token; // its hash is in the backup, the file that holds it is not
    assert.deepEqual((await restored.get(`/api/v1/runs/${runOne}`)).run, (await worker.get(`/api/v1/runs/${runOne}`)).run);
    await run(restored, 'three'); // with the provider's key, which is sealed in it
    await restored.stop();
  });

  test('keys that are missing are named', async () => {
    const done = await command(place.directory('keyless'), ['restore', file]);
    assert.equal(done.code, 0, done.out + done.err);
    for (const key of keys) assert.match(done.out, new RegExp(`KEY .*${key} is missing`));
  });

  test('an older copy that was put back is found by a checkpoint that somebody else holds', async () => {
    await worker.send('POST', '/api/v1/audit/log/checkpoint');
    const done = await command(withKeys('older'), ['restore', file, '--checkpoints', join(worker.data, 'audit-checkpoints.jsonl')]);
    assert.equal(done.code, 1, done.out + done.err);
    assert.match(done.out, /FAULT .*an older copy of the database was put back/);
    assert.match(done.out, /Restored/);
  });

  test('what is in use, there already, cut off or none is refused, and nothing changes', async () => {
    const used = await worker.command('restore', file, '--force');
    assert.match(used.err, /in use by the worker with process id \d+/);
    const moved = await worker.command('move-store', '--to', 'postgresql://nobody@127.0.0.1:1/none');
    assert.match(moved.err, /in use by the worker/);
    const there = await command(join(place.path, 'keyless'), ['restore', file]);
    assert.match(there.err, /There is a database already/);
    const forced = await command(join(place.path, 'keyless'), ['restore', file, '--force']);
    assert.equal(forced.code, 0, forced.err);
    assert.match(forced.out, /Before +is kept as .*mergeloom\.db\.before_\d+_\d+/);
    const empty = place.directory('empty');
    const cut = join(place.path, 'cut.backup');
    copyFileSync(file, cut);
    truncateSync(cut, statSync(cut).size - 40);
    const none = place.file('none.backup', 'SQLite format 3');
    for (const [name, words] of [[cut, /cut off|damaged/], [none, /none of mergeloom-worker/], [join(place.path, 'absent'), /cannot be read/]]) {
      const refused = await command(empty, ['restore', name]);
      assert.equal(refused.code, 1);
      assert.match(refused.err, words);
    }
    assert.deepEqual(readdirSync(empty).filter((name) => name.startsWith('mergeloom.db')), []);
  });

  describe('PostgreSQL', { skip: missing }, () => {
    let server, url, before, held;

    test('a move that is killed can be begun anew', async () => {
      server = await PostgresServer.start(place);
      url = server.newPlace();
      before = await eventsOf(worker);
      await worker.stop();
      held = join(place.path, 'held.jsonl');
      copyFileSync(join(worker.data, 'audit-checkpoints.jsonl'), held);
      const letGo = await server.holdTables(); // so that it cannot be done before it is killed
      const killed = await runBinary(place, ['move-store', '--to', url], {
        environment: worker.environment,
        started: async (child) => {
          await until('it is in the middle', () => server.query("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'mergeloom-worker%' AND wait_event_type = 'Lock'") !== '0');
          child.kill('SIGKILL');
        },
      });
      assert.equal(killed.signal, 'SIGKILL');
      await letGo();
      assert.equal(server.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'place_1'"), '0');
    });

    test('everything is moved, compared, and worked with', async () => {
      const shown = await worker.command('move-store', '--to', url.replace('mergeloom@', 'mergeloom:pass-word@'));
      assert.match(shown.err, /A password on the command line can be read/);
      assert.ok(!shown.err.includes('pass-word'));
      const done = await worker.command('move-store', '--to', url, '--checkpoints', held);
      assert.equal(done.code, 0, done.out + done.err);
      assert.match(done.out, /Moved +and compared on both sides/);
      assert.ok(done.out.includes(`JCA_WORKER_DATABASE_URL=${url}`));
      assert.match(done.out, /Verified up to event/);
      const again = await worker.command('move-store', '--to', url);
      assert.match(again.err, /is not empty/);
      worker.settings.JCA_WORKER_DATABASE_URL = url;
      await worker.start();
      assert.deepEqual((await eventsOf(worker)).slice(0, before.length), before);
      assert.deepEqual((await worker.get('/api/v1/runs?q=scenario+one')).items.map((each) => each.id), [runOne]);
      await run(worker, 'four');
    });

    test('and back, by a URL from a file', async () => {
      const backup = join(place.path, 'server.backup');
      const saved = await worker.command('backup', backup);
      assert.equal(saved.code, 0, saved.err);
      const running = await runBinary(place, ['move-store', '--to', 'sqlite'], { environment: { ...worker.environment, JCA_WORKER_DATA_DIR: withKeys('other') } });
      assert.match(running.err, /Stop every gateway/);
      const rebuilt = await runBinary(place, ['audit', 'rebuild'], { environment: { ...worker.environment, JCA_WORKER_DATA_DIR: withKeys('another') } });
      assert.match(rebuilt.err, /Stop every gateway/);
      before = await eventsOf(worker);
      await worker.stop();
      renameSync(join(worker.data, 'mergeloom.db'), join(worker.data, 'old.db'));
      const done = await worker.command('move-store', '--to', 'sqlite', '--checkpoints', held);
      assert.equal(done.code, 0, done.out + done.err);
      assert.match(done.out, /Remove JCA_WORKER_DATABASE_URL/);
      worker.settings.JCA_WORKER_DATABASE_URL = '';
      await worker.start();
      assert.deepEqual((await eventsOf(worker)).slice(0, before.length), before);
      await worker.stop();
      const second = server.newPlace();
      const list = join(place.path, 'url');
      writeFileSync(list, `${second.replace('mergeloom@', 'mergeloom:pass-word@')}\n`, { mode: 0o600 });
      const moved = await worker.command('move-store', '--to-file', list);
      assert.equal(moved.code, 0, moved.out + moved.err);
      assert.ok(moved.out.includes(`JCA_WORKER_DATABASE_URL_FILE=${list}`));
      assert.ok(!(moved.out + moved.err).includes('pass-word'));
      const restored = await command(withKeys('from-server'), ['restore', backup, '--checkpoints', held]);
      assert.equal(restored.code, 0, restored.out + restored.err);
      assert.ok(readFileSync(backup).subarray(0, 19).equals(Buffer.from('MergeLoom backup 1\n')));
    });
  });
});
