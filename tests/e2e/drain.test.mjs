// TERM: no new job, and the running one goes to its next checkpoint, is handed back, and is taken up again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, ended, secrets, until } from './support.mjs';
import { Worker, binary } from './worker.mjs';

const slow = (answer) => ({ ...answer, drip_ms: 250 });
const hanging = { ...write('4\n'), after_events: 2, silence_ms: 600000 };
const script = {
  scenarios: {
    same: [slow(write('4\n')), slow(write('6\n')), finish('Six.')],
    other: [slow(write('4\n')), slow(write('6\n')), finish('Six.'), write('8\n'), finish('Eight.')],
    hangs: [hanging, write('10\n'), finish('Ten.')],
    hurry: [hanging, write('12\n'), finish('Twelve.')],
    rests: [slow(write('14\n')), finish('Fourteen.')],
    unheard: [write('16\n'), finish('Sixteen.')],
  },
};

describe('an executor that is asked to stop', () => {
  let place, gateway, models;
  before(async () => {
    place = new Place('drain');
    models = await place.models(script);
    gateway = await Worker.start(place, { JCA_WORKER_ROLE: 'gateway', JCA_WORKER_CLUSTER_TOKEN: 'e2e-cluster-token-1' });
    await gateway.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  const executor = (name, settings = {}) => {
    const child = place.adopt(spawn(binary, ['serve', '--role', 'executor'], {
      env: { ...place.environment, JCA_WORKER_NAME: name, JCA_WORKER_DATA_DIR: place.directory(name), JCA_WORKER_GATEWAY_URL: gateway.url, JCA_WORKER_CLUSTER_TOKEN: 'e2e-cluster-token-1', ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    }));
    return child;
  };
  const begin = async (scenario, name, settings) => {
    const remote = place.remote(scenario, evenProgram);
    await gateway.addRepository(scenario, remote.path, { validation_commands: [evenCheck] });
    const child = executor(name, settings);
    const job = await gateway.addTicket(scenario, scenario);
    const { run } = await gateway.event(job, (event) => event.type === 'provider.request');
    await until('the model is asked', async () => (await models.requests(scenario)).length > 0);
    return { remote, job, run, child };
  };
  /** TERM, and how many seconds it took to end. */
  const terminated = async (child) => {
    const start = Date.now();
    await ended(child, () => child.kill('SIGTERM'), 40);
    assert.equal(child.exitCode, 0);
    return (Date.now() - start) / 1000;
  };
  const handedBack = async (job) => {
    assert.equal((await gateway.job(job.id)).state, 'queued');
    const released = (await gateway.entries()).filter((entry) => entry.event.type === 'job.released' && entry.event.data.job_id === job.id);
    assert.equal(released.length, 1);
    assert.match(released[0].event.data.reason, /handed the job back/);
  };

  test('stops at the next answer, and goes on with the same run at its next start', async () => {
    const { remote, job, run, child } = await begin('same', 'drain-1');
    const seconds = await terminated(child);
    assert.ok(seconds < 15, `${seconds} s`);
    await handedBack(job);
    const again = executor('drain-1');
    const done = await gateway.jobEnded(job, 90);
    await assertPublished(gateway, remote, done);
    assert.equal(done.run_id, run);
    assert.equal(remote.show(done.branch, 'value.txt'), '6');
    assert.equal((await models.requests('same')).length, 3, 'no answer was asked for twice');
    await terminated(again);
  });

  test('leaves the job to another, and its own run is evidence then', async () => {
    const { remote, job, run, child } = await begin('other', 'drain-2');
    await terminated(child);
    await handedBack(job);
    const other = executor('drain-3');
    const done = await gateway.jobEnded(job, 90);
    await assertPublished(gateway, remote, done);
    assert.notEqual(done.run_id, run);
    const late = executor('drain-2');
    await until('the first run is closed', async () => (await gateway.get(`/api/v1/runs/${run}`)).run.reason === 'lease_lost');
    assert.equal((await gateway.job(job.id)).state, 'completed');
    await terminated(other);
    await terminated(late);
  });

  test('hands a job without a checkpoint back when the grace time is over', async () => {
    const { job, child } = await begin('hangs', 'drain-4', { JCA_WORKER_GRACE_SECONDS: '3' });
    const seconds = await terminated(child);
    assert.ok(seconds >= 2.5 && seconds < 9, `${seconds} s`);
    await handedBack(job);
    await gateway.cancel(job);
  });

  test('does not wait for the person that its run waits for', async () => {
    const { remote, job, run, child } = await begin('rests', 'drain-6', { JCA_WORKER_GRACE_SECONDS: '60' });
    const tell = (name) => gateway.send('POST', `/api/v1/runs/${run}/commands`, { command: name });
    await tell('pause');
    await gateway.event(job, (event) => event.type === 'run.paused');
    const seconds = await terminated(child);
    assert.ok(seconds < 15, `${seconds} s`);
    await handedBack(job);
    const again = executor('drain-6');
    await until('the run is taken up again', async () => (await gateway.job(job.id)).state === 'running');
    assert.equal((await models.requests('rests')).length, 1, 'it is still paused');
    await tell('resume');
    const done = await gateway.jobEnded(job, 90);
    await assertPublished(gateway, remote, done);
    assert.equal(done.run_id, run);
    await terminated(again);
  });

  test('gets the job at once whose answer its process before did not live to see', async () => {
    const name = 'drain-7';
    const remote = place.remote('unheard', evenProgram);
    await gateway.addRepository('unheard', remote.path, { validation_commands: [evenCheck] });
    const job = await gateway.addTicket('unheard', 'unheard');
    const ask = async (path, token, body) => (await gateway.call('POST', `/api/worker/v1/${path}`, body, { authorization: `Bearer ${token}` })).body;
    const member = await ask('enroll', 'e2e-cluster-token-1', { tenant: 'local', name, version: 'test' });
    const given = await ask('jobs/lease', member.worker_token, { executor_id: member.worker_id, request_id: 'the-last-one' });
    assert.equal(given.job_id, job.id);
    const runs = join(place.directory(name), 'runs');
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(runs, `lease-request-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`), 'the-last-one\n');
    const child = executor(name);
    const done = await gateway.jobEnded(job, 45); // before the lease runs out
    await assertPublished(gateway, remote, done);
    assert.equal(done.run_id, given.run_id);
    await terminated(child);
  });

  test('ends at once when it is asked twice', async () => {
    const { child, job } = await begin('hurry', 'drain-5');
    const start = Date.now();
    // Two within a second count as one.
    await until('it ends', () => child.exitCode !== null || (child.kill('SIGTERM'), false), 20);
    assert.ok(Date.now() - start < 6000, `${Date.now() - start} ms`);
    assert.equal(child.exitCode, 0);
    await gateway.cancel(job);
    assert.deepEqual(await models.problems(), []);
  });
});
