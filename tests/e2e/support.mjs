// What every end-to-end test needs: a place that goes away, waiting on conditions, and the servers of tests/servers.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceRoot = fileURLToPath(new URL('../..', import.meta.url));
export const secrets = { password: 'e2e-Passw0rd-4711', apiKey: 'e2e-api-key-0815' };

/** Nothing of the user's own set-up, and loopback without a proxy. */
export function cleanEnvironment(home) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(JCA_|MERGELOOM_|GIT_|SSH_|XDG_|NODE_TEST|(https?|all)_proxy$)/i.test(name));
  const backend = process.env.MERGELOOM_TEST_SANDBOX; // forces a back end; see tests/sandboxes.sh
  return { ...Object.fromEntries(kept), ...(backend && { JCA_WORKER_SANDBOX_BACKEND: backend }), HOME: home, LC_ALL: 'C.UTF-8', TZ: 'UTC', NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' };
}

/** A directory, and what must be ended before it goes; `close()` in an `after` hook. */
export class Place {
  constructor(name) {
    this.path = mkdtempSync(join(tmpdir(), `mergeloom-e2e-${name}-`));
    this.closers = [];
    this.environment = cleanEnvironment(this.directory('home'));
    process.on('exit', () => this.killAll());
  }

  directory(...names) {
    const path = join(this.path, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  }

  file(name, text) {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  onClose(closer) {
    this.closers.unshift(closer);
  }

  killAll() {
    for (const child of this.children ?? []) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }

  adopt(child) {
    (this.children ??= []).push(child);
    return child;
  }

  async close() {
    for (const closer of this.closers) await closer();
    this.killAll();
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  git(...args) {
    const identity = { GIT_AUTHOR_NAME: 'Test', GIT_AUTHOR_EMAIL: 'test@example.org', GIT_COMMITTER_NAME: 'Test', GIT_COMMITTER_EMAIL: 'test@example.org' };
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20,
      env: { ...this.environment, GIT_CONFIG_NOSYSTEM: '1', ...identity } }).trim();
  }

  /** A bare repository `<folder>/<name>.git` with one commit of these files on `main`; files: {path: text}, or a folder to copy. */
  remote(name, files, folder = 'remotes') {
    const seed = this.directory('seeds', name);
    this.git('init', '-q', '-b', 'main', seed);
    if (typeof files === 'string') cpSync(files, seed, { recursive: true, filter: (path) => !/\/(__pycache__|\.git)$/.test(path) });
    else for (const [path, text] of Object.entries(files)) this.file(join('seeds', name, path), text);
    this.git('-C', seed, 'add', '-A');
    this.git('-C', seed, 'commit', '-q', '-m', 'first');
    const bare = join(this.directory(folder), `${name}.git`);
    this.git('clone', '-q', '--bare', seed, bare);
    return new Remote(this, bare, seed);
  }

  /** Starts one of tests/servers; gives what it announces. */
  async server(program, ...options) {
    const path = join(sourceRoot, 'tests/servers', program);
    const child = this.adopt(spawn(process.execPath, [path, '--watch-stdin', ...options], { stdio: ['pipe', 'pipe', 'inherit'] }));
    this.onClose(() => ended(child, () => child.stdin.end()));
    return JSON.parse(await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    }));
  }

  async gitHttp() {
    return new GitServer(await this.server('git-http.mjs', '--root', this.directory('remotes'), '--password', secrets.password));
  }

  async gitSsh() {
    return new GitServer(await this.server('git-ssh.mjs', '--root', this.directory('remotes')));
  }

  async models(script = {}) {
    const file = this.file(`script-${Date.now()}.json`, JSON.stringify(script));
    return new ModelServer((await this.server('model-server.mjs', '--script', file, '--key', secrets.apiKey)).url);
  }
}

class Remote {
  constructor(place, path, seed) {
    Object.assign(this, { place, path, seed });
  }

  git(...args) {
    return this.place.git('-C', this.path, ...args);
  }

  branches() {
    return this.git('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n');
  }

  head(branch = 'main') {
    return this.git('rev-parse', `refs/heads/${branch}`);
  }

  show(branch, path) {
    return this.git('show', `${branch}:${path}`);
  }

  /** Someone else commits a file to a branch of the remote; gives the commit. */
  commitTo(branch, path, text, from = 'main') {
    this.place.git('-C', this.seed, 'checkout', '-q', '-B', 'other', this.branches().includes(branch) ? this.fetched(branch) : this.fetched(from));
    writeFileSync(join(this.seed, path), text);
    this.place.git('-C', this.seed, 'add', '-A');
    this.place.git('-C', this.seed, 'commit', '-q', '-m', `other work on ${path}`);
    this.place.git('-C', this.seed, 'push', '-q', this.path, `HEAD:refs/heads/${branch}`);
    return this.head(branch);
  }

  fetched(branch) {
    this.place.git('-C', this.seed, 'fetch', '-q', this.path, branch);
    return this.place.git('-C', this.seed, 'rev-parse', 'FETCH_HEAD');
  }
}

class GitServer {
  constructor(facts) {
    Object.assign(this, facts);
  }

  at(name) {
    return `${this.url}${name}.git`;
  }

  /** `hold` stops every request, `hold-push` a push; until `release`. */
  hold(what) {
    this.release(what);
    writeFileSync(join(this.control, what), '');
  }

  isReached(what) {
    return existsSync(join(this.control, `${what}.reached`));
  }

  decline(words) {
    writeFileSync(join(this.control, 'decline'), `${words}\n`);
  }

  release(...names) {
    for (const name of names) for (const file of [name, `${name}.reached`]) {
      if (existsSync(join(this.control, file))) unlinkSync(join(this.control, file));
    }
  }
}

class ModelServer {
  constructor(url) {
    this.url = url;
  }

  async view(name) {
    return (await fetch(`${this.url}/_${name}`)).json();
  }

  problems() {
    return this.view('problems');
  }

  /** Requests of one scenario. */
  async requests(scenario) {
    return (await this.view('requests')).filter((request) => scenario === undefined || request.scenario === scenario);
  }

  /** Another script from now on. */
  async say(script) {
    await fetch(`${this.url}/_script`, { method: 'POST', body: JSON.stringify(script) });
  }

  async reset() {
    await fetch(`${this.url}/_reset`, { method: 'POST' });
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `condition` gives something true, and gives that. Fails with `what` and the last thing seen. */
export async function until(what, condition, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  let seen;
  for (;;) {
    try {
      seen = await condition();
      if (seen) return seen;
    } catch (error) {
      seen = error;
    }
    if (Date.now() > end) throw new Error(`not in ${seconds} s: ${what}; last seen: ${seen instanceof Error ? seen.stack : JSON.stringify(seen)}`);
    await pause(25);
  }
}

/** Asks a child to end by `ask`, and waits until it is gone; KILL after some seconds. */
export function ended(child, ask, seconds = 10) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const last = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    child.once('exit', () => {
      clearTimeout(last);
      resolve();
    });
    ask();
  });
}

export const readText = (path) => readFileSync(path, 'utf8');
