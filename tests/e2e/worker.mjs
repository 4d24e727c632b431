// The real program: `serve` with a data directory of its own, and the other commands against it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../servers/lifecycle.mjs';
import { databaseOfWorker } from './postgres.mjs';
import { ended, readText, sourceRoot, until } from './support.mjs';

export const binary = process.env.MERGELOOM_WORKER || join(sourceRoot, 'build/dev/service/mergeloom-worker');
assert.ok(existsSync(binary), `${binary} is not there: build mergeloom-worker, or name it with MERGELOOM_WORKER`);

/** Runs a command to its end; gives {code, out, err}. `started(child)` may act on it while it runs. */
export function runBinary(place, args, { environment = {}, input = '', started, seconds = 60, cwd } = {}) {
  const child = place.adopt(spawn(binary, args, { env: { ...place.environment, ...environment }, cwd: cwd ?? place.path }));
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => (out += piece));
  child.stderr.setEncoding('utf8').on('data', (piece) => (err += piece));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  const done = new Promise((resolve) => child.once('close', (code, signal) => {
    clearTimeout(timer);
    resolve({ code, signal, out, err });
  }));
  void started?.(child, () => out + err);
  return done;
}

export class Worker {
  /** A started worker that answers. `settings` are environment variables. */
  static async start(place, settings = {}, name = 'data', program = binary) {
    const directory = place.directory(name);
    const worker = new Worker(place, { ...(await databaseOfWorker(directory)), ...settings }, directory);
    worker.program = program;
    await worker.start();
    place.onClose(() => worker.stop());
    return worker;
  }

  constructor(place, settings, data) {
    this.place = place;
    this.data = data;
    this.program = binary;
    this.settings = settings;
    this.log = '';
    this.answers = []; // texts of all API answers
  }

  get environment() {
    return { ...this.place.environment, JCA_WORKER_DATA_DIR: this.data, JCA_WORKER_PORT: String(this.port), JCA_WORKER_NAME: 'e2e', ...this.settings };
  }

  async start() {
    this.port ??= await freePort(); // a fixed one, so that a restart is found again
    const from = this.log.length;
    this.child = this.place.adopt(spawn(this.program, ['serve'], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] }));
    const take = (piece) => {
      this.log += piece;
      if (process.env.MERGELOOM_E2E_LOG) process.stderr.write(piece);
    };
    this.child.stdout.setEncoding('utf8').on('data', take);
    this.child.stderr.setEncoding('utf8').on('data', take);
    await until('the worker is ready', () => {
      assert.equal(this.child.exitCode, null, this.log);
      return /is ready at (\S+)/.exec(this.log.slice(from));
    });
    this.url = /is ready at (\S+?)\/?\s/.exec(this.log.slice(from))[1];
    this.token = this.settings.JCA_WORKER_UI_TOKEN ?? readText(this.settings.JCA_WORKER_UI_TOKEN_FILE ?? join(this.data, 'admin_token')).trim();
  }

  /** TERM; a second one when it takes long. */
  async stop() {
    const hurry = setTimeout(() => this.child.kill('SIGTERM'), 3000);
    await ended(this.child, () => this.child.kill('SIGTERM'));
    clearTimeout(hurry);
  }

  /** kill -9 of the gateway alone; its executors live on as they will. */
  async killGateway() {
    await ended(this.child, () => this.child.kill('SIGKILL'));
  }

  /** Process ids of the executors, by their parent. */
  executors() {
    const text = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8');
    return readdirSync('/proc').filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        return Number(/\) \S (\d+)/.exec(text(pid))?.[1]) === this.child.pid && text(pid).includes('(mergeloom-worke');
      } catch {
        return false; // gone by now
      }
    }).map(Number);
  }

  async call(method, path, body, headers = {}) {
    const answer = await fetch(this.url + path, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { authorization: `Bearer ${this.token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    });
    const text = await answer.text();
    this.answers.push(text);
    return { status: answer.status, headers: answer.headers, text, body: answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text };
  }

  async get(path) {
    const answer = await this.call('GET', path);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    return answer.body;
  }

  async send(method, path, body = {}) {
    const answer = await this.call(method, path, body);
    assert.ok(answer.status >= 200 && answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  command(...args) {
    return this.commandWith('', ...args);
  }

  /** With `input` on its standard input. */
  commandWith(input, ...args) {
    return runBinary(this.place, args, { environment: this.environment, input });
  }

  addRepository(alias, cloneUrl, settings = {}, credential = {}) {
    return this.send('POST', '/api/v1/repositories', { alias, clone_url: cloneUrl, settings, ...credential });
  }

  setProvider(id, kind, endpoint, secret, more = {}) {
    return this.send('PUT', `/api/v1/providers/${id}`, { kind, endpoint, model: 'scripted', secret, ...more });
  }

  /** Writes a ticket for a scenario of the model server; gives the job. */
  async addTicket(repository, scenario, more = {}) {
    const ticket = await this.send('POST', '/api/v1/tickets', { title: `Do ${scenario}`, body: `Work on it. SCENARIO:${scenario}`, repository, ...more });
    assert.ok(ticket.job, ticket.refusal);
    return ticket.job;
  }

  job(id) {
    return this.get(`/api/v1/jobs/${id}`);
  }

  jobEnded(job, seconds = 60) {
    return until(`job ${job.ticket_key} ends`, async () => {
      const now = await this.job(job.id);
      return !['queued', 'leased', 'running'].includes(now.state) && now;
    }, seconds);
  }

  /** All items of a list whose pages are asked for by `after`. */
  async pages(path) {
    const items = [];
    for (let after = 0; after !== undefined;) {
      const page = await this.get(`${path}?limit=200&after=${after}`);
      items.push(...page.items);
      after = page.next_cursor;
    }
    return items;
  }

  /** All stored events of a run, in order; of some types only. */
  async events(run, ...types) {
    const events = (await this.pages(`/api/v1/runs/${run}/events`)).map((item) => item.event);
    return types.length ? events.filter((event) => types.includes(event.type)) : events;
  }

  /** Entries of the whole stream: {id, run_id, event}. */
  entries() {
    return this.pages('/api/v1/events');
  }

  /** Waits until the job's run has an event for which `test` is true; gives {run, event}. */
  event(job, test, seconds = 30) {
    return until(`the awaited event of ${job.ticket_key}`, async () => {
      const run = (await this.job(job.id)).run_id;
      if (!run) return undefined;
      const answer = await this.call('GET', `/api/v1/runs/${run}/events?limit=200`);
      if (answer.status !== 200) return undefined;
      const event = (await this.events(run)).find(test);
      return event && { run, event };
    }, seconds);
  }

  async cancel(job) {
    await this.send('POST', `/api/v1/jobs/${job.id}/cancel`, { reason: 'a test' });
  }

  journal(run) {
    return readText(join(this.data, 'runs', run, 'journal.jsonl'));
  }
}
