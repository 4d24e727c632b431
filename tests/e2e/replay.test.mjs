// A run is done again with its recorded answers: the same tree comes out, or it is said where not. Nothing is published.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertSameFacts, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const chance = `python3 -c "import uuid; open('chance.txt', 'w').write(uuid.uuid4().hex)"`;
const place = new Place('replay');
const script = {
  scenarios: {
    repair: [write('3\n'), finish('Set it to three.'), write('6\n'), command(evenCheck), finish('Made it even.')],
    exhausted: [write('3\n'), finish(), write('5\n'), finish(), write('7\n'), finish()],
    idle: [{ text: 'There is nothing to do.' }, finish('Nothing to do.'), finish('Nothing to do.')],
    chance: [write('8\n'), command(chance), write('a quiet file\n', 'note.txt'), finish('By chance.')],
    luck: [command(chance), finish('Perhaps.'), write('later\n', 'note.txt'), finish('Mended.')],
    slow: [write('10\n'), command('python3 slow.py'), finish('Slow.')],
    drift: [write('20\n'), { ...finish('Twenty.'), held_while: join(place.path, 'held') }],
    hanging: [{ ...finish(), delay_ms: 60_000 }],
  },
};

describe('a replay', () => {
  let worker, remote, models;
  const runs = {};
  const settings = { validation_commands: [evenCheck], setup_commands: [`python3 -c "open('made.txt', 'w').write('made')"`] };
  before(async () => {
    remote = place.remote('app', { ...evenProgram, 'slow.py': 'import time\ntime.sleep(1)\n' });
    models = await place.models(script);
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', remote.path, settings);
  });
  after(() => place.close());

  const done = async (scenario) => (runs[scenario] ??= (await worker.jobEnded(await worker.addTicket('app', scenario))).run_id);
  const replay = async (run) => {
    const answer = await worker.call('POST', `/api/v1/runs/${run}/replay`, {});
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return answer.body;
  };
  const replayed = async (run) => {
    const job = await worker.jobEnded(await replay(run));
    const view = await worker.get(`/api/v1/runs/${job.run_id}`);
    await assertSameFacts(worker, job.run_id);
    return { job, view, replay: view.replay };
  };
  const inTerminal = (run, ...more) => {
    const child = spawnSync(worker.program, ['replay', run, ...more], { env: worker.environment, encoding: 'utf8' });
    return { code: child.status, out: child.stdout + child.stderr };
  };

  test('of a run with a repair comes to the same tree, asks no model and publishes nothing', async () => {
    const run = await done('repair');
    const branches = remote.git('for-each-ref');
    const asked = (await models.requests('repair')).length;
    const { job, view, replay: said } = await replayed(run);
    assert.equal(job.state, 'completed', job.summary);
    assert.equal(job.replay_of, run);
    assert.deepEqual([said.run, said.is_same, said.files], [run, true, []]);
    assert.equal(said.tree, said.recorded_tree);
    assert.equal(view.run.replay_of, run);
    assert.deepEqual([view.run.is_replay, view.run.is_pushed, view.run.repairs, view.run.cost_usd], [true, false, 1, 0]);
    assert.equal(remote.git('for-each-ref'), branches);
    assert.equal((await models.requests('repair')).length, asked);
    assert.deepEqual(view.validations.map((each) => each.status), ['failed', 'passed'], 'the commands were run again');
  });

  test('in the terminal says the same, beside the worker', async () => {
    const { code, out } = inTerminal(await done('repair'));
    assert.equal(code, 0, out);
    assert.match(out, /The same tree as in the recorded run/);
  });

  test('begins where the run began, with the settings that it had', async () => {
    const run = await done('repair');
    remote.commitTo('main', 'value.txt', '100\n');
    const configure = (settings) => worker.send('PUT', '/api/v1/repositories/app', { alias: 'app', clone_url: remote.path, settings });
    await configure({ validation_commands: ['false'] });
    const { replay: said, job } = await replayed(run);
    assert.ok(said.is_same, job.summary);
    await configure(settings);
  });

  test('of a run that was merged with its base compares what came before that', async () => {
    await worker.addRepository('moving', remote.path, { ...settings, revalidate_on_drift: true });
    const held = place.file('held', '');
    const ticket = await worker.addTicket('moving', 'drift');
    await worker.event(ticket, (event) => event.type === 'tool.result');
    remote.commitTo('main', 'other.txt', 'other\n');
    rmSync(held);
    const recorded = await worker.jobEnded(ticket);
    assert.ok((await worker.events(recorded.run_id)).some((event) => event.type === 'base.merged'), recorded.summary);
    const { replay: said } = await replayed(recorded.run_id);
    assert.ok(said.is_same, said.text);
  });

  test('of runs that failed comes to the same as well', async () => {
    for (const scenario of ['exhausted', 'idle']) {
      const { replay: said, job } = await replayed(await done(scenario));
      assert.ok(said.is_same, `${scenario}: ${job.summary}`);
    }
  });

  test('says where the tree is not the same', async () => {
    const run = await done('chance');
    const { job, replay: said } = await replayed(run);
    assert.deepEqual([job.state, job.reason], ['failed', 'replay_differs'], job.summary);
    assert.equal(said.is_same, false);
    assert.deepEqual(said.files, ['chance.txt']);
    assert.notEqual(said.tree, said.recorded_tree);
    assert.match(said.text, /From the 2\. change of the workspace on \(run_command\)/);
    const { code, out } = inTerminal(run);
    assert.equal(code, 1);
    assert.match(out, /not the same: chance\.txt/);
  });

  test('goes on after its executor was killed', async () => {
    const run = await done('slow');
    const job = await replay(run);
    await worker.event(await until('its run', async () => { const now = await worker.job(job.id); return now.run_id && now; }), (event) => event.type === 'command.started' && event.data.kind === 'agent');
    for (const pid of worker.executors()) process.kill(pid, 'SIGKILL');
    const last = await worker.jobEnded(job, 90);
    assert.equal(last.state, 'completed', last.summary);
    assert.ok((await worker.events(last.run_id)).some((event) => event.type === 'run.resumed'));
  });

  test('of a replay is a replay of the same', async () => {
    const { job } = await replayed(await done('repair'));
    const { replay: said } = await replayed(job.run_id);
    assert.ok(said.is_same, said.text);
  });

  test('is refused with the reason where it cannot be done', async () => {
    const unknown = await worker.call('POST', '/api/v1/runs/00000000-0000-7000-8000-000000000000/replay', {});
    assert.equal(unknown.status, 404);
    assert.notEqual(inTerminal('nonsense').code, 0);
    assert.match(inTerminal('nonsense').out, /There is no run nonsense/);
    const ticket = await worker.addTicket('app', 'hanging');
    await worker.event(ticket, (event) => event.type === 'provider.request');
    const job = await worker.job(ticket.id);
    const open = await worker.call('POST', `/api/v1/runs/${job.run_id}/replay`, {});
    assert.match(open.body.error.message, /has not ended|no run/);
    await worker.cancel(job);
    await worker.jobEnded(job);
    assert.equal(open.status, 409);
    const unanswered = await worker.call('POST', `/api/v1/runs/${job.run_id}/replay`, {});
    assert.match(unanswered.body.error.message, /no answer of a model is on record/);
  });
});
