// Gateway and executors apart: enrolment by limited tokens, tokens that are replaced and revoked, executors that die at once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, ended, secrets, until } from './support.mjs';
import { Worker, binary } from './worker.mjs';

const hanging = { ...write('4\n'), after_events: 2, silence_ms: 600000 };
const script = { scenarios: { whole: [write('4\n'), finish('Four.')], again: [write('6\n'), finish('Six.')], revoked: [hanging] } };

describe('an executor on its own', () => {
  let place, gateway, models;
  before(async () => {
    place = new Place('roles');
    models = await place.models(script);
    gateway = await Worker.start(place, { JCA_WORKER_ROLE: 'gateway' });
    await gateway.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  /** `serve --role executor` with a data directory of its own. */
  const executor = (name, token) => {
    const data = place.directory(name);
    const child = place.adopt(spawn(binary, ['serve', '--role', 'executor'], {
      env: { ...place.environment, JCA_WORKER_NAME: name, JCA_WORKER_DATA_DIR: data, JCA_WORKER_GATEWAY_URL: gateway.url, ...(token && { JCA_WORKER_ENROLLMENT_TOKEN: token }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    }));
    const started = { child, data, log: '', token: () => JSON.parse(readFileSync(join(data, 'worker_token'), 'utf8')) };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece) => (started.log += piece));
    return started;
  };
  const enrolment = async (uses) => {
    const { code, out, err } = await gateway.command('enrollment', 'create', 'lab', '--uses', String(uses), '--hours', '1');
    assert.equal(code, 0, err);
    return out.trim();
  };
  const known = async (name) => (await gateway.get('/api/v1/executors')).items.find((one) => one.name === name);
  const enrolled = (name) => until(`${name} is idle and has kept its token`, async () => (await known(name))?.state === 'idle' && existsSync(join(place.path, name, 'worker_token')));
  const work = async (scenario) => {
    const remote = place.remote(scenario, evenProgram);
    await gateway.addRepository(scenario, remote.path, { validation_commands: [evenCheck] });
    return { remote, job: await gateway.addTicket(scenario, scenario) };
  };

  test('enrols once, does a run with its own token alone, and starts again with it', async () => {
    const token = await enrolment(1);
    const first = executor('lab-1', token);
    await enrolled('lab-1');
    const { remote, job } = await work('whole');
    await assertPublished(gateway, remote, await gateway.jobEnded(job));
    assert.equal(statSync(join(first.data, 'worker_token')).mode & 0o777, 0o600);
    assert.ok(!first.log.includes(first.token().token));

    const late = executor('lab-2', token);
    await until('the second is refused', () => late.log.includes('used up'));
    await ended(late.child, () => late.child.kill('SIGKILL'));
    await ended(first.child, () => first.child.kill('SIGTERM'));
    const again = executor('lab-1');
    const next = await work('again');
    await assertPublished(gateway, next.remote, await gateway.jobEnded(next.job));
    await ended(again.child, () => again.child.kill('SIGTERM'));
  });

  test('replaces its token when it is asked to, and goes on', async () => {
    const one = executor('lab-3', await enrolment(1));
    await enrolled('lab-3');
    const before = one.token().token;
    assert.equal((await gateway.command('executor', 'new-token', 'lab-3')).code, 0);
    await until('the token is another', () => one.token().token !== before && !one.token().next_token, 40);
    await until('the new one is used', async () => Date.now() - Date.parse((await known('lab-3')).last_seen_at) < 20000);
    await ended(one.child, () => one.child.kill('SIGTERM'));
  });

  test('that is revoked ends its run as lease lost and says so', async () => {
    const bad = executor('lab-4', await enrolment(1));
    await enrolled('lab-4');
    const { remote, job } = await work('revoked');
    await gateway.event(job, (event) => event.type === 'provider.request');
    assert.equal((await gateway.command('executor', 'revoke', 'lab-4')).code, 0);
    await until('the run ends', () => /Run finished.*lease_lost/.test(bad.log), 40);
    assert.match(bad.log, /Lease lost/);
    assert.ok(!remote.branches().includes(job.branch));
    await until('the job is in the queue again', async () => (await gateway.job(job.id)).state === 'queued', 90);
    await gateway.cancel(job);
    await ended(bad.child, () => bad.child.kill('SIGKILL'));
  });

  test('without any token it says what it needs', async () => {
    const none = executor('lab-5');
    await ended(none.child, () => {});
    assert.equal(none.child.exitCode, 1);
    assert.match(none.log, /JCA_WORKER_ENROLLMENT_TOKEN_FILE/);
  });
});

test('executors that die at once are a finding on the health page', async () => {
  const place = new Place('crash-loop');
  try {
    const worker = await Worker.start(place, { JCA_WORKER_CA_FILE: '/nonexistent/ca.pem' });
    const check = await until('the crash loop is found', async () => (await worker.get('/api/v1/health')).checks.find((one) => one.name === 'executor processes' && one.status === 'failing'), 60);
    assert.match(check.seen, /executor 1 ended \d+ times right after its start, last with exit code 1/);
    assert.match(check.remedy, /log/);
  } finally {
    await place.close();
  }
});
