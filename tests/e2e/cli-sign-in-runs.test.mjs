// Runs of the real agent programs with their own sign-in: tokens are counted once over turns and processes, a budget ends them,
// a kill does not, the self-test works, and without a sandbox the record does not claim that there was one.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, write } from './flow.mjs';
import { address, agents, hasState, noPrograms, programs, provide, signedIn, token } from './sign-in.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const held = command("python3 -c \"import os, time; [time.sleep(0.02) for _ in iter(lambda: os.path.exists('go'), True)]\"");
const isHeld = (event) => event.type === 'tool.call' && String(event.data.input.command).includes('os.path.exists');
const costly = { ...command('true'), usage: { input_tokens: 30000, output_tokens: 2000 } };
const script = {
  // The self-test names no scenario.
  default: [command('cat note.txt'), command("sed -i 's/state: old/state: new/' note.txt"), { tools: [{ name: 'finish', input: { word: '{{word}}' } }] }, { text: 'Done.' }],
  scenarios: {
    repair: [write('3\n'), { text: 'All tests passed.' }, write('6\n'), { text: 'Mended.' }],
    killed: [write('4\n'), held, { text: 'Went on.' }],
    spent: [write('4\n'), ...Array(8).fill(costly), { text: 'Done.' }],
    open: [write('4\n'), { text: 'Done.' }],
    stays: [write('4\n'), { text: 'Done.' }],
  },
};

for (const agent of agents) {
  describe(`runs of ${agent.program} with its own sign-in`, { skip: noPrograms, concurrency: false }, () => {
    const place = new Place(`sign-in-runs-${agent.program}`);
    let server, worker, remote, models;
    const credential = () => ({ username: server.user, password: secrets.password });
    const signIn = (data, profile = 'own') => {
      const folder = join(data, 'cli', profile);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const [name, text] of Object.entries(signedIn[agent.program](token))) writeFileSync(join(folder, name), JSON.stringify(text), { mode: 0o600 });
    };
    const use = async (from, repository) => {
      await provide(from, 'own', agent.kind, join(programs, agent.program), models + agent.base);
      signIn(from.data);
      await hasState(from, 'own', 'ready');
      const add = (alias, more = {}) => from.addRepository(alias, server.at(repository), { validation_commands: [evenCheck], provider: 'own', ...more }, credential());
      await add('app');
      await add('frugal', { budgets: { tokens: 100000 } });
    };
    const asked = async (scenario) => (await (await fetch(`${models}/_requests`)).json()).filter((request) => request.scenario === scenario && request.body.tools?.length);
    before(async () => {
      remote = place.remote('app', evenProgram);
      server = await place.gitHttp();
      models = (await place.server('agent-model.mjs', '--script', place.file('script.json', JSON.stringify(script)), '--key', token, '--host', address)).url;
      worker = await Worker.start(place);
      await use(worker, 'app');
    });
    after(() => place.close());

    test('a repair goes on with the session, and counts the tokens of both turns once', async () => {
      const run = await assertPublished(worker, remote, await worker.jobEnded(await worker.addTicket('app', 'repair')));
      const [begun, again] = await worker.events(run.id, 'agent.started');
      assert.deepEqual([begun.data.session === '', again.data.session === ''], [true, false]);
      const calls = await worker.events(run.id, 'provider.response');
      assert.deepEqual(calls.map((event) => event.data.usage.input_tokens), [200, 200]);
      assert.equal(run.usage.input_tokens, 400);
      assert.ok(JSON.stringify((await asked('repair')).at(-1).body).includes('All tests passed.'), 'another conversation');
    });

    test('goes on with its session after kill -9 of the executor', async () => {
      const job = await worker.addTicket('app', 'killed');
      const { run } = await worker.event(job, isHeld);
      for (const executor of worker.executors()) process.kill(executor, 'SIGKILL');
      const ended = await worker.jobEnded(job);
      const view = await assertPublished(worker, remote, ended);
      assert.equal(ended.run_id, run);
      const turns = await worker.events(run, 'agent.started');
      assert.deepEqual(turns.map((event) => [event.data.cause, event.data.access]), [['task', 'sign_in'], ['resumed', 'sign_in']]);
      const requests = await asked('killed');
      assert.equal(requests.length, 3);
      assert.ok(JSON.stringify(requests.at(-1).body).includes('You were stopped in the middle'));
      const calls = await worker.events(run, 'provider.response');
      // Codex CLI counts an answer when the commands that it asked for have ended: that of the one that was killed is known to nobody.
      const before = agent.program === 'codex' ? 100 : 200;
      assert.deepEqual(calls.map((event) => [event.data.usage.input_tokens, event.data.stop]), [[before, 'cut'], [100, 'turn']]);
      assert.equal(view.usage.input_tokens, before + 100);
      assert.ok(!worker.journal(run).includes(token), 'the token is on record');
      await assertSameFacts(worker, run);
      assert.deepEqual(readdirSync(join(worker.data, 'cli')), ['own'], 'the home of the run is left');
    });

    test('is ended when the budget is gone', async () => {
      const run = await assertUnpublished(worker, remote, await worker.jobEnded(await worker.addTicket('frugal', 'spent')), 'failed', 'budget_exceeded');
      assert.match(run.summary, /100000 tokens/);
      const answers = (await asked('spent')).length;
      // It may have begun to ask again before it is ended.
      assert.ok(answers >= 4 && answers <= 6, `${answers} answers`);
      assert.ok(run.usage.input_tokens >= 90000, JSON.stringify(run.usage));
    });

    const another = async (profile, program, endpoint) => {
      await provide(worker, profile, agent.kind, program, endpoint);
      signIn(worker.data, profile);
      await hasState(worker, profile, 'ready');
      await worker.addRepository(profile, server.at('app'), { validation_commands: [evenCheck], provider: profile }, credential());
    };
    const forget = async (profile) => {
      await worker.send('DELETE', `/api/v1/repositories/${profile}`);
      await worker.send('DELETE', `/api/v1/providers/${profile}`);
    };

    test('an API that is away: a cancel ends the attempt at once', async () => {
      await another('away', join(programs, agent.program), `http://${address}:9${agent.base}`);
      const job = await worker.addTicket('away', 'away');
      await worker.event(job, (event) => event.type === 'agent.session' || event.type === 'agent.event');
      const start = Date.now();
      await worker.cancel(job);
      await assertUnpublished(worker, remote, await worker.jobEnded(job), 'cancelled', 'cancelled');
      assert.ok(Date.now() - start < 10000, `${Date.now() - start} ms`);
      await forget('away');
    });

    test('a program that does not exit is not waited for', async () => {
      const wrapper = join(programs, `stays-sign-in-${agent.program}-${process.pid}`);
      place.onClose(() => rmSync(wrapper, { force: true }));
      writeFileSync(wrapper, `#!/bin/sh\n${join(programs, agent.program)} "$@"\ncode=$?\ncase " $* " in *' exec '*|*' -p '*) exec sleep 600;; esac\nexit $code\n`);
      chmodSync(wrapper, 0o755);
      await another('stays', wrapper, models + agent.base);
      const run = await assertPublished(worker, remote, await worker.jobEnded(await worker.addTicket('stays', 'stays')));
      assert.equal(run.provider, 'stays');
      await forget('stays');
    });

    test('the self-test shows each step', async () => {
      const { code, out, err } = await worker.command('provider', 'test', 'own');
      assert.equal(code, 0, out + err);
      for (const step of ['read', 'edit', 'command', 'finish']) assert.match(out, new RegExp(`^done +${step} `, 'm'));
      assert.deepEqual(readdirSync(join(worker.data, 'cli')), ['own']);
    });

    test('without a sandbox it works, and the record says that it may reach every host', async () => {
      const free = await Worker.start(place, { JCA_WORKER_SANDBOX: 'off' }, 'free');
      const other = place.remote('free', evenProgram);
      await use(free, 'free');
      const run = await assertPublished(free, other, await free.jobEnded(await free.addTicket('app', 'open')));
      const [started] = await free.events(run.id, 'agent.started');
      assert.deepEqual([started.data.access, started.data.hosts], ['sign_in', ['*']]);
      const [finished] = await free.events(run.id, 'agent.finished');
      assert.equal(finished.data.network, undefined, 'nobody saw what it reached');
      assert.ok(!free.journal(run.id).includes(token), 'the token is on record');
      await free.stop();
    });
  });
}
