// The real processes are killed at every line of a run's journal, and at instants that nobody chose, and started again: the
// end is that of a run that was left alone.
//   MERGELOOM_CRASH_EVERY=1      every line (default: each fifth, a different fifth each time)
//   MERGELOOM_CRASH_RANDOM=500   so many kills at random instants too (default 4); MERGELOOM_CRASH_SEED repeats them
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertSameFacts, command, finish, write } from './flow.mjs';
import { ended, Place, secrets, until } from './support.mjs';
import { binary, Worker } from './worker.mjs';

const random = Number(process.env.MERGELOOM_CRASH_RANDOM ?? 4);
const every = Number(process.env.MERGELOOM_CRASH_EVERY ?? 5);
const seed = Number(process.env.MERGELOOM_CRASH_SEED ?? Date.now() % 100000);
const mostLines = 200;
const faults = process.env.MERGELOOM_FAULTS;

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
const facts = (events) => events.filter((event) => once.includes(event.type)).map(({ type, data }) =>
  [type, data.stage, type === 'run.started' ? 0 : data.attempt, data.call, data.name, data.tree, data.status, data.verdict, data.outcome].filter((each) => each !== undefined).join(' '));

/** Small and even enough; the same seed gives the same instants. */
function* numbers(state) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe('a run whose processes are killed', { skip: faults ? false : 'MERGELOOM_FAULTS does not name the library of tests/faults' }, () => {
  let place, worker, models, remote, reference;
  before(async () => {
    place = new Place('crash');
    const names = ['reference', 'full', 'short', 'broken', 'after', ...Array.from({ length: mostLines }, (_, i) => `line-${i}`), ...Array.from({ length: random }, (_, i) => `random-${i}`)];
    models = await place.models({ by_answers: true, scenarios: Object.fromEntries(names.map((name) => [name, steps])) });
    worker = await Worker.start(place, { JCA_WORKER_COUNT: '0', JCA_WORKER_ALLOWED_COMMANDS: 'python3,mkdir,touch,rm' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    remote = place.remote('crash', program);
    await worker.addRepository('crash', remote.path, { setup_commands: ['mkdir -p built', 'touch built/tool'], validation_commands: ['python3 check.py'] });
  });
  after(() => place.close());

  /** An executor of its own process; gives the child. */
  const execute = (environment = {}) => {
    const child = place.adopt(spawn(binary, ['serve'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...worker.environment, JCA_WORKER_ROLE: 'executor', JCA_WORKER_NAME: 'victim', JCA_WORKER_GATEWAY_URL: worker.url,
        JCA_WORKER_CLUSTER_TOKEN_FILE: join(worker.data, 'cluster_token'), ...environment },
    }));
    child.log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece) => (child.log += piece));
    return child;
  };

  const killedAtLine = (line, action) => ({ LD_PRELOAD: faults, MERGELOOM_FAULT: `write /journal.jsonl ${line} ${action}`, MERGELOOM_FAULT_ROLE: 'executor' });

  /** The end is that of the reference: same tree, one commit, each event once, nothing asked twice that was answered, nothing left. */
  const assertSameEnd = async (scenario, ticket) => {
    const job = await worker.jobEnded(ticket, 60);
    assert.equal(job.state, 'completed', `${job.summary}`);
    const runs = (await worker.get('/api/v1/runs?limit=200')).items.filter((run) => run.job_id === job.id);
    assert.equal(runs.length, 1, 'the run went on, and was not begun anew');
    const events = (await assertSameFacts(worker, job.run_id)).map((line) => JSON.parse(line));
    assert.deepEqual(facts(events), reference.facts);
    assert.equal(remote.git('rev-parse', `${job.branch}^{tree}`), reference.tree);
    assert.equal(remote.git('rev-list', '--count', `main..${job.branch}`), '1');
    const commit = events.find((event) => event.type === 'commit.created').data.commit;
    assert.equal(remote.head(job.branch), commit);
    const begun = events.filter((event) => event.type === 'command.started').map((event) => event.data.command_id);
    assert.equal(new Set(begun).size, begun.length, 'each command has an id of its own');
    assert.deepEqual(events.filter((event) => event.type === 'command.finished').map((event) => event.data.command_id).sort(), begun.sort());
    const asked = await models.requests(scenario);
    const resumed = events.filter((event) => event.type === 'run.resumed').length;
    assert.ok(asked.length <= steps.length + resumed, `${asked.length} calls with ${resumed} ends`);
    return events;
  };

  const assertNothingLeft = () => {
    const workspaces = join(worker.data, 'workspaces');
    for (const pool of readdirSync(workspaces)) assert.deepEqual(readdirSync(join(workspaces, pool)).filter((name) => name.endsWith('.run')), []);
    const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && (() => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(workspaces);
      } catch {
        return false;
      }
    })());
    assert.deepEqual(processes, [], 'processes of commands that outlived their run');
  };

  test('is left alone, for comparison', async () => {
    const executor = execute();
    const ticket = await worker.addTicket('crash', 'reference');
    const job = await worker.jobEnded(ticket);
    assert.equal(job.state, 'completed', job.summary);
    const events = await worker.events(job.run_id);
    reference = { facts: facts(events), lines: events.length, tree: remote.git('rev-parse', `${job.branch}^{tree}`) };
    assert.ok(reference.lines < mostLines);
    await ended(executor, () => executor.kill('SIGTERM'));
    assertNothingLeft();
  });

  test(`before and inside lines of its journal (each of ${every}, seed ${seed})`, async () => {
    const wrong = [];
    for (let line = 1 + (seed % every); line <= reference.lines; line += every) {
      const name = `line-${line - 1}`;
      const ticket = await worker.addTicket('crash', name);
      const victim = execute(killedAtLine(line, line % 2 ? 'kill' : 'torn'));
      await ended(victim, () => {});
      const executor = execute();
      try {
        assert.equal(victim.signalCode, 'SIGKILL', victim.log);
        await assertSameEnd(name, ticket);
        assertNothingLeft();
      } catch (error) {
        wrong.push(`line ${line}: ${error.message}`);
      }
      await ended(executor, () => executor.kill('SIGTERM'));
    }
    assert.deepEqual(wrong, []);
  });

  test('a journal on a full disk waits for room and goes on; one that is cut is written whole', async () => {
    for (const [name, action, says] of [['full', 'ENOSPC', 'The disk was full'], ['short', 'cut', undefined]]) {
      const ticket = await worker.addTicket('crash', name);
      const executor = execute(killedAtLine(20, action));
      const events = await assertSameEnd(name, ticket);
      const said = events.filter((event) => event.type === 'run.message' && event.data.text.includes('disk'));
      assert.equal(said.length, says ? 1 : 0, JSON.stringify(said));
      if (says) assert.ok(said[0].data.text.startsWith(says), said[0].data.text);
      await ended(executor, () => executor.kill('SIGTERM'));
    }
  });

  test('a disk that fails ends the run with the reason, pushes nothing, and keeps nobody from the next job', async () => {
    const ticket = await worker.addTicket('crash', 'broken');
    const executor = execute(killedAtLine(20, 'EIO'));
    const job = await worker.jobEnded(ticket);
    assert.deepEqual([job.state, job.reason], ['failed', 'internal'], job.summary);
    assert.match(job.summary, /journal .* cannot be written: Input\/output error/);
    assert.ok(!remote.branches().includes(job.branch));
    await assertSameEnd('after', await worker.addTicket('crash', 'after'));
    await ended(executor, () => executor.kill('SIGTERM'));
    assertNothingLeft();
  });

  test(`at ${random} random instants of executor, gateway or both (seed ${seed})`, async () => {
    const wrong = [];
    const next = numbers(seed);
    const chosen = () => next.next().value;
    for (let i = 0; i < random; ++i) {
      const name = `random-${i}`;
      const who = ['executor', 'gateway', 'both'][Math.floor(chosen() * 3)];
      const delay = chosen() * 1500;
      let executor = execute();
      const ticket = await worker.addTicket('crash', name);
      await new Promise((resolve) => setTimeout(resolve, delay)); // the instant itself is what is tried
      if (who !== 'executor') await worker.killGateway();
      if (who !== 'gateway') {
        await ended(executor, () => executor.kill('SIGKILL'));
      }
      if (who !== 'executor') await worker.start();
      if (who !== 'gateway') executor = execute();
      try {
        await assertSameEnd(name, ticket);
        assertNothingLeft();
      } catch (error) {
        wrong.push(`${i}, ${who} after ${Math.round(delay)} ms: ${error.message}\n${executor.log.slice(-1500)}`);
      }
      await ended(executor, () => executor.kill('SIGTERM'));
    }
    assert.deepEqual(wrong, []);
  });
});
