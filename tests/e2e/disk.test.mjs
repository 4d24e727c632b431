// Mirrors and workspaces of many repositories stay within a small quota, beside the work; what is wanted still is never removed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const many = 6;
const names = Array.from({ length: many }, (_, index) => `app-${index}`);
const script = { scenarios: Object.fromEntries([...names, 'declined', 'waits'].map((name) => [name, [write('4\n'), finish()]])) };
const noise = () => randomBytes(300_000).toString('hex'); // 600 kB on disk in a checkout, 300 kB in a mirror

describe('disk', () => {
  const place = new Place('disk');
  let worker, server, models;
  const remotes = {};
  before(async () => {
    for (const name of [...names, 'stubborn']) remotes[name] = place.remote(name, { ...evenProgram, 'noise.txt': noise() });
    server = await place.gitHttp();
    models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_DISK_QUOTA: '3 MB' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    const credential = { username: server.user, password: secrets.password };
    for (const name of Object.keys(remotes)) await worker.addRepository(name, server.at(name), { validation_commands: [evenCheck] }, credential);
  });
  after(() => place.close());

  const executor = async () => (await worker.get('/api/v1/executors')).items[0];
  const check = async () => (await worker.get('/api/v1/health')).checks.find((one) => one.name === 'mirrors and workspaces');
  const folders = (root) => readdirSync(join(worker.data, root), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const workspaces = () => folders('workspaces').filter((pool) => existsSync(join(worker.data, 'workspaces', pool, '1')));
  const mirrors = () => folders('mirrors').filter((name) => name.endsWith('.git'));

  test('a quota that cannot be read is refused', async () => {
    const other = new Worker(place, { JCA_WORKER_DISK_QUOTA: 'plenty', JCA_WORKER_PORT: '0' }, place.directory('other'));
    const { code, err } = await other.command('config', 'show');
    assert.notEqual(code, 0);
    assert.match(err, /disk_quota.*"plenty" is no size on disk/);
  });

  test('the repositories that were used last are kept, and every ticket is done', async () => {
    for (const name of names) {
      const job = await worker.jobEnded(await worker.addTicket(name, name));
      await assertPublished(worker, remotes[name], job);
    }
    await until('the quota is kept', async () => {
      const { disk } = await executor();
      return disk && disk.removed > 0 && disk.bytes <= disk.quota_bytes && disk.mirrors < many && workspaces().length < many;
    });
    const { disk } = await executor();
    assert.equal(disk.quota_bytes, 3 << 20);
    assert.ok(disk.collected_at);
    assert.ok(mirrors().some((name) => name.startsWith(`app-${many - 1}-`)), 'the newest stays');
    assert.ok(!mirrors().some((name) => name.startsWith('app-0-')), 'the oldest goes');
    await until('health tells', async () => /mirrors? and \d+ workspaces?, .* of 3\.0 MB; \d+ removed so far/.test((await check())?.seen ?? ''), 30);
    assert.equal((await check()).status, 'ok');
    const told = await worker.command('doctor');
    assert.match(told.out + told.err, /mirrors and workspaces/);
  });

  test('a repository that was removed is fetched again', async () => {
    await fetch(`${models.url}/_script`, { method: 'POST', body: JSON.stringify(script) });
    const job = await worker.jobEnded(await worker.addTicket('app-0', 'app-0'));
    await assertPublished(worker, remotes['app-0'], job);
  });

  test('a commit that was not pushed is kept, and when nothing else can go no new job starts', async () => {
    server.decline('Not today.');
    const declined = await worker.jobEnded(await worker.addTicket('stubborn', 'declined'));
    assert.equal(declined.state, 'publish_failed', declined.summary);
    server.release('decline');
    await worker.stop();
    worker.settings.JCA_WORKER_DISK_QUOTA = '100 KB';
    await worker.start();
    await until('all else is gone', async () => (await executor()).disk?.quota_bytes === 100 << 10 && workspaces().length === 1);
    assert.ok(workspaces()[0].startsWith('stubborn-'));
    const waiting = await worker.addTicket('stubborn', 'waits');
    await until('health says what to do', async () => {
      const { status, remedy } = (await check()) ?? {};
      return status === 'failing' && /takes no new job\. Raise JCA_WORKER_DISK_QUOTA/.test(remedy);
    }, 30);
    assert.equal((await worker.get(`/api/v1/jobs/${waiting.id}`)).state, 'queued');
    assert.match(worker.log, /No new job is taken/);
    await worker.stop();
    worker.settings.JCA_WORKER_DISK_QUOTA = '1 GB';
    await worker.start();
    await assertPublished(worker, remotes.stubborn, await worker.jobEnded(waiting));
  });
});
