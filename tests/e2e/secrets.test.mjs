// Where keys are, and where they are not: on disk, in environments and command lines while a run works, and after a theft.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { command, evenProgram, finish, hangCommand, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const place = new Place('secrets');
const variable = 'JCA_OPENAI_COMPATIBLE_API_KEY';
const script = { scenarios: { commanding: [command(hangCommand), finish()], thinking: [{ text: 'Let me think.', drip_ms: 100, after_events: 3, silence_ms: 600000 }], writing: [write('4\n'), finish()] } };
let models, server;

/** The process and everything under it. */
function family(root) {
  const parents = new Map(readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).flatMap((pid) => {
    try {
      return [[Number(pid), Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1])]];
    } catch {
      return [];
    }
  }));
  const found = [root];
  for (let i = 0; i < found.length; ++i) for (const [pid, parent] of parents) if (parent === found[i]) found.push(pid);
  return found;
}

/** What of a process others could read: {pid, text}. */
const told = (pid) => ['environ', 'cmdline'].map((name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return '';
  }
}).join('\0');

/** As root, as whom these tests run in a container, nothing of `told` may be hidden: it would show nothing. */
function seesEnvironments(processes) {
  if (process.getuid() === 0) assert.ok(processes.every((pid) => told(pid).includes('PATH=') || !existsSync(`/proc/${pid}`)));
}

const spelled = (secret) => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')];

function filesWith(folder, secret) {
  const found = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    try {
      const text = readFileSync(path, 'latin1');
      if (spelled(secret).some((form) => text.includes(form))) found.push(path);
    } catch {
      // gone by now
    }
  }
  return found;
}

async function holdsNothing(worker, secretsOfRun) {
  assert.ok(worker.executors().length > 0);
  const processes = family(worker.child.pid);
  seesEnvironments([worker.child.pid, ...worker.executors()]);
  for (const secret of secretsOfRun) {
    for (const pid of processes) for (const form of spelled(secret)) assert.ok(!told(pid).includes(form), `process ${pid} tells a secret: ${told(pid).split('\0')[0]}`);
    assert.deepEqual(filesWith(worker.data, secret), []);
  }
  return processes.length;
}

describe('secrets', () => {
  before(async () => {
    place.remote('app', evenProgram);
    server = await place.gitHttp();
    models = await place.models(script);
  });
  after(() => place.close());

  for (const way of ['stored', 'environment', 'file']) {
    test(`a provider's key that is ${way === 'stored' ? 'stored' : `given by ${way}`} is in no file, environment or command line while a run works`, async () => {
      const settings = way === 'environment' ? { [variable]: secrets.apiKey } : way === 'file' ? { [`${variable}_FILE`]: place.file('key.txt', `${secrets.apiKey}\n`) } : {};
      models = await place.models(script);
      const worker = await Worker.start(place, settings, way);
      await worker.setProvider('scripted', 'openai-compatible', `${models.url}/v1`, way === 'stored' ? secrets.apiKey : undefined, { is_default: true });
      await worker.addRepository('app', server.at('app'), {}, { username: server.user, password: secrets.password });
      const thinking = await worker.addTicket('app', 'thinking');
      await worker.event(thinking, (event) => event.type === 'provider.request');
      await holdsNothing(worker, [secrets.apiKey, secrets.password]);
      await worker.cancel(thinking);
      await worker.jobEnded(thinking, 20);
      const commanding = await worker.addTicket('app', 'commanding');
      await worker.event(commanding, (event) => event.type === 'command.started' && event.data.kind === 'agent');
      await until('the command runs', () => family(worker.executors()[0]).length > 1);
      assert.ok(await holdsNothing(worker, [secrets.apiKey, secrets.password]) > 1, 'the command was not looked at');
      for (const pid of [worker.child.pid, ...worker.executors()])
        assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /Max core file size\s+0\s+0/);
      await worker.cancel(commanding);
      await worker.jobEnded(commanding, 20);
      assert.deepEqual(await models.problems(), []); // the right key came to the model
      await worker.stop();
    });
  }

  test('a copy of the data without the key file tells nothing and opens nothing', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'robbed');
    await worker.setProvider('scripted', 'openai-compatible', `${models.url}/v1`, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', server.at('app'), {}, { username: server.user, password: secrets.password });
    await worker.stop();
    const loot = place.directory('loot');
    cpSync(worker.data, loot, { recursive: true });
    rmSync(join(loot, 'provider_secret.key'));
    for (const secret of [secrets.apiKey, secrets.password]) assert.deepEqual(filesWith(loot, secret), []);
    const { JCA_WORKER_DATABASE_URL: theirs } = worker.settings; // who has PostgreSQL has it beside the copy
    const thief = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false', ...theirs && { JCA_WORKER_DATABASE_URL: theirs } }, 'loot');
    const [provider] = (await thief.get('/api/v1/providers')).items;
    assert.equal(provider.state, 'failing');
    assert.match(provider.detail, /cannot be opened with this key/);
    await thief.stop();
  });

  test('the key is renewed while no worker runs, and everything works with the new one', async () => {
    models = await place.models(script);
    const worker = await Worker.start(place, {}, 'renewed');
    await worker.setProvider('scripted', 'openai-compatible', `${models.url}/v1`, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', server.at('app'), {}, { username: server.user, password: secrets.password });
    const key = join(worker.data, 'provider_secret.key');
    const before = readFileSync(key);
    const online = await worker.command('secret', 'rotate');
    assert.notEqual(online.code, 0);
    assert.match(online.err, new RegExp(`process id ${worker.child.pid}`));
    assert.deepEqual(readFileSync(key), before);
    await worker.stop();
    const done = JSON.parse((await worker.command('secret', 'rotate', '--json')).out);
    assert.deepEqual([done.resealed, done.already_new], [2, 0]);
    assert.notDeepEqual(readFileSync(key), before);
    assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.ok(!existsSync(`${key}.new`));
    await worker.start();
    const job = await worker.jobEnded(await worker.addTicket('app', 'writing'));
    assert.equal(job.state, 'completed', job.summary);
    await worker.stop();
  });

  test('files of secrets and keys that cannot be right are refused by name', async () => {
    const serve = (environment) => runBinary(place, ['serve'], { environment: { JCA_WORKER_DATA_DIR: place.directory('refused'), JCA_WORKER_PORT: '0', JCA_WORKER_POLL_ENABLED: 'false', ...environment }, seconds: 20 });
    const empty = place.file('empty.txt', '\n');
    const open = place.file('open.key', 'k'.repeat(31) + 'x');
    chmodSync(open, 0o644);
    for (const [environment, words] of [
      ...['JCA_WORKER_UI_TOKEN', 'JCA_WORKER_CLUSTER_TOKEN', 'JCA_WORKER_ENROLLMENT_TOKEN', 'JCA_WORKER_DATABASE_URL', variable, 'JCA_ANTHROPIC_API_KEY'].flatMap((name) => [
        [{ [`${name}_FILE`]: '/none.txt' }, [new RegExp(`${name}_FILE names /none.txt`), /cannot be read/]],
        [{ [`${name}_FILE`]: empty }, [new RegExp(`${name}_FILE names ${empty}`), /empty/]]]),
      [{ JCA_WORKER_UI_TOKEN: 'one-of-them-is-wrong', JCA_WORKER_UI_TOKEN_FILE: place.file('token.txt', 'the-other-is-wrong\n') }, [/JCA_WORKER_UI_TOKEN and JCA_WORKER_UI_TOKEN_FILE are both set/]],
      [{ JCA_PROVIDER_SECRET_KEY_PATH: open }, [/Others can read or change the key file/, /chmod 600/]],
      [{ JCA_PROVIDER_SECRET_KEY_PATH: place.file('zero.key', '\0'.repeat(32)) }, [/all its bytes are the same/]],
      [{ JCA_PROVIDER_SECRET_KEY_PATH: place.file('short.key', 'short') }, [/5 bytes instead of 32/]],
    ]) {
      const result = await serve(environment);
      assert.notEqual(result.code, 0, JSON.stringify(environment));
      for (const word of words) assert.match(result.err, word);
    }
  });

  test('a token from a file is its text without the line feed, and executors get a given cluster token', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_UI_TOKEN_FILE: place.file('ui.txt', 'a-token-from-a-file\n'), JCA_WORKER_CLUSTER_TOKEN: 'a-cluster-token-as-given' }, 'given');
    await until('the executor is there', async () => (await worker.get('/api/v1/dashboard')).executors.some((one) => one.state !== 'away'));
    for (const pid of family(worker.child.pid)) assert.ok(!told(pid).includes('a-cluster-token-as-given'));
    await worker.stop();
  });

  test('a run without a worker has its key in no environment either, nor has its command', async () => {
    models = await place.models(script);
    const environment = { JCA_WORKER_DATA_DIR: place.directory('alone'), [variable]: secrets.apiKey, JCA_OPENAI_COMPATIBLE_BASE_URL: `${models.url}/v1`, JCA_OPENAI_COMPATIBLE_MODEL: 'scripted' };
    let seen = 0;
    const { code, out, err } = await runBinary(place, ['run', '--repo', join(place.path, 'remotes/app.git'), '--ticket', '-', '--provider', 'openai-compatible', '--verbose'], {
      environment, input: '# E2E-9: Hang\n\nSCENARIO:commanding\n',
      started: async (child, said) => {
        await until('the command runs', () => said().includes('time.sleep') && family(child.pid).some((pid) => told(pid).includes('time.sleep')));
        seesEnvironments([child.pid]);
        const processes = family(child.pid);
        seen = processes.filter((pid) => spelled(secrets.apiKey).every((form) => !told(pid).includes(form))).length === processes.length ? processes.length : -1;
        child.kill('SIGTERM');
      },
    });
    assert.equal(code, 4, out + err);
    assert.ok(seen > 1, `${seen} processes`);
    assert.deepEqual(await models.problems(), []); // the right key came to the model
    assert.ok(!(out + err).includes(secrets.apiKey));
    assert.deepEqual(filesWith(environment.JCA_WORKER_DATA_DIR, secrets.apiKey), []);
  });

  test('what the worker logs and prints has no value that it was given', async () => {
    const token = 'plain-words-of-a-ui-token';
    const cluster = 'plain-words-of-a-cluster';
    const settings = { JCA_WORKER_UI_TOKEN: token, JCA_WORKER_CLUSTER_TOKEN: cluster, [variable]: secrets.apiKey, JCA_WORKER_NAME: `named-${secrets.apiKey}-${cluster}` };
    // A name is told in errors; this one shows whether values are looked for there.
    const refused = await runBinary(place, ['serve'], { environment: { ...settings, JCA_WORKER_HOST: `${token}-${cluster}-${secrets.apiKey}`, JCA_WORKER_DATA_DIR: place.directory('told'), JCA_WORKER_PORT: '0' }, seconds: 20 });
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, /redacted:/);
    for (const value of [token, cluster, secrets.apiKey]) assert.ok(!refused.err.includes(value), refused.err);
  });
});
