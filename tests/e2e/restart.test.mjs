// Processes are killed in the middle of a run: nothing is lost, nothing is stored twice, and the work goes on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertSameFacts, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

// Whichever run asks, the first answers are for the one that is interrupted.
const hanging = { ...write('4\n'), after_events: 2, silence_ms: 600000 };
const script = {
  scenarios: {
    gateway: [{ ...write('4\n'), drip_ms: 150 }, { ...finish('Four.'), drip_ms: 150 }, write('4\n'), finish('Four.')],
    executor: [hanging, write('6\n'), finish('Six.')],
    both: [hanging, write('8\n'), finish('Eight.')],
    stopped: [hanging, write('10\n'), finish('Ten.')],
  },
};

describe('after kill -9', () => {
  let place, worker, models, remote;
  before(async () => {
    place = new Place('restart');
    models = await place.models(script);
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  const begin = async (scenario) => {
    remote = place.remote(scenario, evenProgram);
    await worker.addRepository(scenario, remote.path, { validation_commands: [evenCheck] });
    const job = await worker.addTicket(scenario, scenario);
    const { run } = await worker.event(job, (event) => event.type === 'provider.request');
    await until('the model is asked', async () => (await models.requests(scenario)).length > 0);
    return { job, run };
  };

  /** Every run of the job is whole and stored as it is in its journal; gives their views, oldest first. */
  const wholeRuns = async (job) => {
    const { items } = await worker.get('/api/v1/runs?limit=200');
    const runs = items.filter((run) => run.job_id === job.id).reverse();
    for (const run of runs) {
      const events = (await assertSameFacts(worker, run.id)).map((line) => JSON.parse(line));
      assert.equal(events.filter((event) => event.type === 'run.finished').length, 1, run.id);
      assert.equal(events.at(-1).type, 'run.finished', run.id);
    }
    const entries = await worker.entries();
    assert.equal(new Set(entries.map((entry) => `${entry.run_id} ${entry.event.seq}`)).size, entries.length);
    return runs;
  };

  test('of the gateway the run goes on, and every event of it is stored once', async () => {
    const { job } = await begin('gateway');
    await worker.killGateway();
    await worker.start();
    const ended = await worker.jobEnded(job, 90);
    await until('every run has ended', async () => (await worker.get('/api/v1/runs')).items.every((run) => run.state !== 'running'));
    const runs = await wholeRuns(job);
    assert.deepEqual(runs.map((each) => each.state), ['completed']);
    await assertPublished(worker, remote, ended);
    assert.equal(remote.git('rev-list', '--count', `main..${ended.branch}`), '1');
  });

  test('of the executor its run goes on where it was, and nothing is asked twice that was answered', async () => {
    const { job, run } = await begin('executor');
    const [executor] = worker.executors();
    process.kill(executor, 'SIGKILL');
    const ended = await worker.jobEnded(job, 90);
    const runs = await wholeRuns(job);
    assert.deepEqual(runs.map((each) => [each.id, each.attempt, each.state]), [[run, 1, 'completed']]);
    assert.equal((await models.requests('executor')).length, 3);
    assert.notDeepEqual(worker.executors(), [executor]);
    await assertPublished(worker, remote, ended);
  });

  test('of both the job is done after the next start', async () => {
    const { job } = await begin('both');
    for (const pid of worker.executors()) process.kill(pid, 'SIGKILL');
    await worker.killGateway();
    await worker.start();
    const ended = await worker.jobEnded(job, 90);
    const runs = await wholeRuns(job);
    assert.deepEqual(runs.map((each) => each.state), ['completed']);
    await assertPublished(worker, remote, ended);
  });

  test('a stop in the middle of a run leaves it as it is, and the next start goes on', async () => {
    const { job } = await begin('stopped');
    worker.child.kill('SIGTERM');
    await until('it says that it stops', () => worker.log.includes('Stopping'));
    await worker.stop();
    assert.equal(worker.child.exitCode, 0);
    await worker.start();
    const ended = await worker.jobEnded(job, 90);
    const runs = await wholeRuns(job);
    assert.deepEqual(runs.map((each) => each.state), ['completed']);
    await assertPublished(worker, remote, ended);
    assert.deepEqual(await models.problems(), []);
  });
});
