// The real agent programs, as npm has them, in real runs: through the model proxy, against a scripted model on loopback.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, write } from './flow.mjs';
import { Place, secrets, sourceRoot } from './support.mjs';
import { Worker } from './worker.mjs';

/** The programs, by the lock file of the benchmark that compares with them; a reason why there are none. */
function install() {
  const folder = join(sourceRoot, 'tests/bench');
  try {
    if (!existsSync(join(folder, 'node_modules/.bin/claude')))
      execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: folder, timeout: 120000, stdio: 'pipe' });
    for (const name of ['codex', 'claude']) execFileSync(join(folder, 'node_modules/.bin', name), ['--version'], { stdio: 'pipe' });
    return { folder: join(folder, 'node_modules/.bin') };
  } catch (error) {
    return { reason: `the agent programs cannot be installed here: ${String(error.stderr || error.message).slice(0, 200)}` };
  }
}
const { folder: programs, reason } = process.env.MERGELOOM_TEST_SANDBOX === 'landlock'
  ? { reason: 'agent programs need bubblewrap' } : install();

/** Whether a program can be put beside the agents, whose neighbours a sandbox shows. */
function mayWrap() {
  try {
    accessSync(programs, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const agents = [
  { name: 'Codex CLI', kind: 'codex-cli', program: 'codex', base: '/v1' },
  { name: 'Claude Code CLI', kind: 'claude-code-cli', program: 'claude', base: '' },
];
const done = (text = 'All done.') => ({ text });
const create = (path, content) => ({ text: 'I write it.', tools: [{ name: 'create_file', input: { path, content } }] });
/** Lasts until the test puts a file beside it. */
const held = command("python3 -c \"import os, time; [time.sleep(0.02) for _ in iter(lambda: os.path.exists('go'), True)]; os.remove('go')\"");
const script = {
  // The self-test names no scenario.
  default: [command('cat note.txt'), command("sed -i 's/state: old/state: new/' note.txt"), { tools: [{ name: 'finish', input: { word: '{{word}}' } }] }, done()],
  scenarios: {
    edit: [create('note.txt', 'By an agent.\n'), write('4\n'), command('cat value.txt; exit 3'), done()],
    repair: [write('3\n'), done('All tests passed.'), write('6\n'), done('Mended.')],
    killed: [write('4\n'), held, done('Went on.')],
    told: [held, done('Not told yet.'), write('8\n'), done('As told.')],
    spent: [{ ...command('true'), repeat: 'forever', usage: { input_tokens: 30000, output_tokens: 2000 } }],
    counted: [command('echo 1'), command('echo 2'), command('echo 3'), command('sleep 30'), done()],
    loud: [command("python3 -c \"print('0123456789' * 500)\""), command('sleep 30'), done()],
    grows: [command('head -c 25000000 /dev/urandom > large; sleep 60'), done()],
    refused: [done()], away: [done()],
    stays: [write('4\n'), done()],
  },
};
const is = (type, fields = {}) => (event) => event.type === type && Object.entries(fields).every(([name, value]) => event.data[name] === value);
const isHeld = (event) => event.type === 'tool.call' && String(event.data.input.command).includes('os.remove');

for (const agent of agents) {
  describe(agent.name, { skip: reason, concurrency: false }, () => {
    const place = new Place(`cli-${agent.program}`);
    let worker, server, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      server = await place.gitHttp();
      const file = place.file('script.json', JSON.stringify(script));
      models = (await place.server('agent-model.mjs', '--script', file, '--key', secrets.apiKey)).url;
      worker = await Worker.start(place);
      const credential = { username: server.user, password: secrets.password };
      const add = (alias, settings) => worker.addRepository(alias, server.at('app'), { validation_commands: [evenCheck], ...settings }, credential);
      await add('app', {});
      await add('frugal', { budgets: { tokens: 100000 } });
      await add('counted', { budgets: { commands: 2 } });
      await add('quiet', { budgets: { output_bytes: 4000 } });
      await add('small', { budgets: { disk_bytes: 8 << 20 } });
      for (const provider of ['wrong', 'away', 'stays']) await add(provider, { provider });
      const provide = (id, endpoint, secret, program = join(programs, agent.program), more = {}) => worker.setProvider(id, agent.kind, endpoint, secret, { model: 'scripted', options: { program }, ...more });
      await provide('real', models + agent.base, secrets.apiKey, undefined, { is_default: true });
      await provide('wrong', models + agent.base, 'wrong-key-4711');
      await provide('away', 'http://127.0.0.1:9', secrets.apiKey);
      if (!mayWrap()) return;
      const wrapper = join(programs, `stays-${agent.program}-${process.pid}`);
      place.onClose(() => rmSync(wrapper, { force: true }));
      writeFileSync(wrapper, `#!/bin/sh\n${join(programs, agent.program)} "$@"\n[ "$1" = --version ] || exec sleep 600\n`);
      chmodSync(wrapper, 0o755);
      await provide('stays', models + agent.base, secrets.apiKey, wrapper);
    });
    after(() => place.close());

    /** What came of a scenario; without what agents ask aside. */
    const asked = async (scenario) => (await (await fetch(`${models}/_requests`)).json()).filter((request) => request.scenario === scenario && request.body.tools?.length);
    const letGo = () => {
      const root = join(worker.data, 'workspaces');
      for (const pool of readdirSync(root)) for (const slot of readdirSync(join(root, pool))) {
        if (existsSync(join(root, pool, slot, 'value.txt'))) writeFileSync(join(root, pool, slot, 'go'), '');
      }
    };

    test('edits a file, runs a command, ends; the key stays outside', async () => {
      const job = await worker.jobEnded(await worker.addTicket('app', 'edit'));
      const run = await assertPublished(worker, remote, job);
      assert.equal(remote.show(job.branch, 'value.txt'), '4');
      assert.equal(remote.show(job.branch, 'note.txt'), 'By an agent.');
      assert.equal(run.validation, 'passed');
      assert.equal(run.usage.input_tokens, 400);
      const lines = await assertSameFacts(worker, run.id);
      const results = await worker.events(run.id, 'tool.result');
      assert.deepEqual(results.map((event) => event.data.is_error), [false, false, true]);
      assert.equal(new Set(results.slice(0, 2).map((event) => event.data.tree)).size, 2, 'a tree for each change');
      assert.ok(lines.some((line) => is('agent.started', { agent: agent.name, cause: 'task', session: '' })(JSON.parse(line))));
      assert.ok((await asked('edit')).every((request) => request.key === secrets.apiKey));
      assert.deepEqual(readdirSync(join(worker.data, 'cli')), [], 'the home of the program is left');
      await assertNoSecrets(worker, server);
    });

    test('a repair goes on with the session; a claim is no validation', async () => {
      const job = await worker.jobEnded(await worker.addTicket('app', 'repair'));
      const run = await assertPublished(worker, remote, job);
      assert.equal(remote.show(job.branch, 'value.txt'), '6');
      const [first, second] = await worker.events(run.id, 'validation.result');
      assert.deepEqual([first.data.status, second.data.status], ['failed', 'passed']);
      const [begun, again] = await worker.events(run.id, 'agent.started');
      const [session] = await worker.events(run.id, 'agent.session');
      assert.deepEqual([begun.data.session, again.data.session], ['', session.data.session]);
      const last = JSON.stringify((await asked('repair')).at(-1).body);
      for (const text of ['All tests passed.', 'value is 3']) assert.ok(last.includes(text), `${text} is not in the conversation`);
    });

    test('goes on with its session after kill -9 of the executor', async () => {
      const job = await worker.addTicket('app', 'killed');
      const { run } = await worker.event(job, isHeld);
      for (const executor of worker.executors()) process.kill(executor, 'SIGKILL');
      const ended = await worker.jobEnded(job);
      await assertPublished(worker, remote, ended);
      assert.equal(ended.run_id, run);
      assert.equal(remote.show(job.branch, 'value.txt'), '4');
      const turns = await worker.events(run, 'agent.started');
      assert.deepEqual(turns.map((event) => event.data.cause), ['task', 'resumed']);
      assert.notEqual(turns[1].data.session, '');
      const requests = await asked('killed');
      assert.equal(requests.length, 3);
      assert.ok(JSON.stringify(requests.at(-1).body).includes('You were stopped in the middle'));
      await assertSameFacts(worker, run);
    });

    test('a message reaches the agent with its next turn', async () => {
      const job = await worker.addTicket('app', 'told');
      const { run } = await worker.event(job, isHeld);
      await worker.send('POST', `/api/v1/runs/${run}/commands`, { command: 'message', text: 'Make it eight.' });
      letGo();
      await assertPublished(worker, remote, await worker.jobEnded(job));
      assert.equal(remote.show(job.branch, 'value.txt'), '8');
      assert.deepEqual((await worker.events(run, 'agent.started')).map((event) => event.data.cause), ['task', 'message']);
      assert.ok(JSON.stringify((await asked('told'))[2].body).includes('Make it eight.'));
    });

    test('is ended when the budget is gone', async () => {
      const job = await worker.jobEnded(await worker.addTicket('frugal', 'spent'));
      const run = await assertUnpublished(worker, remote, job, 'failed', 'budget_exceeded');
      assert.match(job.summary, /of the 100000 tokens that the run may use are left/);
      assert.ok(run.usage.input_tokens + run.usage.output_tokens <= 100000, JSON.stringify(run.usage));
    });

    test('is ended by the limits of commands, output and disk, which it does not ask anybody about', async () => {
      for (const [repository, scenario, words] of [
        ['counted', 'counted', /used its 2 commands/], ['quiet', 'loud', /the run may have 3\.9 KiB/], ['small', 'grows', /workspace grew by \d+(\.\d)? MiB; the run may add 8 MiB/],
      ]) {
        const started = Date.now();
        const job = await worker.jobEnded(await worker.addTicket(repository, scenario));
        const run = await assertUnpublished(worker, remote, job, 'failed', 'budget_exceeded');
        assert.match(job.summary, words);
        assert.ok(Date.now() - started < 28000, scenario);
        assert.ok(run.use.commands <= 3, JSON.stringify(run.use));
      }
    });

    test('a refused key ends the run at once', async () => {
      const job = await worker.jobEnded(await worker.addTicket('wrong', 'refused'));
      await assertUnpublished(worker, remote, job, 'blocked', 'provider_not_ready');
      assert.match(job.summary, /refused the credential/);
      assert.equal((await asked('refused')).length, 1);
      assert.ok(!worker.journal(job.run_id).includes('wrong-key-4711'));
    });

    test('an API that is away is asked again, and a cancel ends that', async () => {
      const job = await worker.addTicket('away', 'away');
      await worker.event(job, (event) => event.type === 'provider.retry' && event.data.retry === 2);
      const start = Date.now();
      await worker.cancel(job);
      await assertUnpublished(worker, remote, await worker.jobEnded(job), 'cancelled', 'cancelled');
      assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
    });

    test('the self-test shows each step', async () => {
      const { code, out, err } = await worker.command('provider', 'test', 'real');
      assert.equal(code, 0, out + err);
      for (const step of ['read', 'edit', 'command', 'finish']) assert.match(out, new RegExp(`^done +${step} +\\d+ ms +\\d+ tokens `, 'm'));
      assert.doesNotMatch(out, /Was not done/);
    });

    test('a program that does not exit is not waited for', { skip: !mayWrap() && 'nothing can be put beside the programs' }, async () => {
      const job = await worker.jobEnded(await worker.addTicket('stays', 'stays'));
      const run = await assertPublished(worker, remote, job);
      const events = await worker.events(run.id);
      const at = (test) => Date.parse(events.findLast(test).ts);
      assert.ok(at(is('agent.finished')) - at(is('provider.response')) < 4000);
    });
  });
}
