// People steer a run that is under way: by the API and by the command line, each with its author in the record.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

/** A command of the agent that lasts until the test puts a file beside it: there is time to steer, and nothing sleeps. */
const held = command("python3 -c \"import os, time; [time.sleep(0.02) for _ in iter(lambda: os.path.exists('go'), True)]; os.remove('go')\"");
const who = 'first admin'; // the token that a worker makes at its first start
const typed = 'glpat-J' + '58m1CiAhzCueQpBenQt'; // a token that somebody types into a message
const done = [write('4\n'), finish()];
const heard = (...texts) => ({ expect: { last_contains: [`A message from ${who}`, ...texts], absent: [typed] } });
const script = {
  scenarios: {
    told: [held, { ...write('6\n'), ...heard('Make it six, please.') }, finish()],
    terminal: [held, { ...write('4\n'), ...heard('From the terminal.') }, finish()],
    paused: [held, ...done], timed: [held, ...done], frugal: [held, write('6\n'), ...done],
    flags: [write('4\n'), write('Keep the value even, and say so.\n', 'AGENTS.md'), finish()],
    ...Object.fromEntries(['approved', 'rejected', 'late', 'cancelled', 'byhand', 'viewed', 'plain'].map((name) => [name, done])),
  },
};
const is = (type, fields = {}) => (event) => event.type === type && Object.entries(fields).every(([name, value]) => event.data[name] === value);

describe('steering', () => {
  const place = new Place('steering');
  let worker, server, models, remote;
  before(async () => {
    remote = place.remote('app', evenProgram);
    server = await place.gitHttp();
    models = await place.models(script);
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    const credential = { username: server.user, password: secrets.password };
    const add = (alias, settings) => worker.addRepository(alias, server.at('app'), { validation_commands: [evenCheck], ...settings }, credential);
    await add('app', {});
    await add('frugal', { budgets: { turns: 2, tokens: 100000, wall_seconds: 600 } });
    await add('hasty', { budgets: { wall_seconds: 15 } });
    await add('asking', { approval: { before_publish: true } });
    await add('impatient', { approval: { before_publish: true, timeout_seconds: 1 } });
    await add('watchful', { approval: { on_guard_flags: true } });
  });
  after(() => place.close());

  const view = (run) => worker.get(`/api/v1/runs/${run}`);
  const steer = (run, name, more = {}) => worker.send('POST', `/api/v1/runs/${run}/commands`, { command: name, ...more });
  const refused = async (run, name, more = {}) => {
    const answer = await worker.call('POST', `/api/v1/runs/${run}/commands`, { command: name, ...more });
    return [answer.status, answer.body.error?.message ?? ''];
  };
  /** The run of the ticket while its agent is held in a command. */
  const begun = async (repository, scenario) => {
    const job = await worker.addTicket(repository, scenario);
    const { run } = await worker.event(job, is('command.started', { kind: 'agent' }));
    return { job, run };
  };
  const letGo = () => {
    const folders = readdirSync(join(worker.data, 'workspaces')).map((name) => join(worker.data, 'workspaces', name));
    const places = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]).filter((folder) => existsSync(join(folder, 'check.py')));
    assert.ok(places.length > 0);
    for (const folder of places) writeFileSync(join(folder, 'go'), '');
  };
  const waiting = async (repository, scenario) => {
    const job = await worker.addTicket(repository, scenario);
    const { run, event } = await worker.event(job, is('approval.requested'));
    return { job, run, event };
  };

  test('a message is in the next request, in the record with its author, and its secrets are not', async () => {
    const { job, run } = await begun('app', 'told');
    const sent = await steer(run, 'message', { text: `Make it six, please. Not ${typed}.` });
    letGo();
    const ended = await worker.jobEnded(job);
    assert.deepEqual(await models.problems(), []);
    await assertPublished(worker, remote, ended);
    assert.equal(remote.show(ended.branch, 'value.txt'), '6');
    const events = await worker.events(run, 'steer.message');
    assert.equal(events.length, 1);
    assert.deepEqual([events[0].data.by, events[0].data.call, events[0].data.command_id], [sent.by, 2, sent.id]);
    assert.match(events[0].data.text, /Make it six, please\. Not \[redacted/);
    const [steered] = (await worker.entries()).map(({ event }) => event).filter(is('job.steered', { run_id: run }));
    assert.deepEqual([steered.data.command, steered.data.by, steered.data.command_id], ['message', sent.by, sent.id]);
    assert.ok(!(await assertSameFacts(worker, run)).some((line) => line.includes(typed)), 'the journal holds the token');
    const [status, message] = await refused(run, 'message', { text: 'Too late' });
    assert.equal(status, 409);
    assert.match(message, /has ended, it is completed/);
  });

  test('a paused run asks the model nothing more until it is resumed', async () => {
    const { job, run } = await begun('app', 'paused');
    await steer(run, 'pause', { text: 'let me look' });
    await worker.event(job, is('steer.pause'));
    letGo();
    const { event } = await worker.event(job, is('run.paused'));
    assert.equal(event.data.by, who);
    const paused = await view(run);
    assert.deepEqual([paused.run.waits_for, paused.steering.pause.by, paused.steering.pause.before], ['paused', who, 'model call']);
    assert.equal((await models.requests('paused')).length, 1);
    await steer(run, 'resume');
    const ended = await worker.jobEnded(job);
    await assertPublished(worker, remote, ended);
    const steps = ['provider.request', 'steer.pause', 'run.paused', 'steer.resume', 'run.continued'];
    assert.deepEqual((await worker.events(run, ...steps)).map((event) => event.type), [...steps, 'provider.request', 'provider.request']);
    assert.equal((await view(run)).run.waits_for ?? '', '');
  });

  test('the time limit of a run does not pass while it is paused', async () => {
    const { job, run } = await begun('hasty', 'timed');
    await steer(run, 'pause');
    await worker.event(job, is('steer.pause'));
    letGo();
    await worker.event(job, is('run.paused'));
    const [{ ts }] = await worker.events(run, 'run.started');
    await until('more time than the run has', () => Date.now() - Date.parse(ts) > 15500);
    await steer(run, 'resume');
    const ended = await worker.jobEnded(job);
    assert.equal(ended.state, 'completed', ended.summary);
  });

  test('a cancel ends a paused run', async () => {
    const { job, run } = await waiting('asking', 'cancelled');
    await steer(run, 'cancel', { text: 'wrong ticket' });
    const ended = await worker.jobEnded(job, 10);
    await assertUnpublished(worker, remote, ended, 'cancelled', 'cancelled');
    const [event] = await worker.events(run, 'steer.cancel');
    assert.deepEqual([event.data.by, event.data.reason], [who, 'wrong ticket']);
  });

  test('a budget is extended while the run goes on, and never above what the worker allows', async () => {
    const { job, run } = await begun('frugal', 'frugal');
    assert.deepEqual(await refused(run, 'extend', {}), [400, 'Say what to add: tokens, cost_usd, wall_seconds, turns, commands, output_bytes or disk_bytes.']);
    await steer(run, 'extend', { budgets: { turns: 3, wall_seconds: 1000000, cost_usd: 5 } });
    await worker.event(job, is('steer.extend'));
    letGo();
    const ended = await worker.jobEnded(job);
    assert.equal(ended.state, 'completed', ended.summary); // four turns; without the extension two
    const [event] = await worker.events(run, 'steer.extend');
    assert.deepEqual([event.data.by, event.data.granted.turns, event.data.granted.wall_seconds, event.data.granted.cost_usd], [who, 3, 4 * 3600 - 600, 0]);
    const { limits, most } = (await view(run)).steering;
    assert.deepEqual([limits.turns, limits.wall_seconds, most.wall_seconds, limits.tokens], [5, 4 * 3600, 4 * 3600, 100000]);
  });

  test('an approved change is pushed, and not before', async () => {
    const { job, run, event } = await waiting('asking', 'approved');
    assert.ok(!remote.branches().includes(job.branch));
    const { run: summary, steering } = await view(run);
    assert.equal(summary.waits_for, 'approval');
    assert.equal(steering.approvals[0].decision.verdict, 'waiting');
    assert.ok(Date.parse(event.data.until) - Date.parse(event.ts) > 86_000_000);
    await steer(run, 'approve', { text: 'looks right' });
    const ended = await worker.jobEnded(job);
    await assertPublished(worker, remote, ended);
    assert.match(ended.summary, /approved by first admin/);
    assert.equal(remote.git('rev-parse', `${ended.branch}^{tree}`), event.data.tree);
    const [decided] = await worker.events(run, 'approval.decided');
    assert.deepEqual([decided.data.verdict, decided.data.by, decided.data.reason], ['approved', who, 'looks right']);
    assert.equal((await refused(run, 'approve'))[0], 409);
  });

  test('a rejected change ends the run blocked', async () => {
    const { job, run } = await waiting('asking', 'rejected');
    await steer(run, 'reject', { text: 'The wrong number.' });
    const ended = await worker.jobEnded(job);
    await assertUnpublished(worker, remote, ended, 'blocked', 'approval_missing');
    assert.match(ended.summary, /first admin rejected the change: The wrong number\./);
  });

  test('a change that nobody approves in time ends the run blocked', async () => {
    const ended = await worker.jobEnded(await worker.addTicket('impatient', 'late'));
    await assertUnpublished(worker, remote, ended, 'blocked', 'approval_missing');
    assert.equal((await view(ended.run_id)).steering.approvals[0].decision.verdict, 'timed_out');
  });

  test('where flags are looked at, only a flagged change waits', async () => {
    const { job, run, event } = await waiting('watchful', 'flags');
    assert.deepEqual(event.data.causes, ['guard_flags']);
    assert.match(event.data.why, /AGENTS\.md/);
    await steer(run, 'approve');
    await assertPublished(worker, remote, await worker.jobEnded(job));
    const plain = await worker.jobEnded(await worker.addTicket('watchful', 'plain'));
    assert.equal(plain.state, 'completed', plain.summary);
    assert.equal((await worker.events(plain.run_id, 'approval.requested')).length, 0);
  });

  test('the terminal steers as the pages do', async () => {
    const { job, run } = await begun('app', 'terminal');
    const told = await worker.command('runs', 'message', run, 'From', 'the', 'terminal.');
    assert.deepEqual([told.code, told.out.trim()], [0, `The agent of ${job.ticket_key} gets the message at its next turn`], told.err);
    assert.equal((await worker.command('runs', 'pause', job.ticket_key, '--reason', 'wait')).code, 0);
    await worker.event(job, is('steer.pause'));
    letGo();
    await worker.event(job, is('run.paused'));
    const shown = await worker.command('runs', 'show', run);
    assert.match(shown.out, /waits for\s+paused/);
    const more = await worker.command('runs', 'extend', run, '--turns', '2', '--json');
    assert.equal(JSON.parse(more.out).command, 'extend');
    assert.equal((await worker.command('runs', 'extend', run, '--turns', 'many')).code, 1);
    assert.equal((await worker.command('runs', 'resume', run)).code, 0);
    await worker.jobEnded(job);
    assert.deepEqual(await models.problems(), []);
    const late = await worker.command('runs', 'pause', run);
    assert.equal(late.code, 1);
    assert.match(late.err, /has ended/);

    const second = await waiting('asking', 'byhand');
    assert.equal((await worker.command('runs', 'approve', second.run, '--reason', 'fine')).code, 0);
    assert.equal((await worker.jobEnded(second.job)).state, 'completed');
  });

  test('a viewer may look and not steer; nobody steers what is not there', async () => {
    const viewer = await worker.send('POST', '/api/v1/tokens', { name: 'watcher', role: 'viewer' });
    const { job, run } = await waiting('asking', 'viewed');
    const headers = { authorization: `Bearer ${viewer.secret}` };
    const answer = await worker.call('POST', `/api/v1/runs/${run}/commands`, { command: 'approve' }, headers);
    assert.equal(answer.status, 403);
    await worker.cancel(job);
    await worker.jobEnded(job);
    assert.equal((await refused('01NOSUCHRUN', 'pause'))[0], 404);
    assert.equal((await refused('01NOSUCHRUN', 'dance'))[0], 404);
  });

  test('no secret is anywhere after all that', () => assertNoSecrets(worker, server));
});
