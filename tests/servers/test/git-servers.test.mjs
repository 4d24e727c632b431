// The git servers are real: clone and push go through, and what must be refused is refused.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const scratch = mkdtempSync(join(tmpdir(), 'mergeloom-git-test-'));
const started = [];
const environment = {
  ...process.env, HOME: scratch, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '/bin/true',
  GIT_AUTHOR_NAME: 'Test', GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'Test', GIT_COMMITTER_EMAIL: 'test@example.org',
};

function git(args, extra = {}) {
  return spawnSync('git', args, { encoding: 'utf8', timeout: 30000, env: { ...environment, ...extra } });
}

function start(program, ...options) {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url));
  const child = spawn(process.execPath, [path, '--root', join(scratch, 'remotes'), '--watch-stdin', ...options],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve({ ...JSON.parse(line), child }));
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
}

/** Clones, commits and pushes `branch`; gives the push. */
function workOn(url, branch, extra = {}) {
  const clone = join(scratch, branch);
  const cloned = git(['clone', '-q', url, clone], extra);
  if (cloned.status !== 0) return cloned;
  writeFileSync(join(clone, `${branch}.bin`), randomBytes(3 << 20)); // over git's post buffer: sent in chunks
  execFileSync('git', ['-C', clone, 'add', '.'], { env: environment });
  execFileSync('git', ['-C', clone, 'commit', '-q', '-m', branch], { env: environment });
  return git(['-C', clone, 'push', '-q', 'origin', `HEAD:refs/heads/${branch}`], extra);
}

const branches = () => git(['-C', join(scratch, 'remotes/app.git'), 'branch', '--format', '%(refname:short)']).stdout.split('\n');

before(() => {
  const seed = join(scratch, 'seed');
  execFileSync('git', ['init', '-q', '-b', 'main', seed], { env: environment });
  writeFileSync(join(seed, 'a.txt'), 'a');
  execFileSync('git', ['-C', seed, 'add', '.'], { env: environment });
  execFileSync('git', ['-C', seed, 'commit', '-q', '-m', 'first'], { env: environment });
  execFileSync('git', ['clone', '-q', '--bare', seed, join(scratch, 'remotes/app.git')], { env: environment });
});

after(async () => {
  for (const child of started) child.kill('SIGTERM');
  await Promise.all(started.map((child) => child.exitCode !== null || child.signalCode !== null
    || new Promise((resolve) => child.once('exit', resolve))));
  rmSync(scratch, { recursive: true, force: true });
});

test('HTTP: the right password clones and pushes, a wrong one does neither', async () => {
  const server = await start('git-http.mjs', '--user', 'ada', '--password', 'p w:x');
  const url = (password) => server.url.replace('://', `://ada:${encodeURIComponent(password)}@`) + 'app.git';
  assert.equal(workOn(url('wrong'), 'http-wrong').status, 128);
  const push = workOn(url('p w:x'), 'http-good');
  assert.equal(push.status, 0, push.stderr);
  assert.ok(branches().includes('http-good'));

  writeFileSync(join(server.control, 'decline'), 'Protected: ask the release team.\n');
  const declined = workOn(url('p w:x'), 'http-declined');
  assert.notEqual(declined.status, 0);
  assert.match(declined.stderr, /ask the release team[\s\S]*pre-receive hook declined/);
  assert.ok(!branches().includes('http-declined'));
});

test('HTTP: a push can be held, and goes on afterwards', async () => {
  const server = await start('git-http.mjs', '--user', 'ada', '--password', 'x');
  const url = server.url.replace('://', '://ada:x@') + 'app.git';
  writeFileSync(join(server.control, 'hold-push'), '');
  const clone = join(scratch, 'held');
  assert.equal(git(['clone', '-q', url, clone]).status, 0);
  const push = spawn('git', ['-C', clone, 'push', '-q', 'origin', 'HEAD:refs/heads/held'], { env: environment });
  while (!existsSync(join(server.control, 'hold-push.reached'))) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(push.exitCode, null);
  rmSync(join(server.control, 'hold-push'));
  assert.equal(await new Promise((resolve) => push.once('exit', resolve)), 0);
  assert.ok(branches().includes('held'));
});

test('SSH: ed25519 and RSA keys push, a stranger and another host key do not', async () => {
  const server = await start('git-ssh.mjs');
  const by = (key, knownHosts = server.knownHosts) => ({
    GIT_SSH_COMMAND: `ssh -F none -i ${key} -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes`
      + ` -o UserKnownHostsFile=${knownHosts} -o GlobalKnownHostsFile=/dev/null`,
  });
  const url = `${server.url}app.git`;
  for (const kind of ['ed25519', 'rsa']) {
    const push = workOn(url, `ssh-${kind}`, by(server.keys[kind]));
    assert.equal(push.status, 0, push.stderr + readFileSync(server.log, 'utf8'));
    assert.ok(branches().includes(`ssh-${kind}`));
  }
  assert.match(workOn(url, 'ssh-stranger', by(server.keys.stranger)).stderr, /Permission denied \(publickey\)/);
  assert.match(workOn(url, 'ssh-host', by(server.keys.ed25519, server.wrongKnownHosts)).stderr,
    /Host key verification failed/);
  assert.match(workOn(`${server.url}../app.git`, 'ssh-up', by(server.keys.rsa)).stderr, /bad path/);
});

test('a server ends with its standard input and leaves nothing behind', async () => {
  const server = await start('git-http.mjs');
  server.child.stdin.end();
  assert.equal(await new Promise((resolve) => server.child.once('exit', resolve)), 0);
  await assert.rejects(fetch(server.url));
  assert.ok(!existsSync(server.control));
});
