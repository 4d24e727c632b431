// Agent programs with their own sign-in: kept for each profile, shown to their runs alone, without a proxy between them and
// their model. The real programs, as far as a sign-in can be had without their vendors, and one that speaks their commands.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { address, agents, hasState, landlock, noPrograms, programs, provide, signedIn, stateOf, token } from './sign-in.mjs';
import { assertPublished, assertUnpublished, command, evenCheck, evenProgram, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const script = { scenarios: {
  edit: [write('4\n'), command('cat /run/sign-in/* /run/sign-in/.c* 2>&1; curl -sS --max-time 5 http://127.0.0.3/ 2>&1'), { text: 'All done.' }],
  one: [write('4\n'), { text: 'Done.' }], two: [write('6\n'), { text: 'Done.' }],
  refused: [{ text: 'never' }],
} };

for (const agent of agents) {
  describe(`the own sign-in of ${agent.program}`, { skip: noPrograms, concurrency: false }, () => {
    const place = new Place(`sign-in-${agent.program}`);
    let worker, remote, models, folder;
    const put = (word) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const [name, text] of Object.entries(signedIn[agent.program](word))) writeFileSync(join(folder, name), JSON.stringify(text), { mode: 0o600 });
    };
    const journal = (run) => worker.journal(run);
    before(async () => {
      remote = place.remote('app', evenProgram);
      const server = await place.gitHttp();
      models = (await place.server('agent-model.mjs', '--script', place.file('script.json', JSON.stringify(script)), '--key', token, '--host', address)).url;
      worker = await Worker.start(place, { JCA_WORKER_COUNT: '2' });
      folder = join(worker.data, 'cli', 'own');
      const add = (alias, more = {}) => worker.addRepository(alias, server.at('app'), { validation_commands: [evenCheck], provider: 'own', ...more }, { username: server.user, password: secrets.password });
      await add('app');
      await provide(worker, 'own', agent.kind, join(programs, agent.program), models + agent.base);
    });
    after(() => place.close());

    test('needs a sign-in, says how, and no run begins without', async () => {
      const view = await hasState(worker, 'own', 'needs_sign_in');
      assert.match(view.detail, /is not signed in/);
      assert.match(view.detail, /mergeloom-worker provider login own/);
      const job = await worker.jobEnded(await worker.addTicket('app', 'refused'));
      await assertUnpublished(worker, remote, job, 'blocked', 'provider_not_ready');
      assert.match(job.summary, /provider login own/);
    });

    test('works with it, without a proxy, and reaches nothing but its hosts; records show no token', async () => {
      put(token);
      await hasState(worker, 'own', 'ready');
      const job = await worker.jobEnded(await worker.addTicket('app', 'edit'));
      const run = await assertPublished(worker, remote, job);
      assert.equal(run.usage.input_tokens, 300);
      const [started] = await worker.events(run.id, 'agent.started');
      assert.equal(started.data.access, 'sign_in');
      assert.ok(started.data.hosts.includes(models.slice(7)), JSON.stringify(started.data.hosts));
      const [finished] = await worker.events(run.id, 'agent.finished');
      assert.ok(finished.data.network.hosts.some((host) => host.host === address && host.received > 0), JSON.stringify(finished.data.network));
      assert.ok((await worker.events(run.id, 'network.refused')).some((event) => event.data.host === '127.0.0.3'), 'the other host was refused');
      const lines = journal(run.id);
      assert.ok(!lines.includes(token), 'the token is on record');
      assert.ok(lines.includes('/run/sign-in/'));
      const asked = await (await fetch(`${models}/_requests`)).json();
      assert.ok(asked.filter((request) => request.scenario === 'edit').every((request) => request.key === token));
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.deepEqual(readdirSync(join(worker.data, 'cli')), ['own'], 'the home of the run is left');
    });

    test('two runs at once share it', async () => {
      const jobs = await Promise.all(['one', 'two'].map((scenario) => worker.addTicket('app', scenario)));
      for (const job of jobs) await assertPublished(worker, remote, await worker.jobEnded(job));
      const [[name]] = Object.entries(signedIn[agent.program](token));
      assert.ok(JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8'))).includes(token));
    });

    test('is refused in a run: it ends, and says to sign in again', async () => {
      put('another-token-that-is-refused');
      await hasState(worker, 'own', 'ready');
      const job = await worker.jobEnded(await worker.addTicket('app', 'refused'));
      await assertUnpublished(worker, remote, job, 'blocked', 'provider_not_ready');
      assert.match(job.summary, /sign in again/);
      const view = await hasState(worker, 'own', 'needs_sign_in');
      assert.match(view.detail, /was refused or has expired: sign in again/);
      put(token);
      await hasState(worker, 'own', 'ready');
    });
  });
}

/** Speaks what is asked of Codex CLI, and refuses what it is not asked like that. */
const spoken = `#!/usr/bin/python3
import json, os, sys
if sys.argv[1:] == ['--version']:
    sys.exit(print('codex-cli 0.169.0'))
home = os.environ['CODEX_HOME']
auth = home + '/auth.json'
assert os.environ['HOME'] == home, os.environ
assert not [name for name in os.environ if name.startswith('JCA_')], os.environ
to_file = ['-c', 'cli_auth_credentials_store="file"']
def say(event): print(json.dumps(event), flush=True)
arguments = sys.argv[1:]
if arguments == ['login', '--device-auth'] + to_file:
    assert os.listdir(home) == [] and os.stat(home).st_mode & 0o777 == 0o700
    print('1. Open this link\\n   https://auth.example.org/codex/device\\n2. Enter this one-time code\\n   ABCD-12345', flush=True)
    word = sys.stdin.readline().strip()
    open(auth, 'w').write(json.dumps({'tokens': {'access_token': word}}))
    if 'stays' in word:
        __import__('time').sleep(600)
    sys.exit(0 if word else 1)
elif arguments == ['login', 'status'] + to_file:
    assert not os.path.islink(auth)
    assert os.environ['HTTPS_PROXY'] == 'http://127.0.0.1:1'
    known = os.path.exists(auth) and 'first' in open(auth).read()
    print('Logged in using ChatGPT' if known else 'Not logged in', file=sys.stderr)
    sys.exit(0 if known else 1)
elif arguments[:1] == ['exec']:
    sys.stdin.read()
    assert 'MERGELOOM_MODEL_TOKEN' not in os.environ and os.environ['HTTPS_PROXY'].startswith('http://127.0.0.1:')
    renewed = 'first-token-renewed-in-the-middle-of-a-run'
    new = os.path.dirname(os.path.realpath(auth)) + '/new'
    open(new, 'w').write(json.dumps({'tokens': {'access_token': renewed}}))
    os.replace(new, os.path.realpath(auth))
    open('value.txt', 'w').write('4\\n')
    say({'type': 'thread.started', 'thread_id': 'spoken-1'})
    say({'type': 'item.completed', 'item': {'id': 'i1', 'type': 'command_execution', 'command': 'cat', 'aggregated_output': renewed, 'exit_code': 0, 'status': 'completed'}})
    say({'type': 'turn.completed', 'usage': {'input_tokens': 50, 'cached_input_tokens': 20, 'output_tokens': 7}})
else:
    sys.exit('unknown: %s' % arguments)
`;

describe('signing in at a terminal', { skip: landlock, concurrency: false }, () => {
  const place = new Place('sign-in-terminal');
  let worker, remote, program;
  const cli = () => join(worker.data, 'cli');
  const login = (id, input) => worker.commandWith(input, 'provider', 'login', id);
  before(async () => {
    remote = place.remote('app', evenProgram);
    const server = await place.gitHttp();
    worker = await Worker.start(place);
    program = place.file('programs/codex', spoken);
    chmodSync(program, 0o755);
    await provide(worker, 'spoken', 'codex-cli', program, '');
    await worker.setProvider('keyed', 'codex-cli', '', secrets.apiKey, { options: { program } });
    await worker.addRepository('app', server.at('app'), { validation_commands: [evenCheck], provider: 'spoken' }, { username: server.user, password: secrets.password });
  });
  after(() => place.close());

  test('a login that is given up leaves nothing', async () => {
    await hasState(worker, 'spoken', 'needs_sign_in');
    const { code, out, err } = await login('spoken', '');
    assert.equal(code, 1, out + err);
    assert.match(err, /was not finished/);
    assert.deepEqual(readdirSync(cli()), ['spoken']);
    assert.deepEqual(readdirSync(join(cli(), 'spoken')), []);
    assert.equal((await stateOf(worker, 'spoken')).state, 'needs_sign_in');
  });

  test('the program has the terminal; then it is ready', async () => {
    const { code, out, err } = await login('spoken', 'first-token-that-was-typed\n');
    assert.equal(code, 0, out + err);
    assert.match(out, /https:\/\/auth\.example\.org\/codex\/device/);
    assert.match(out, /spoken is ready: Codex CLI is signed in on this host/);
    assert.equal(statSync(join(cli(), 'spoken/auth.json')).mode & 0o777, 0o600);
    await hasState(worker, 'spoken', 'ready');
  });

  test('one that stays when it is signed in is ended', async () => {
    const { code, out, err } = await login('spoken', 'first-token-of-one-that-stays\n');
    assert.equal(code, 0, out + err);
    assert.match(out, /spoken is ready/);
    assert.ok(readFileSync(join(cli(), 'spoken/auth.json'), 'utf8').includes('one-that-stays'));
    assert.equal((await login('spoken', 'first-token-that-was-typed\n')).code, 0);
  });

  test('one that fails leaves the sign-in that there was', async () => {
    const { code, out, err } = await login('spoken', 'a-token-that-its-status-does-not-like\n');
    assert.equal(code, 1, out + err);
    assert.match(err, /it says: Not logged in/);
    assert.ok(readFileSync(join(cli(), 'spoken/auth.json'), 'utf8').includes('first-token-that-was-typed'));
  });

  test('a token that is renewed in a run is kept, and not on record', async () => {
    const job = await worker.jobEnded(await worker.addTicket('app', 'spoken'));
    const run = await assertPublished(worker, remote, job);
    assert.deepEqual([run.usage.input_tokens, run.usage.cached_tokens, run.usage.output_tokens], [30, 20, 7]);
    assert.ok(readFileSync(join(cli(), 'spoken/auth.json'), 'utf8').includes('renewed-in-the-middle'));
    const lines = worker.journal(run.id);
    assert.ok(!lines.includes('renewed-in-the-middle') && lines.includes('"aggregated') === false, 'a token is on record');
    assert.deepEqual(readdirSync(cli()), ['spoken']);
  });

  test('one with a key has nothing to sign in; an unknown one is named', async () => {
    const keyed = await login('keyed', '');
    assert.notEqual(keyed.code, 0);
    assert.match(keyed.err, /keyed has no sign-in of its own: it uses a key.*auth=sign_in/s);
    assert.match((await login('nobody', '')).err, /There is no provider "nobody"/);
  });

  test('an old release is refused, and named', async () => {
    const folder = place.directory('old/node_modules/@openai/codex');
    place.file('old/node_modules/@openai/codex/package.json', JSON.stringify({ name: '@openai/codex', version: '0.100.0' }));
    writeFileSync(join(folder, 'codex'), spoken, { mode: 0o755 });
    await provide(worker, 'old', 'codex-cli', join(folder, 'codex'), '');
    const view = await stateOf(worker, 'old');
    assert.equal(view.state, 'not_configured');
    assert.match(view.detail, /is release 0\.100\.0 of Codex CLI; 0\.169\.0 or newer is needed/);
  });

  test('goes with its provider', async () => {
    await worker.send('DELETE', '/api/v1/providers/spoken');
    assert.ok(!existsSync(join(cli(), 'spoken')));
  });
});
