// One run that is done again and again, disturbed in a different way each time: the end is that of the run that was left alone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertSameFacts, command, finish, write } from './flow.mjs';
import { ended, Place, secrets } from './support.mjs';
import { binary, Worker } from './worker.mjs';

export const faults = process.env.MERGELOOM_FAULTS;

const program = {
  'value.txt': '2\n',
  '.gitignore': 'built/\n',
  'check.py': 'import os, sys\nsys.exit(int(open("value.txt").read()) % 2 or not os.path.exists("built/tool"))\n',
};
// A red attempt, and its repair.
const steps = [write('3\n'), command('touch scratch.txt'), command('rm scratch.txt'), finish('Wrote three.'), write('4\n'), finish('Wrote four.')];
const once = ['run.started', 'run.finished', 'stage.started', 'stage.finished', 'context.source', 'provider.request', 'provider.response',
  'tool.call', 'tool.result', 'validation.result', 'repair.started', 'change.recorded', 'guard.result', 'commit.created', 'branch.pushed'];

/** What happened, without what differs between two runs that went the same way. A job whose first lease nobody lived to know of is begun once, as attempt 2. */
const factsOf = (events) => events.filter((event) => once.includes(event.type)).map(({ type, data }) =>
  [type, data.stage, type === 'run.started' ? 0 : data.attempt, data.call, data.name, data.tree, data.status, data.verdict, data.outcome].filter((each) => each !== undefined).join(' '));

/** Small and even enough; the same seed gives the same numbers. */
export function* numbers(state) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

export class Reference {
  /** A gateway without executors; `most` runs are disturbed. While the file `held` of the place exists, the model thinks. */
  static async start(name, most, place = new Place(name), { release = binary } = {}) {
    const reference = new Reference();
    reference.place = place;
    reference.most = most;
    reference.count = 0;
    const names = ['reference', ...Array.from({ length: most }, (_, i) => `run-${i}`)];
    reference.models = await place.models({ by_answers: true, scenarios: Object.fromEntries(names.map((each) => [each, steps.map((step) => ({ ...step, held_while: join(place.path, 'held') }))])) });
    const worker = (reference.worker = await Worker.start(place, { JCA_WORKER_ROLE: 'gateway', JCA_WORKER_ALLOWED_COMMANDS: 'python3,mkdir,touch,rm' }, 'data', release));
    await worker.setProvider('scripted', 'claude-api', reference.models.url, secrets.apiKey, { is_default: true });
    reference.remote = place.remote('crash', program);
    await worker.addRepository('crash', reference.remote.path, { setup_commands: ['mkdir -p built', 'touch built/tool'], validation_commands: ['python3 check.py'] });
    return reference;
  }

  /** The run that nothing disturbs; `environment` of its executor. */
  async leaveAlone(environment = {}) {
    const executor = this.execute(environment);
    const job = await this.worker.jobEnded(await this.worker.addTicket('crash', 'reference'));
    assert.equal(job.state, 'completed', job.summary);
    const events = await this.worker.events(job.run_id);
    Object.assign(this, { facts: factsOf(events), lines: events.length, tree: this.remote.git('rev-parse', `${job.branch}^{tree}`) });
    await ended(executor, () => executor.kill('SIGTERM'));
    this.assertNothingLeft();
  }

  close() {
    return this.place.close();
  }

  /** A ticket for the same run again. */
  async ticket() {
    assert.ok(this.count < this.most, 'the model knows of so many runs');
    const scenario = `run-${this.count++}`;
    return { ...(await this.worker.addTicket('crash', scenario)), scenario };
  }

  /** An executor of its own process; gives the child. */
  execute(environment = {}) {
    const { place, worker } = this;
    const child = place.adopt(spawn(worker.program, ['serve'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...worker.environment, JCA_WORKER_ROLE: 'executor', JCA_WORKER_NAME: 'victim', JCA_WORKER_GATEWAY_URL: worker.url,
        JCA_WORKER_CLUSTER_TOKEN_FILE: join(worker.data, 'cluster_token'), ...environment },
    }));
    child.log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece) => (child.log += piece));
    return child;
  }

  /** Same tree, one commit, each event once, nothing asked twice that was answered. */
  async assertSameEnd(ticket) {
    const { worker, remote, models } = this;
    const job = await worker.jobEnded(ticket, 60);
    assert.equal(job.state, 'completed', `${job.summary}`);
    const runs = (await worker.get('/api/v1/runs?limit=200')).items.filter((run) => run.job_id === job.id);
    const told = runs.map((run) => `${run.id} ${run.state} ${run.started_at} to ${run.finished_at}, ${run.reason}: ${run.summary}`);
    assert.equal(runs.length, 1, `the run went on, and was not begun anew:\n${told.join('\n')}`);
    const events = (await assertSameFacts(worker, job.run_id)).map((line) => JSON.parse(line));
    assert.deepEqual(factsOf(events), this.facts);
    assert.equal(remote.git('rev-parse', `${job.branch}^{tree}`), this.tree);
    assert.equal(remote.git('rev-list', '--count', `main..${job.branch}`), '1');
    const commit = events.find((event) => event.type === 'commit.created').data.commit;
    assert.equal(remote.head(job.branch), commit);
    const begun = events.filter((event) => event.type === 'command.started').map((event) => event.data.command_id);
    assert.equal(new Set(begun).size, begun.length, 'each command has an id of its own');
    assert.deepEqual(events.filter((event) => event.type === 'command.finished').map((event) => event.data.command_id).sort(), begun.sort());
    const asked = await models.requests(ticket.scenario);
    const resumed = events.filter((event) => event.type === 'run.resumed').length;
    assert.ok(asked.length <= steps.length + resumed, `${asked.length} calls with ${resumed} ends`);
    return events;
  }

  /** No workspace is kept for a run, and no process works in one. */
  assertNothingLeft() {
    const workspaces = join(this.worker.data, 'workspaces');
    for (const pool of readdirSync(workspaces)) assert.deepEqual(readdirSync(join(workspaces, pool)).filter((name) => name.endsWith('.run')), []);
    const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && (() => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(workspaces);
      } catch {
        return false;
      }
    })());
    assert.deepEqual(processes, [], 'processes of commands that outlived their run');
  }
}
