// A worker whose jobs come from a second worker's controller: keys, checkouts and records stay with the worker.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertSameFacts, assertUnpublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { checkConsistency, openCheckpoint, parseKey } from '../servers/transparency-log.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const hanging = { ...write('4\n'), after_events: 2, silence_ms: 600000 };
const slow = (answer) => ({ ...answer, drip_ms: 250 });
const script = {
  by_answers: true,
  scenarios: {
    whole: [write('4\n'), finish('Four.')], cancelled: [hanging], path: [write('4\n'), finish()],
    held: [slow(write('10\n')), slow(finish('Ten.'))],
    away: [slow(write('6\n')), slow(finish('Six.'))], killed: [slow(write('8\n')), slow(finish('Eight.'))],
  },
};

describe('a worker that serves a remote controller', () => {
  const place = new Place('remote-controller');
  let controller, worker, models, server, token;
  before(async () => {
    server = await place.gitHttp();
    models = await place.models(script);
    controller = await Worker.start(place, { JCA_WORKER_ROLE: 'controller', JCA_WORKER_NAME: 'head' }, 'controller');
    const { code, out, err } = await controller.command('enrollment', 'create', 'lab', '--uses', '2', '--hours', '1');
    assert.equal(code, 0, err);
    token = out.trim();
    worker = await Worker.start(place, { JCA_WORKER_CONTROL_PLANE_URL: controller.url, JCA_WORKER_ENROLLMENT_TOKEN: token, JCA_WORKER_COUNT: '2' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  const work = async (scenario) => {
    const remote = place.remote(scenario, evenProgram);
    await controller.addRepository(scenario, server.at(scenario), { validation_commands: [evenCheck] }, { username: server.user, password: secrets.password });
    return { remote, job: await controller.addTicket(scenario, scenario) };
  };
  const check = async (name) => (await worker.get('/api/v1/health')).checks.find((one) => one.name === name);
  const asked = (scenario) => until('the model is asked', async () => (await models.requests(scenario)).length > 0);

  test('does its jobs with its own provider, and keeps the record', async () => {
    const { remote, job } = await work('whole');
    const done = await controller.jobEnded(job);
    assert.equal(done.state, 'completed', done.summary);
    await assertPublished({ get: (path) => worker.get(path) }, remote, done);
    await assertSameFacts(worker, done.run_id);
    const elsewhere = await controller.call('GET', `/api/v1/runs/${done.run_id}`); // the record does not leave the worker
    assert.equal(elsewhere.status, 404);
    assert.match(elsewhere.body.error.message, /the worker e2e-\d, which did it for LOCAL-1, keeps it/);
    assert.match(done.summary, /validated on the pushed tree/);
    assert.ok(!(await controller.entries()).some((entry) => JSON.stringify(entry).includes(secrets.apiKey)));
  });

  test('gives it signed checkpoints of the audit log, with heartbeats and with the result', async () => {
    const key = parseKey((await worker.command('audit', 'key')).out.trim());
    const { job } = await work('held');
    await asked('held');
    const beside = openCheckpoint((await worker.call('POST', '/api/v1/audit/log/checkpoint')).text, key); // while it runs
    const done = await controller.jobEnded(job);
    const facts = (await controller.entries()).filter(({ event }) => event.type === 'worker.checkpoint').map(({ event }) => event.data);
    const held = facts.map(({ origin, size, note }) => {
      const checkpoint = openCheckpoint(note, key); // the signature is that of the worker's own key
      assert.deepEqual([checkpoint.origin, checkpoint.size], [origin, size]);
      return checkpoint;
    }).sort((one, other) => one.size - other.size);
    assert.ok(held.some(({ size }) => size === beside.size), JSON.stringify([beside.size, held.map(({ size }) => size)]));
    const last = (await worker.entries()).filter((entry) => entry.run_id === done.run_id).at(-1);
    assert.equal(last.event.type, 'run.finished');
    assert.ok(held.at(-1).size >= last.id, 'the result came with a checkpoint that covers the run');
    for (const [index, older] of held.slice(0, -1).entries()) {
      const newer = held[index + 1];
      checkConsistency(older, newer, (await worker.get(`/api/v1/audit/log/consistency?from=${older.size}&to=${newer.size}`)).hashes);
    }
    await until('the worker names the controller as holder', async () => {
      const { holders } = await worker.get('/api/v1/audit/log');
      const holder = holders.find((each) => each.place === controller.url);
      return holder && holder.size >= last.id && holder.at && !holder.problem;
    }, 40);
    assert.ok(!(await controller.get('/api/v1/audit/log')).holders.some((each) => each.place === controller.url));
    const verified = await worker.command('audit', 'verify', '--checkpoints', place.file('held.txt', facts.at(-1).note));
    assert.equal(verified.code, 0, verified.out + verified.err);
  });

  test('enrols each executor once, keeps what it got to itself, and shows how it stands', async () => {
    const known = (await controller.get('/api/v1/executors')).items;
    assert.deepEqual(known.map((one) => one.name).sort(), ['e2e-1', 'e2e-2']);
    for (const name of ['e2e-1', 'e2e-2']) assert.equal(statSync(join(worker.data, `worker_token.${name}`)).mode & 0o777, 0o600);
    for (const pid of worker.executors()) assert.ok(!readFileSync(`/proc/${pid}/environ`).includes(token));
    const here = await until('both executors have told their gateway', async () => {
      const { items } = await worker.get('/api/v1/executors');
      return items.length === 2 && items.every((one) => one.controller?.answered_at) && items;
    }, 40);
    assert.ok(here.every((one) => one.controller.url === controller.url && one.controller.error === ''));
    const seen = await until('the check has seen it', async () => { const now = await check('control plane'); return now.status === 'ok' && now; }, 40);
    assert.match(seen.seen, new RegExp(`^${controller.url}; last answer .*clock is ahead by -?[01] s$`));
  });

  test('takes no tickets of its own, and says where they are written', async () => {
    const answer = await worker.call('POST', '/api/v1/tickets', { title: 'Here', body: 'x' });
    assert.equal((await worker.get('/api/v1/me')).controller_url, controller.url);
    assert.equal(answer.status, 409);
    assert.ok(answer.body.error.message.includes(controller.url), answer.text);
  });

  test('does not read its own disk for a controller', async () => {
    const remote = place.remote('path', evenProgram);
    await controller.addRepository('path', remote.path);
    const done = await controller.jobEnded(await controller.addTicket('path', 'path'));
    await assertUnpublished(worker, remote, done, 'failed', 'checkout_failed');
    assert.match(done.summary, /HTTPS or SSH URL/);
  });

  test('is told of a cancel at once', async () => {
    const { remote, job } = await work('cancelled');
    await asked('cancelled');
    await controller.cancel(job);
    await assertUnpublished(worker, remote, await controller.jobEnded(job), 'cancelled', 'cancelled');
  });

  test('goes on while the controller is away, and tells it afterwards', async () => {
    const { remote, job } = await work('away');
    await asked('away');
    await controller.killGateway();
    const failing = await until('the check has seen it', async () => { const now = await check('control plane'); return now.status !== 'ok' && now; }, 60);
    assert.match(failing.seen, /cannot be reached/);
    await controller.start();
    await assertPublished({ get: (path) => worker.get(path) }, remote, await controller.jobEnded(job, 90));
    assert.equal((await models.requests('away')).length, 2);
  });

  test('goes on with a run whose executor was killed', async () => {
    const { remote, job } = await work('killed');
    await asked('killed');
    for (const pid of worker.executors()) process.kill(pid, 'SIGKILL');
    const done = await controller.jobEnded(job, 90);
    await assertPublished({ get: (path) => worker.get(path) }, remote, done);
    assert.equal((await controller.job(job.id)).attempt, 1);
  });

  test('an executor that is revoked there says so', async () => {
    assert.equal((await controller.command('executor', 'revoke', 'e2e-1')).code, 0);
    await until('its gateway shows it', async () => (await worker.get('/api/v1/executors')).items.some((one) => one.name === 'e2e-1' && /refuses|revoked|token/i.test(one.controller?.error ?? '')), 60);
  });
});

describe('a remote controller that cannot be', () => {
  const place = new Place('remote-controller-settings');
  after(() => place.close());
  const serve = (environment) => runBinary(place, ['serve'], { environment: { JCA_WORKER_DATA_DIR: place.directory('none'), JCA_WORKER_PORT: '0', ...environment }, seconds: 20 });

  for (const [name, environment, words] of [
    ['http to another machine', { JCA_WORKER_CONTROL_PLANE_URL: 'http://controller.example' }, /https:\/\//],
    ['a word', { JCA_WORKER_CONTROL_PLANE_URL: 'controller' }, /https:\/\//],
    ['role controller', { JCA_WORKER_CONTROL_PLANE_URL: 'https://controller.example', JCA_WORKER_ROLE: 'controller' }, /Unset one of them/],
  ])
    test(`${name} is refused with what to do`, async () => {
      const { code, err } = await serve(environment);
      assert.equal(code, 2);
      assert.match(err, words);
    });
});
