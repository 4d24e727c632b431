// A worker that cannot start says what is wrong with what, and what to do; it leaves nothing behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { freePort } from '../servers/lifecycle.mjs';
import { Place } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const place = new Place('start');

async function refusesToServe(environment, code, words, args = []) {
  const result = await runBinary(place, ['serve', ...args], { environment: { JCA_WORKER_PORT: '0', ...environment }, seconds: 20 });
  assert.equal(result.code, code, `${result.out}${result.err}`);
  for (const word of words) assert.match(result.err, word);
  assert.doesNotMatch(result.out, /is ready at/);
  return result;
}

describe('a worker that cannot start', () => {
  after(() => place.close());

  test('because its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const port = String(server.address().port);
    try {
      await refusesToServe({ JCA_WORKER_DATA_DIR: place.directory('port'), JCA_WORKER_PORT: port }, 1, [new RegExp(`${port}`), /in use|taken/i, /JCA_WORKER_PORT|--port/]);
    } finally {
      server.close();
    }
  });

  test('because its data directory cannot be made or written', async () => {
    const file = place.file('a-file', 'no directory');
    await refusesToServe({ JCA_WORKER_DATA_DIR: join(file, 'data') }, 1, [/data directory \S+a-file\/data/, /JCA_WORKER_DATA_DIR/, /cannot be made/]);
    await refusesToServe({ JCA_WORKER_DATA_DIR: file }, 1, [/data directory \S+a-file/, /JCA_WORKER_DATA_DIR/]);
    await refusesToServe({ JCA_WORKER_DATA_DIR: '/proc/mergeloom' }, 1, [/data directory \/proc\/mergeloom/, /JCA_WORKER_DATA_DIR/]);
  });

  test('because another worker has the data directory', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'shared');
    await refusesToServe({ JCA_WORKER_DATA_DIR: worker.data }, 1, [new RegExp(`process id ${worker.child.pid}`), /Stop that one|another directory/]);
    assert.equal((await worker.get('/healthz')).status, 'ok');
    await worker.stop();
  });

  test('because its database was made by a newer release', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'newer');
    await worker.stop();
    execFileSync('python3', ['-c', `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
table = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migration%'")][0]
columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
row = list(database.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1").fetchone())
row[0] = 9999
database.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(row))})", row)
database.commit()
`, join(worker.data, 'mergeloom.db')]);
    await refusesToServe({ JCA_WORKER_DATA_DIR: worker.data }, 1, [/schema 9999/, /newer/, /Install/]);
  });

  test('because its database is no database', async () => {
    const data = place.directory('damaged');
    place.file('damaged/mergeloom.db', 'this is not a database, whatever its name says\n'.repeat(100));
    await refusesToServe({ JCA_WORKER_DATA_DIR: data }, 1, [/mergeloom\.db/]);
  });

  test('because a configuration file has an unknown setting', async () => {
    const file = place.file('unknown.ini', 'colour=blue\n');
    const result = await refusesToServe({ JCA_WORKER_DATA_DIR: place.directory('ini') }, 2, [/colour/, /unknown\.ini/], ['--config', file]);
    assert.deepEqual(readdirSync(join(place.path, 'ini')), [], result.err);
    await refusesToServe({ JCA_WORKER_DATA_DIR: place.directory('ini') }, 2, [/none\.ini does not exist/], ['--config', '/none.ini']);
  });

  for (const [variable, value, words] of [
    ['JCA_WORKER_PORT', 'eighty', [/eighty/, /JCA_WORKER_PORT/]], ['JCA_WORKER_PORT', '70000', [/70000/, /65535/]],
    ['JCA_WORKER_COUNT', '1.5', [/1\.5/, /JCA_WORKER_COUNT/]], ['JCA_WORKER_COMMAND_TIMEOUT_SECONDS', '0', [/JCA_WORKER_COMMAND_TIMEOUT_SECONDS/]],
    ['JCA_WORKER_POLL_ENABLED', 'maybe', [/maybe/, /JCA_WORKER_POLL_ENABLED/]], ['JCA_WORKER_SANDBOX', 'loose', [/loose/, /required/]],
    ['JCA_WORKER_ROLE', 'boss', [/boss/, /gateway/]], ['JCA_WORKER_HOST', 'nowhere.invalid', [/nowhere\.invalid/, /127\.0\.0\.1/]],
    ['JCA_WORKER_UI_TOKEN_FILE', '/none', [/\/none/, /JCA_WORKER_UI_TOKEN_FILE/]], ['JCA_WORKER_DATABASE_URL', 'oracle://x', [/postgresql/]],
  ]) {
    test(`because ${variable} is ${value}`, async () => {
      const result = await runBinary(place, ['serve'], { environment: { JCA_WORKER_DATA_DIR: place.directory('values'), JCA_WORKER_PORT: '0', [variable]: value }, seconds: 20 });
      assert.ok([1, 2].includes(result.code), `${result.code} ${result.out}${result.err}`);
      for (const word of words) assert.match(result.err, word);
    });
  }

  test('an executor without its gateway or its token says which', async () => {
    const data = place.directory('executor');
    await refusesToServe({ JCA_WORKER_DATA_DIR: data, JCA_WORKER_ROLE: 'executor' }, 1, [/JCA_WORKER_GATEWAY_URL/]);
    await refusesToServe({ JCA_WORKER_DATA_DIR: data, JCA_WORKER_ROLE: 'executor', JCA_WORKER_GATEWAY_URL: `http://127.0.0.1:${await freePort()}` }, 1, [/JCA_WORKER_CLUSTER_TOKEN/]);
  });

  test('and a worker that was stopped can start again on the same directory', async () => {
    mkdirSync(join(place.path, 'again'), { recursive: true });
    const worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'again');
    const { token } = worker;
    await worker.stop();
    await worker.start();
    assert.equal(worker.token, token);
    assert.equal((await worker.get('/api/v1/me')).role, 'admin');
  });
});
