// What commands of a run reach: nothing, the hosts on a list by way of the worker's proxy, or all; with the real tools.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

// Of this machine, but none that programs reach without their proxy.
const address = '127.0.0.2';
const wheel = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as file:
    file.writestr('rightgood.py', 'value = 4')
    file.writestr('rightgood-1.0.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: rightgood\\nVersion: 1.0.0\\n')
    file.writestr('rightgood-1.0.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    file.writestr('rightgood-1.0.0.dist-info/RECORD', '')
`;
/** Tries every way out but the proxy, and says which one was open. */
const probe = `
import socket, sys
tcp, udp = int(sys.argv[1]), int(sys.argv[2])
def tried(name, way):
    try:
        way()
        print('reached by', name)
    except OSError as error:
        print(name, 'is shut:', error)
        return
    sys.exit(1)
def dial(host, port):
    socket.create_connection((host, port), 3).close()
def say(host, port):
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.settimeout(1)
    line.sendto(b'hello', (host, port))
    line.recvfrom(10)
def raw():
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).sendto(b'\\x08\\0\\xf7\\xff\\0\\0\\0\\0', ('${address}', 0))
def packet():
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
tried('tcp', lambda: dial('127.0.0.1', tcp))
tried('tcp to the listed host', lambda: dial('${address}', tcp))
tried('udp', lambda: say('127.0.0.1', udp))
tried('dns', lambda: socket.getaddrinfo('example.org', 443))
tried('dns server', lambda: dial('127.0.0.53', 53))
tried('raw socket', raw)
tried('packet socket', packet)
`;
const place = new Place('network');
const script = { scenarios: {
  pass: [write('4\n'), finish('Four.')],
  fetch: [{ ...command('curl -sS --max-time 5 http://127.0.0.2:1/') }, { ...write('4\n'), expect: { last_contains: ['Exit code'] } }, finish('Four.')],
} };
let worker, models, registry, remote, udp, tarball, wheelFile, level;

/** A registry of npm and of pip, a file, and a bare git repository as files. */
function answer(request, reply) {
  const { port } = registry.address();
  const base = `http://${address}:${port}`;
  registry.seen.push(`${request.method} ${request.url}`);
  const path = new URL(request.url, base).pathname;
  const integrity = () => execFileSync('openssl', ['dgst', '-sha512', '-binary', tarball]).toString('base64');
  if (path === '/left-good')
    return reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name: 'left-good', 'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { name: 'left-good', version: '1.0.0', dist: { tarball: `${base}/left-good/-/left-good-1.0.0.tgz`, integrity: `sha512-${integrity()}` } } } }));
  if (path.endsWith('.tgz')) return createReadStream(tarball).pipe(reply);
  if (path === '/simple/rightgood/') return reply.writeHead(200, { 'content-type': 'text/html' }).end('<a href="/files/rightgood-1.0.0-py3-none-any.whl">rightgood-1.0.0-py3-none-any.whl</a>');
  if (path.endsWith('.whl')) return createReadStream(wheelFile).pipe(reply);
  if (path === '/file') return reply.end('a file\n');
  const inGit = join(remote.path, path.replace(/^\/app\.git/, ''));
  if (path.startsWith('/app.git/') && existsSync(inGit)) return reply.end(readFileSync(inGit));
  return reply.writeHead(404).end();
}


/** The scripted model begins its scenarios anew. */
const again = () => fetch(`${models.url}/_script`, { method: 'POST', body: JSON.stringify(script) });
const listed = () => `${address}:${registry.address().port}`;
const install = 'npm install --no-audit --no-fund';
/** Where only Landlock can be had there is no place for the proxy; the test of that is the last one. */
const proxied = (name, act) => test(name, (context) => (level === 'bubblewrap' ? act() : context.skip(`the sandbox is ${level}`)));
let count = 0;
/** A run in a repository with these settings; gives {job, events, refused, commands}. */
async function runWith(settings, scenario = 'pass') {
  const alias = `app-${(count += 1)}`;
  registry.seen = [];
  await again();
  await worker.addRepository(alias, remote.path, { validation_commands: [evenCheck], ...settings });
  const job = await worker.jobEnded(await worker.addTicket(alias, scenario));
  const events = await worker.events(job.run_id);
  const of = (type) => events.filter((event) => event.type === type).map((event) => event.data);
  const output = of('command.output').map((data) => data.text).join('');
  return { job, refused: of('network.refused'), started: of('command.started'), finished: of('command.finished'), messages: of('run.message').map((data) => data.text), output };
}

describe('network', () => {
  before(async () => {
    const { out } = await runBinary(place, ['doctor', '--json']);
    level = /landlock/.test(out) ? 'landlock' : 'bubblewrap';
    registry = http.createServer(answer);
    registry.seen = [];
    await new Promise((resolve) => registry.listen(0, '0.0.0.0', resolve));
    udp = dgram.createSocket('udp4').on('message', (_, from) => udp.send('hello', from.port, from.address));
    await new Promise((resolve) => udp.bind(0, '0.0.0.0', resolve));
    place.onClose(() => { registry.closeAllConnections?.(); registry.close(); udp.close(); });
    place.file('left-good/package.json', '{"name": "left-good", "version": "1.0.0"}');
    place.file('left-good/index.js', 'module.exports = 4;\n');
    execFileSync('npm', ['pack', '--silent'], { cwd: join(place.path, 'left-good'), env: place.environment });
    tarball = join(place.path, 'left-good/left-good-1.0.0.tgz');
    wheelFile = join(place.path, 'rightgood.whl');
    execFileSync('python3', ['-c', wheel, wheelFile]);
    remote = place.remote('app', { ...evenProgram, 'probe.py': probe, '.gitignore': 'node_modules\npackage-lock.json\n.wheels\n',
      '.npmrc': `registry=http://${address}:${registry.address().port}/\nfetch-retries=0\n`, 'package.json': '{"name": "app", "private": true, "dependencies": {"left-good": "1.0.0"}}' });
    remote.git('update-server-info');
    models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_NETWORK_HOSTS: `*:*,${address}:*`, JCA_WORKER_ALLOWED_COMMANDS: 'python3,npm,node,git,curl,bash' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  describe('the network of commands', () => {
    proxied('npm installs from a listed registry, and what went through is counted', async () => {
      const { job, refused, started, finished, output } = await runWith({ setup_commands: [install],
        validation_commands: [evenCheck, `node -e "process.exit(require('left-good') === 4 ? 0 : 1)"`], network: { setup: 'allowlist', hosts: [listed()] } });
      assert.equal(job.state, 'completed', `${job.summary}\n${output}`);
      assert.deepEqual(registry.seen, ['GET /left-good', 'GET /left-good/-/left-good-1.0.0.tgz']);
      assert.deepEqual(refused, []);
      assert.deepEqual(started.map((data) => [data.kind, data.network]), [['setup', 'allowlist'], ['validation', 'none'], ['validation', 'none']]);
      const [{ host, port, connections, sent, received }] = finished[0].network.hosts;
      assert.deepEqual([host, port, connections], [address, registry.address().port, 2]);
      assert.ok(sent > 100 && received > 500, JSON.stringify(finished[0].network));
      assert.equal(finished[1].network, undefined);
    });

    test('without network the same command fails, and the summary says that it had none', async () => {
      const { job, started } = await runWith({ setup_commands: [install], network: { setup: 'none', hosts: [listed()] } });
      assert.deepEqual([job.state, job.reason], ['failed', 'setup_failed']);
      assert.match(job.summary, /It had no network: .*settings of the repository/);
      assert.equal(started[0].network, 'none');
      assert.deepEqual(registry.seen, []);
    });

    proxied('a host that is not listed is refused, with an event and in the summary', async () => {
      const { job, refused, output } = await runWith({ setup_commands: [install] }); // the default: a list without hosts
      assert.deepEqual([job.state, job.reason], ['failed', 'setup_failed'], job.summary);
      assert.ok(job.summary.includes(`The network refused ${listed()}.`), job.summary);
      assert.deepEqual([refused[0].host, refused[0].port, refused[0].reason], [address, registry.address().port, 'not_listed'], output);
      assert.match(refused[0].text, /is not on the list of hosts/);
      assert.match(output, /403|forbidden/i);
      assert.deepEqual(registry.seen, []);
    });

    proxied('pip, git and curl go through the proxy too, curl in a tunnel as well', async () => {
      const base = `http://${listed()}`;
      const { job, output, refused } = await runWith({ network: { setup: 'allowlist', hosts: [listed()] }, setup_commands: [
        `python3 -m pip download -q --no-deps --no-cache-dir --disable-pip-version-check -d .wheels --index-url ${base}/simple/ --trusted-host ${address} rightgood`,
        `git ls-remote --exit-code ${base}/app.git main`, `curl -sS --fail ${base}/file`, `curl -sS --fail --proxytunnel ${base}/file`] });
      assert.equal(job.state, 'completed', `${job.summary}\n${output}`);
      assert.deepEqual(refused, []);
      assert.ok(registry.seen.some((line) => line.endsWith('.whl')) && registry.seen.some((line) => line.startsWith('GET /app.git/info/refs')), registry.seen.join('\n'));
      assert.equal(registry.seen.filter((line) => line === 'GET /file').length, 2);
      assert.ok(output.includes(remote.head()));
    });

    proxied('beside the proxy there is no way out: no TCP, UDP, DNS, or raw sockets', async () => {
      const line = `python3 probe.py ${registry.address().port} ${udp.address().port}`;
      for (const setup of ['allowlist', 'none']) {
        const { job, output } = await runWith({ setup_commands: [line], network: { setup, hosts: [listed(), '*:*'] } });
        assert.equal(job.state, 'completed', `${job.summary}\n${output}`);
        assert.equal(output.match(/ is shut: /g)?.length, 7, output);
      }
      // The probe can tell: where the network is open it gets through.
      assert.throws(() => execFileSync('python3', [join(remote.seed, 'probe.py'), registry.address().port, udp.address().port], { stdio: 'pipe' }),
        (error) => /reached by tcp/.test(error.stdout.toString()));
    });

    proxied('a command that starts a server of its own reaches it without the proxy', async () => {
      const line = `python3 -c "import http.server, threading, urllib.request as u; s = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler); threading.Thread(target=s.serve_forever, daemon=True).start(); print(u.urlopen('http://127.0.0.1:%d/value.txt' % s.server_port).read())"`;
      const { job, refused, output } = await runWith({ setup_commands: [line], network: { setup: 'allowlist', hosts: [] } });
      assert.equal(job.state, 'completed', `${job.summary}\n${output}`);
      assert.deepEqual(refused, []);
    });

    proxied('commands of the agent have no network unless the repository says so', async () => {
      const closed = await runWith({}, 'fetch');
      assert.equal(closed.job.state, 'completed', closed.job.summary);
      assert.deepEqual([closed.started[0].kind, closed.started[0].network, closed.finished[0].exit_code], ['agent', 'none', 7]);
      const asked = await runWith({ network: { agent: 'allowlist', hosts: ['packages.example'] } }, 'fetch');
      assert.deepEqual(asked.refused.map((data) => [data.host, data.port, data.reason]), [[address, 1, 'not_listed']]);
    });

    proxied('an address that the worker does not name is refused, and so is one of this machine by any other name', async () => {
      const { refused } = await runWith({ network: { setup: 'allowlist', hosts: ['127.0.0.3:*', 'localhost:*', '*:*'] },
        setup_commands: ['127.0.0.3', '169.254.169.254', '[::1]', 'localhost'].map((host) => `curl -sS --max-time 5 --noproxy '' -g http://${host}/`) });
      assert.deepEqual(refused.map((data) => [data.host, data.reason]),
        [['127.0.0.3', 'not_listed_by_worker'], ['169.254.169.254', 'not_listed'], ['::1', 'not_listed'], ['localhost', 'private_address']]);
    });
  });

  describe('the worker has the last word', () => {
    const environment = () => ({ JCA_WORKER_DATA_DIR: place.directory('alone'), JCA_ANTHROPIC_API_KEY: secrets.apiKey, JCA_ANTHROPIC_BASE_URL: models.url, JCA_WORKER_ALLOWED_COMMANDS: 'curl,python3' });
    beforeEach(() => again());
    const args = (...more) => ['run', '--repo', remote.path, '--ticket', '-', '--provider', 'claude-api', '--json', ...more];

    proxied('what a repository asks for beyond the worker is not given, and that is told', async () => {
      const { code, out, err } = await runBinary(place, args('--network', 'setup=open', '--network', 'validation=allowlist', '--allow-host', address, '--setup', `curl -sS http://${address}:1/`),
        { input: '# N-1: Do pass\n\nSCENARIO:pass\n', environment: { ...environment(), JCA_WORKER_NETWORK_SETUP: 'allowlist', JCA_WORKER_NETWORK_VALIDATION: 'none' } });
      assert.equal(code, 0, out + err); // curl itself is content with a 403
      assert.match(out, /asks for the network mode open for setup commands; this worker gives allowlist/);
      assert.match(out, /asks for the network mode allowlist for validation commands; this worker gives none/);
      const refused = out.trim().split('\n').map((line) => JSON.parse(line)).filter((event) => event.type === 'network.refused');
      assert.equal(refused.length, 1, out);
    });

    test('open is open, and doctor warns of it', async () => {
      const open = { ...environment(), JCA_WORKER_NETWORK_SETUP: 'open' };
      const { code, out, err } = await runBinary(place, args('--network', 'setup=open', '--setup', `curl -sS --fail http://${listed()}/file`), { input: '# N-2: Do pass\n\nSCENARIO:pass\n', environment: open });
      assert.equal(code, 0, out + err);
      const doctor = await runBinary(place, ['doctor'], { environment: open });
      assert.match(doctor.out, /network.*at most: setup open/);
      assert.match(doctor.out, /127\.0\.0\.1/);
    });

    test('a wrong option or host is refused before anything starts', async () => {
      for (const more of [['--network', 'setup'], ['--network', 'setup=all'], ['--network', 'build=none'], ['--allow-host', 'https://a.example/']]) {
        const { code, err } = await runBinary(place, args(...more), { input: '# N-3: Do pass\n', environment: environment() });
        assert.equal(code, 2, err);
        assert.ok(err.includes(more[0]), err);
      }
      const answer = await worker.call('POST', '/api/v1/repositories', { alias: 'bad', clone_url: remote.path, settings: { network: { hosts: ['a b'] } } });
      assert.equal(answer.status, 400);
      assert.match(answer.text, /settings\.network\.hosts/);
      const config = await runBinary(place, ['config', 'show'], { environment: { ...environment(), JCA_WORKER_NETWORK_HOSTS: 'a b' } });
      assert.notEqual(config.code, 0);
      assert.match(config.err, /network_hosts \(from JCA_WORKER_NETWORK_HOSTS\)/);
    });

    test('with Landlock a list of hosts is refused with the reason, and an empty one is no network', async () => {
      const landlock = { ...environment(), JCA_WORKER_SANDBOX_BACKEND: 'landlock' };
      const wanted = await runBinary(place, args('--allow-host', 'npm', '--setup', evenCheck), { input: '# N-4: Do pass\n\nSCENARIO:pass\n', environment: landlock });
      assert.equal(wanted.code, 3, wanted.out + wanted.err);
      assert.match(wanted.out, /sandbox_unavailable/);
      assert.match(wanted.out, /A list of hosts needs a sandbox with a network of its own/);
      const idle = await runBinary(place, args('--setup', evenCheck), { input: '# N-5: Do pass\n\nSCENARIO:pass\n', environment: landlock });
      assert.equal(idle.code, 0, idle.out + idle.err);
      assert.match(idle.out, /"kind":"setup","line":"python3 check.py","network":"none"/);
    });

    test('repo add and repo show know the network', async () => {
      const added = await worker.command('repo', 'add', 'shown', remote.path, '--network', 'validation=allowlist', '--allow-host', 'packages.example', '--allow-host', 'a.example:8443');
      assert.equal(added.code, 0, added.err);
      const { settings } = await worker.get('/api/v1/repositories/shown');
      assert.deepEqual(settings.network, { setup: 'allowlist', validation: 'allowlist', agent: 'none', hosts: ['packages.example', 'a.example:8443'] });
      const shown = await worker.command('repo', 'show', 'shown');
      assert.match(shown.out, /network\s+setup allowlist, validation allowlist, agent none; hosts packages\.example, a\.example:8443/);
    });
  });
});
