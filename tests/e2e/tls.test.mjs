// The worker with a certificate: pages, executors and commands over TLS, and a certificate that is renewed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { connect } from 'node:tls';
import { after, describe, test } from 'node:test';
import { Place, until } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // of this test's own requests; the worker's programs check
process.removeAllListeners('warning');

const place = new Place('tls');
function certificate(name) {
  const folder = place.directory(name);
  execFileSync('openssl', ['req', '-x509', '-nodes', '-batch', '-days', '30', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-subj', `/CN=${name}`,
    '-addext', 'subjectAltName=DNS:worker.tls.example', '-keyout', `${folder}/key.pem`, '-out', `${folder}/certificate.pem`], { stdio: 'ignore' });
  return { certificate: `${folder}/certificate.pem`, key: `${folder}/key.pem` };
}
const first = certificate('first');
const second = certificate('second');
const tls = { JCA_WORKER_TLS_CERTIFICATE: first.certificate, JCA_WORKER_TLS_KEY: first.key };

const shown = (worker) => new Promise((resolve, reject) => {
  const socket = connect({ host: '127.0.0.1', port: worker.port, rejectUnauthorized: false }, () => {
    resolve(socket.getPeerCertificate().subject.CN);
    socket.destroy();
  }).on('error', reject);
});

describe('a worker with a certificate', () => {
  after(() => place.close());

  test('serves browsers, its executors and commands, and takes a renewed certificate on HUP', async () => {
    const worker = await Worker.start(place, tls);
    assert.match(worker.url, /^https:/);
    await until('the way in is told', () => /Log in .*: https:/.test(worker.log));
    const executorIsThere = () => until('the executor is there', async () => (await worker.get('/api/v1/dashboard')).executors.some((one) => one.state !== 'away'));
    await executorIsThere();
    const answer = await fetch(`${worker.url}/api/v1/login`, { method: 'POST', body: JSON.stringify({ token: worker.token }) });
    assert.match(answer.headers.get('set-cookie'), /; Secure/);
    const plain = await fetch(worker.url.replace('https', 'http'));
    assert.equal(plain.status, 400);
    assert.match(await plain.text(), /https:\/\//);

    assert.equal((await worker.command('token', 'list')).code, 0); // trusts the certificate that its settings name
    const elsewhere = (environment) => runBinary(place, ['token', 'list', '--url', `https://localhost:${worker.port}`, '--token', worker.token], { environment });
    const strange = await elsewhere({});
    assert.notEqual(strange.code, 0);
    assert.match(strange.err, /cannot be reached/);
    assert.equal((await elsewhere({ JCA_WORKER_CA_FILE: first.certificate })).code, 0);
    assert.notEqual((await elsewhere({ JCA_WORKER_CA_FILE: second.certificate })).code, 0);
    assert.match((await elsewhere({ JCA_WORKER_CA_FILE: '/none.pem' })).err, /\/none\.pem cannot be read/);

    assert.equal(await shown(worker), 'first');
    cpSync(second.certificate, first.certificate);
    worker.child.kill('SIGHUP'); // the key is the old one still
    await until('the fault is told', () => /does not belong to the certificate/.test(worker.log));
    assert.equal(await shown(worker), 'first');
    cpSync(second.key, first.key);
    worker.child.kill('SIGHUP');
    await until('the new certificate is shown', async () => await shown(worker) === 'second');
    const [executor] = worker.executors();
    process.kill(executor, 'SIGKILL'); // a fresh one connects anew
    await until('another executor is started', () => worker.executors().some((pid) => pid !== executor));
    await executorIsThere();
    await worker.stop();
  });

  test('names what is wrong with its files, and asks for both', async () => {
    const serve = (environment) => runBinary(place, ['serve'], { environment: { JCA_WORKER_DATA_DIR: place.directory('wrong'), JCA_WORKER_PORT: '0', ...environment }, seconds: 20 });
    const other = certificate('other');
    for (const [environment, words] of [
      [{ JCA_WORKER_TLS_CERTIFICATE: other.certificate }, /needs both/],
      [{ JCA_WORKER_TLS_CERTIFICATE: '/none.pem', JCA_WORKER_TLS_KEY: other.key }, /\/none\.pem cannot be read/],
      [{ JCA_WORKER_TLS_CERTIFICATE: other.certificate, JCA_WORKER_TLS_KEY: certificate('third').key }, /does not belong/],
    ]) {
      const result = await serve(environment);
      assert.equal(result.code, 1, result.out);
      assert.match(result.err, words);
    }
  });

  test('without one, a worker that others can reach warns loudly, at start and under health', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_HOST: '0.0.0.0', JCA_WORKER_POLL_ENABLED: 'false' }, 'wide');
    assert.match(worker.log, /WARNING: .*JCA_WORKER_TLS_CERTIFICATE/);
    const check = (await worker.get('/api/v1/health')).checks.find((one) => one.name === 'listening');
    assert.equal(check.status, 'warning');
    await worker.stop();
    const local = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' }, 'local');
    assert.doesNotMatch(local.log, /WARNING/);
    assert.equal((await local.get('/api/v1/health')).checks.find((one) => one.name === 'listening').status, 'ok');
    await local.stop();
  });

  test('answers to the names that it is told', async () => {
    const worker = await Worker.start(place, { JCA_WORKER_HOST_NAMES: 'worker.lan, other.lan', JCA_WORKER_POLL_ENABLED: 'false' }, 'names');
    const status = (host) => Number(execFileSync('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', '-H', `Host: ${host}`, `${worker.url}/healthz`], { encoding: 'utf8' }));
    assert.deepEqual(['worker.lan', 'other.lan:80', 'evil.example'].map(status), [200, 200, 421]);
    await worker.stop();
  });
});
