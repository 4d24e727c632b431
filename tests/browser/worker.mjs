// A real worker with a directory of its own, the sample repository as its remote, and the scripted model server.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChild, freePort } from '../servers/lifecycle.mjs';

const source = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.MERGELOOM_WORKER ?? path.join(source, 'build/dev/service/mergeloom-worker');

const quiet = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(JCA_|GIT_)/.test(name)));
const gitSettings = { ...quiet, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
export const git = (directory, ...words) => execFileSync('git', ['-C', directory, ...words], { env: gitSettings, encoding: 'utf8' });

export class Stage {
  directory = mkdtempSync(path.join(tmpdir(), 'mergeloom-browser-'));
  remote = path.join(this.directory, 'sample.git');
  said = '';
  settings = {}; // environment of the next start

  /** `data`: a data directory that is there already. */
  static async set(data) {
    const stage = new Stage();
    stage.data = data ?? path.join(stage.directory, 'data');
    stage.port = await freePort();
    stage.url = `http://127.0.0.1:${stage.port}`;
    stage.makeRemote();
    await stage.startModels();
    await stage.start();
    return stage;
  }

  makeRemote() {
    const work = path.join(this.directory, 'work');
    cpSync(path.join(source, 'resources/sample/repository'), work, { recursive: true });
    git(this.directory, 'init', '-q', '-b', 'main', work);
    git(work, 'add', '-A');
    git(work, '-c', 'user.name=Sample', '-c', 'user.email=sample@example.org', 'commit', '-q', '-m', 'Count words');
    git(this.directory, 'clone', '-q', '--bare', work, this.remote);
  }

  /** A person's commit on the branch of the remote, made of what is there already; its id. */
  commit(files, message, branch = 'main') {
    const work = path.join(this.directory, 'work');
    git(work, 'fetch', '-q', this.remote, branch);
    git(work, 'checkout', '-q', '--detach', 'FETCH_HEAD');
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(work, name)), { recursive: true });
      writeFileSync(path.join(work, name), content);
    }
    git(work, 'add', '-A');
    git(work, '-c', 'user.name=Sample', '-c', 'user.email=sample@example.org', 'commit', '-q', '-m', message);
    git(work, 'push', '-q', this.remote, `HEAD:refs/heads/${branch}`);
    return git(work, 'rev-parse', 'HEAD').trim();
  }

  /** What became of a ticket, once its job has ended. */
  async jobOf(ticket) {
    const { job } = await this.api('POST', '/tickets', ticket);
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const now = await this.api('GET', `/jobs/${job.id}`);
      if (!['queued', 'leased', 'running'].includes(now.state)) return now;
      await new Promise((resolve) => { setTimeout(resolve, 30); });
    }
    throw new Error(`the job of "${ticket.title}" did not end: ${this.said}`);
  }

  async startModels() {
    ({ child: this.models, url: this.modelsUrl } = await this.spawnModels());
  }

  async spawnModels(program = 'model-server.mjs', ...words) {
    const script = fileURLToPath(new URL(`../servers/${program}`, import.meta.url));
    const child = spawn(process.execPath, [script, '--key', 'k-1', '--watch-stdin', ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
    return { child, url: JSON.parse(await new Promise((resolve) => { child.stdout.once('data', resolve); })).url };
  }

  /** What agent programs talk to, with this script; to be stopped by who asked for it. */
  agentModels(script) {
    const file = path.join(this.directory, 'agent-script.json');
    writeFileSync(file, JSON.stringify(script));
    return this.otherModels('agent-model.mjs', '--script', file);
  }

  /** Another one, that a test may stop. */
  async otherModels(...words) {
    const { child, url } = await this.spawnModels(...words);
    const isAsked = async () => {
      while ((await (await fetch(`${url}/_requests`)).json()).length === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
    };
    return { url, isAsked, stop: () => endChild(child) };
  }

  async say(script) {
    const answer = await fetch(`${this.modelsUrl}/_script`, { method: 'POST', body: JSON.stringify(script) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async problems() {
    return (await fetch(`${this.modelsUrl}/_problems`)).json();
  }

  /** Starts the worker, or starts it again on the same port and data. `link` is what it printed to log in with. */
  async start() {
    this.worker = spawn(binary, ['serve'], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...quiet,
      JCA_WORKER_DATA_DIR: this.data, JCA_WORKER_PORT: String(this.port), JCA_WORKER_NAME: 'stage', ...this.settings } });
    let said = '';
    const take = (piece) => { said += piece; this.said += piece; };
    this.worker.stdout.on('data', take);
    this.worker.stderr.on('data', take);
    for (const end = Date.now() + 20_000; ;) {
      const isReady = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (isReady) break;
      if (this.worker.exitCode !== null || Date.now() > end) throw new Error(`the worker did not start: ${this.said}`);
      await new Promise((resolve) => { setTimeout(resolve, 30); });
    }
    this.link = /http:\S+\/login\?code=\S+/.exec(said)?.[0];
  }

  stop() {
    return endChild(this.worker);
  }

  /** Without a word to anybody. */
  async kill() {
    const ended = new Promise((resolve) => { this.worker.once('exit', resolve); });
    this.worker.kill('SIGKILL');
    await ended;
  }

  token() {
    return readFileSync(path.join(this.data, 'admin_token'), 'utf8').trim();
  }

  async api(method, address, body) {
    const answer = await fetch(`${this.url}/api/v1${address}`, { method, body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${this.token()}`, 'content-type': 'application/json' } });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  async clear() {
    await this.stop();
    await endChild(this.models);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
