// PostgreSQL over TLS: who must be convinced of the server is, and the password shows nowhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { PostgresServer, missing } from './postgres.mjs';
import { Place } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const password = 'e2e-database-pass-0817';

describe('PostgreSQL over TLS', { skip: missing }, () => {
  const place = new Place('postgresql-tls');
  let server, own, other;

  const certificate = (name) => {
    const folder = place.directory(name);
    execFileSync('openssl', ['req', '-x509', '-nodes', '-batch', '-days', '3', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-subj', `/CN=${name}`,
      '-addext', 'subjectAltName=DNS:localhost', '-keyout', `${folder}/key.pem`, '-out', `${folder}/certificate.pem`], { stdio: 'ignore' });
    return { certificate: `${folder}/certificate.pem`, key: `${folder}/key.pem` };
  };
  const url = ({ host = 'localhost', secret = password, ...options }) =>
    `postgresql://mergeloom:${secret}@${host}:${server.port}/postgres?${new URLSearchParams(options)}`;
  const refused = async (database) => {
    const { code, out, err } = await runBinary(place, ['serve'], {
      environment: { JCA_WORKER_DATA_DIR: place.directory('refused'), JCA_WORKER_PORT: '0', JCA_WORKER_DATABASE_URL: database }, seconds: 30,
    });
    assert.equal(code, 1, out + err);
    assert.ok(!(out + err).includes(password));
    return err;
  };

  before(async () => {
    [own, other] = [certificate('own'), certificate('other')];
    server = await PostgresServer.start(place, { ...own, password });
  });
  after(() => place.close());

  for (const options of [{ sslmode: 'require' }, { sslmode: 'verify-ca', host: '127.0.0.1' }, { sslmode: 'verify-full' }])
    test(`${options.sslmode} works, on every connection, and the password is nowhere to be read`, async () => {
      const worker = await Worker.start(place, { JCA_WORKER_DATABASE_URL: url({ ...options, ...(options.sslmode !== 'require' && { sslrootcert: own.certificate }) }) }, options.sslmode);
      await worker.addRepository('one', 'https://git.example.org/one.git');
      const used = server.query("SELECT count(*), bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'mergeloom-worker%'");
      assert.match(used, /^[1-9]\d*\|t$/);
      for (const pid of [worker.child.pid, ...worker.executors()])
        for (const file of ['cmdline', 'environ']) assert.ok(!readFileSync(`/proc/${pid}/${file}`).includes(password), `${pid} ${file}`);
      const health = await worker.get('/api/v1/health');
      assert.ok(!JSON.stringify(health).includes(password));
      await worker.stop();
      assert.ok(!worker.log.includes(password));
      server.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    });

  test('another authority, another name, no TLS and a wrong password are refused with words', async () => {
    assert.match(await refused(url({ sslmode: 'verify-full', sslrootcert: other.certificate })), /certificate verify failed.*Check sslmode and sslrootcert/s);
    assert.match(await refused(url({ sslmode: 'verify-ca', sslrootcert: other.certificate })), /certificate verify failed/);
    assert.match(await refused(url({ sslmode: 'verify-full', sslrootcert: own.certificate, host: '127.0.0.1' })), /does not match host name "127\.0\.0\.1".*Check sslmode/s);
    assert.match(await refused(url({ sslmode: 'verify-ca', sslrootcert: '/absent.pem' })), /root certificate file "\/absent\.pem" does not exist/);
    assert.match(await refused(url({ sslmode: 'disable' })), /no encryption/);
    assert.match(await refused(url({ sslmode: 'require', secret: 'wrong' })), /password authentication failed.*Check user and password/s);
  });
});
