// `mergeloom-worker run`: one ticket here and now, with no worker running; the exit code tells the outcome.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { command, evenCheck, evenProgram, finish, hangCommand, write } from './flow.mjs';
import { Place, secrets, sourceRoot, until } from './support.mjs';
import { runBinary } from './worker.mjs';

const place = new Place('run');
const sample = join(sourceRoot, 'resources/sample');
const script = { scenarios: { red: [write('3\n'), finish()], hang: [command(hangCommand), finish()], pass: [write('4\n'), finish('Four.')] } };
let remote, models, server, environment;

describe('run', () => {
  before(async () => {
    remote = place.remote('sample', join(sample, 'repository'));
    place.remote('app', evenProgram);
    models = await place.models(script);
    server = await place.gitHttp();
    environment = { JCA_WORKER_DATA_DIR: place.directory('data'), JCA_ANTHROPIC_API_KEY: secrets.apiKey, JCA_ANTHROPIC_BASE_URL: models.url };
  });
  after(() => place.close());

  const run = (args, more = {}) => runBinary(place, ['run', ...args], { environment, ...more });
  const scripted = () => ['--repo', join(place.path, 'remotes/app.git'), '--ticket', '-', '--provider', 'claude-api'];
  const input = (scenario) => `# E2E-7: Do ${scenario}\n\nSCENARIO:${scenario}\n`;
  const replay = ['--ticket', join(sample, 'ticket.md'), '--provider', 'replay', '--recording', join(sample, 'recording.json'),
    '--setup', 'python3 -m unittest -q', '--validate', 'python3 -m unittest -q'];

  test('the sample ends completed, with its branch on the remote and every stage told', async () => {
    const { code, out, err } = await run(['--repo', remote.path, ...replay]);
    assert.equal(code, 0, out + err);
    const [branch] = remote.branches().filter((name) => name.startsWith('tickets/'));
    assert.match(remote.show(branch, 'README.md'), /--top N/);
    assert.match(remote.git('log', '-1', '--format=%s', branch), /^RUN-\w+: Show only the most frequent words$/);
    for (const word of [/workspace/i, /setup/i, /validation/i, /repair/i, /publish/i, new RegExp(branch)]) assert.match(out, word);
    assert.doesNotMatch(out, /\x1b/); // no colours into a pipe
  });

  test('with --json each line is an event of the journal, byte for byte', async () => {
    const folder = place.directory('json');
    const { code, out, err } = await run(['--repo', remote.path, ...replay, '--branch', 'tickets/json', '--json'], { environment: { ...environment, JCA_WORKER_DATA_DIR: folder } });
    assert.equal(code, 0, out + err);
    const [id] = readdirSync(join(folder, 'runs'));
    assert.equal(out, readFileSync(join(folder, 'runs', id, 'journal.jsonl'), 'utf8'));
    const events = out.trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.equal(events[0].type, 'run.started');
    assert.equal(events[0].data.is_replay, true);
    assert.deepEqual([events.at(-1).type, events.at(-1).data.outcome], ['run.finished', 'completed']);
    assert.ok(remote.branches().includes('tickets/json'));
  });

  test('a URL may hold user and password, and neither is shown or kept', async () => {
    const url = new URL(server.at('app'));
    url.username = server.user;
    url.password = secrets.password;
    const folder = place.directory('url');
    const { code, out, err } = await run(['--repo', url.href, '--ticket', '-', '--validate', evenCheck, '--verbose'],
      { input: input('pass'), environment: { ...environment, JCA_WORKER_DATA_DIR: folder } });
    assert.equal(code, 0, out + err);
    assert.doesNotMatch(out + err, new RegExp(`${secrets.password}|${secrets.apiKey}`));
    const [id] = readdirSync(join(folder, 'runs'));
    assert.doesNotMatch(readFileSync(join(folder, 'runs', id, 'journal.jsonl'), 'utf8'), new RegExp(`${secrets.password}|${secrets.apiKey}`));
    assert.equal(place.git('-C', join(place.path, 'remotes/app.git'), 'show', 'tickets/e2e-7:value.txt'), '4');
  });

  test('a red validation ends with 1 and says what was red', async () => {
    const { code, out, err } = await run([...scripted(), '--validate', evenCheck, '--branch', 'tickets/red', '--max-repair-attempts', '0'], { input: input('red') });
    assert.equal(code, 1, out + err);
    assert.match(out, /python3 check\.py/);
    assert.doesNotMatch(place.git('-C', join(place.path, 'remotes/app.git'), 'branch'), /tickets\/red/);
    assert.deepEqual(await models.problems(), []);
  });

  for (const signal of ['SIGINT', 'SIGTERM']) {
    test(`${signal} cancels the run, which ends with 4`, async () => {
      const { code, out, err } = await run([...scripted(), '--branch', 'tickets/hang'], {
        input: input('hang'),
        started: async (child, said) => {
          await until('the command runs', () => said().includes('time.sleep'));
          child.kill(signal);
        },
      });
      assert.equal(code, 4, out + err);
      assert.match(out, /cancelled/i);
      await fetch(`${models.url}/_script`, { method: 'POST', body: JSON.stringify(script) });
    });
  }

  test('what must be decided first ends with 3: a command that is not allowed, a provider without its key', async () => {
    const forbidden = await run([...scripted(), '--validate', 'ruby check.rb', '--branch', 'tickets/no'], { input: input('pass') });
    assert.equal(forbidden.code, 3, forbidden.out + forbidden.err);
    assert.match(forbidden.out, /ruby/);
    assert.match(forbidden.out, /ALLOWED_COMMANDS|allow-list/);
    const keyless = await run([...scripted(), '--branch', 'tickets/no'], { input: input('pass'), environment: { ...environment, JCA_ANTHROPIC_API_KEY: '' } });
    assert.equal(keyless.code, 3, keyless.out + keyless.err);
    assert.match(keyless.out, /JCA_ANTHROPIC_API_KEY/);
  });

  for (const [name, args, stdin, code, words] of [
    ['an empty ticket', ['--repo', '/tmp', '--ticket', '-'], ' \n\n', 2, [/ticket is empty/, /first line is the title/]],
    ['no repository', ['--ticket', '-'], 'T', 2, [/--repo is missing/]],
    ['no ticket', ['--repo', '/tmp'], '', 2, [/--ticket is missing/]],
    ['a ticket file that is not there', ['--repo', '/tmp', '--ticket', '/none.md'], '', 2, [/\/none\.md cannot be read/]],
    ['an unknown provider', ['--repo', '/tmp', '--ticket', '-', '--provider', 'oracle'], 'T', 2, [/oracle/, /claude-api/]],
    ['an unknown mode', ['--repo', '/tmp', '--ticket', '-', '--mode', 'maybe'], 'T', 2, [/maybe/, /advisory/]],
    ['a key file that is not there', ['--repo', '/tmp', '--ticket', '-', '--ssh-key', '/none'], 'T', 2, [/\/none cannot be read/]],
    ['a clone URL that is an option', ['--repo=-oProxyCommand=id', '--ticket', '-'], 'T', 2, [/ProxyCommand/]],
    ['a clone URL that runs a program', ['--repo', 'ext::sh -c id', '--ticket', '-'], 'T', 2, [/ext:/]],
    ['a remote that cannot be reached', ['--repo', 'http://127.0.0.1:9/x.git', '--ticket', '-'], 'T', 1, [/127\.0\.0\.1.*cannot be reached/, /Check the address/]],
    ['a directory that is no repository', ['--repo', '/tmp', '--ticket', '-'], 'T', 1, [/\/tmp/, /git repository/]],
    ['the default branch as the branch to push', [...scripted(), '--branch', 'main'], 'T', 1, [/never pushes to the default branch/]],
    ['a branch name that git refuses', [...scripted(), '--branch', 'a..b'], 'T', 1, [/a\.\.b/]],
  ]) {
    test(`${name} is told`, async () => {
      const result = await run(args, { input: stdin });
      assert.equal(result.code, code, result.out + result.err);
      for (const word of words) assert.match(result.out + result.err, word);
    });
  }
});
