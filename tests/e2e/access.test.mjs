// Who may use the worker: sessions over a restart, lockout, the audit of refusals, and listening beyond loopback.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Place, until } from './support.mjs';
import { textOf } from './store.mjs';
import { Worker, runBinary } from './worker.mjs';

const place = new Place('access');
const signIn = (worker, token) => fetch(`${worker.url}/api/v1/login`, { method: 'POST', body: JSON.stringify({ token }) });
const cookieOf = (answer) => answer.headers.get('set-cookie').split(';')[0];
const me = (worker, cookie) => fetch(`${worker.url}/api/v1/me`, { headers: { cookie } });

describe('access to a worker', () => {
  after(() => place.close());

  test('a signed-in browser stays so over kill -9 and a restart, until its session is ended', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'sessions');
    const cookie = cookieOf(await signIn(worker, worker.token));
    const other = cookieOf(await signIn(worker, worker.token));
    assert.equal((await me(worker, cookie)).status, 200);
    await worker.killGateway();
    await worker.start();
    assert.equal((await me(worker, cookie)).status, 200);
    const sessions = (await worker.get('/api/v1/sessions')).items;
    assert.equal(sessions.length, 2);
    assert.equal((await worker.call('DELETE', `/api/v1/sessions/${sessions[1].id}`)).status, 204);
    await worker.killGateway();
    await worker.start();
    assert.deepEqual((await Promise.all([cookie, other].map((one) => me(worker, one)))).map((answer) => answer.status).sort(), [200, 401]);
    const stored = textOf(worker);
    assert.ok(stored.includes(sessions[0].id), 'the sessions are in the database');
    for (const secret of [cookie, other].map((one) => one.split('=')[1])) assert.ok(!stored.includes(secret), 'a cookie is in the database');
    await worker.stop();
  });

  test('the command line makes tokens that expire, lists and ends sessions, and shows refusals', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'commands');
    const made = JSON.parse((await worker.command('token', 'create', 'ci', '--role', 'operator', '--expires', '7', '--json')).out);
    assert.ok(Math.abs(Date.parse(made.expires_at) - Date.now() - 7 * 86_400_000) < 60_000, made.expires_at);
    assert.match((await worker.command('token', 'create', 'x', '--expires', 'soon')).err, /--expires is "soon"/);
    assert.match((await worker.command('token', 'list')).out, new RegExp(`operator.*${made.expires_at.slice(0, 10)}.*ci`));
    const cookie = cookieOf(await signIn(worker, made.secret));
    const session = JSON.parse((await worker.command('token', 'sessions', '--json')).out).items[0];
    assert.equal(session.name, 'ci');
    assert.equal((await worker.command('token', 'end-session', session.id)).code, 0);
    assert.equal((await me(worker, cookie)).status, 401);
    const again = cookieOf(await signIn(worker, made.secret));
    assert.match((await worker.command('token', 'end-session', 'all')).out, /1 session/);
    assert.equal((await me(worker, again)).status, 401);
    await until('refusals are shown', async () => /signed out/i.test((await worker.command('token', 'refusals')).out));
    await worker.stop();
  });

  test('each kind of refusal becomes an event without the credential, and a flood becomes few', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false', JCA_WORKER_UI_TOKEN: 'thought-up-by-a-person' }, 'refusals');
    const viewer = (await worker.send('POST', '/api/v1/tokens', { name: 'watcher', role: 'viewer' })).secret;
    const secret = 'S3cret-that-was-tried';
    const ask = (path, headers = {}, more = {}) => fetch(worker.url + path, { headers, redirect: 'manual', ...more });
    assert.equal((await ask('/api/v1/runs')).status, 401);
    assert.equal((await ask('/api/v1/tokens', { authorization: `Bearer ${viewer}` })).status, 403);
    assert.equal((await ask(`/login?code=${secret}`)).status, 303);
    const cookie = cookieOf(await signIn(worker, viewer));
    assert.equal((await ask('/api/v1/logout', { cookie, origin: 'http://evil.example' }, { method: 'POST' })).status, 403);
    let looked = 0; // tries that were looked at: four, and one each time that a wait was over
    let tries = 0;
    for (let wait = 0; tries < 400 || wait < 3; ++tries) {
      const answer = await ask('/api/v1/runs', { authorization: `Bearer ${secret}${tries}` });
      looked += answer.status === 401;
      assert.equal(answer.status === 429, (wait = Number(answer.headers.get('retry-after'))) > 0);
    }
    assert.ok(looked >= 4 && looked <= 12, `${looked} tries were looked at`);
    assert.equal((await signIn(worker, 'thought-up-by-a-person')).status, 429, 'a lockout holds for what can be guessed');
    assert.equal((await ask('/api/v1/runs', { authorization: `Bearer ${viewer}` })).status, 200, 'but not for a token of 256 random bits');
    assert.equal((await worker.call('GET', '/api/v1/me')).status, 200, 'nor for who was right from here before');
    const found = await until('the refusals are stored', async () => {
      const items = (await worker.get('/api/v1/refusals')).items;
      return ['no_credential', 'role', 'login_link', 'foreign_page', 'unauthorized', 'locked_out'].every((cause) => items.some((item) => item.cause === cause)) && items;
    });
    assert.ok(found.length < 20, `${found.length} events for ${tries} refusals`);
    const role = found.find((item) => item.cause === 'role');
    assert.deepEqual([role.address, role.method, role.path, role.who, role.count], ['127.0.0.1', 'GET', '/api/v1/tokens', 'watcher', 1]);
    assert.match(role.reason, /needs the role admin/);
    await worker.stop(); // what was counted and not told yet is told now
    await worker.start();
    const all = (await worker.entries()).filter((entry) => entry.event.type === 'access.denied').map((entry) => entry.event.data);
    const wrong = all.filter((data) => ['unauthorized', 'locked_out'].includes(data.cause) && data.path === '/api/v1/runs');
    assert.equal(wrong.reduce((sum, data) => sum + data.count, 0), tries);
    for (const text of [JSON.stringify(all), worker.log]) for (const one of [secret, viewer, cookie.split('=')[1]]) assert.ok(!text.includes(one), 'a credential was kept');
    await worker.stop();
  });

  test('beyond loopback it does not listen without a token that holds', async () => {
    const data = place.directory('open');
    const serve = (environment) => runBinary(place, ['serve'], { environment: { JCA_WORKER_DATA_DIR: data, JCA_WORKER_PORT: '0', JCA_WORKER_HOST: '0.0.0.0', ...environment }, seconds: 20 });
    const short = await serve({ JCA_WORKER_UI_TOKEN: 'short' });
    assert.equal(short.code, 1);
    assert.match(short.err, /too short/);
    place.file('open/admin_token', 'x'.repeat(43));
    chmodSync(join(data, 'admin_token'), 0o644);
    const open = await serve({});
    assert.equal(open.code, 1);
    assert.match(open.err, /Others can read .*admin_token.*chmod 600/);
    place.file('open/admin_token', '');
    chmodSync(join(data, 'admin_token'), 0o600);
    const empty = await serve({});
    assert.equal(empty.code, 1);
    assert.match(empty.err, /holds no token/);
    for (const result of [short, open, empty]) assert.doesNotMatch(result.out, /is ready at/);
  });

  test('beyond loopback each address asks for a token', async () => {
    const address = Object.values(networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address;
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false', JCA_WORKER_HOST: '0.0.0.0' }, 'wide');
    for (const host of ['127.0.0.1', ...address ? [address] : []]) {
      assert.equal((await fetch(`http://${host}:${worker.port}/api/v1/runs`)).status, 401);
      assert.equal((await fetch(`http://${host}:${worker.port}/api/v1/runs`, { headers: { authorization: `Bearer ${worker.token}` } })).status, 200);
    }
    await worker.stop();
  });
});
