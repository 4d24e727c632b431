// A run is cancelled while it is in each of its stages: it ends as cancelled, soon, and nothing is pushed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, finish, hangCommand, lines, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const slow = { text: 'Let me think.', drip_ms: 100, after_events: 3, silence_ms: 600000 };
const script = {
  scenarios: {
    thinking: [slow], answering: [{ text: 'x', delay_ms: 600000 }], commanding: [command(hangCommand), finish()],
    waiting: [{ status: 429, headers: { 'retry-after': '300' } }, finish()],
    validating: [write('4\n'), finish()], repairing: [write('3\n'), finish(), slow], publishing: [write('4\n'), finish()],
    setup: [], workspace: [], after: [write('6\n'), finish()],
  },
};
const stageStarted = (stage) => (event) => event.type === 'stage.started' && event.data.stage === stage;
const commandStarted = (kind) => (event) => event.type === 'command.started' && event.data.kind === kind;

for (const line of lines) {
  describe(line.name, () => {
    const place = new Place('cancel');
    let worker, server, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      server = await line.server(place);
      models = await place.models(script);
      worker = await Worker.start(place);
      await worker.setProvider('scripted', line.kind, line.endpoint(models), secrets.apiKey, { is_default: true });
      const add = (alias, settings) => worker.addRepository(alias, server.at('app'), settings, line.credential(server));
      await add('app', { validation_commands: [evenCheck] });
      await add('slow-setup', { setup_commands: [hangCommand] });
      await add('slow-check', { validation_commands: [hangCommand] });
    });
    after(() => place.close());

    /** Cancels when the run has come to `reached`; gives {job, events} of the ended run. */
    const cancelAt = async (test, repository, scenario, reached, also) => {
      const job = await worker.addTicket(repository, scenario);
      await worker.event(job, reached);
      if (also) await until('the stage is held', also);
      await worker.cancel(job);
      const ended = await worker.jobEnded(job, 20);
      const events = await worker.events(ended.run_id);
      assert.equal(events.at(-1).type, 'run.finished');
      const [asked] = (await worker.entries()).filter(({ event }) => event.type === 'job.cancel_requested' && event.data.job_id === job.id);
      test.diagnostic(`ended ${Date.parse(events.at(-1).ts) - Date.parse(asked.event.ts)} ms after the cancel`);
      await assertUnpublished(worker, remote, ended, 'cancelled', 'cancelled');
      await assertSameFacts(worker, ended.run_id);
      assert.deepEqual(await models.problems(), []);
      return { job: ended, events };
    };

    test('workspace: while the git server does not answer', async (t) => {
      server.hold('hold');
      try {
        await cancelAt(t, 'app', 'workspace', stageStarted('workspace'), () => server.isReached('hold'));
      } finally {
        server.release('hold');
      }
    });

    test('setup: while a setup command runs', async (t) => {
      const { events } = await cancelAt(t, 'slow-setup', 'setup', commandStarted('setup'));
      assert.equal(events.find((event) => event.type === 'command.finished').data.end, 'cancelled');
    });

    test('implementation: while the model has not begun to answer', (t) => cancelAt(t, 'app', 'answering',
      (event) => event.type === 'provider.request', async () => (await models.requests('answering')).length));

    test('implementation: in the middle of an answer', async (t) => {
      await cancelAt(t, 'app', 'thinking', (event) => event.type === 'provider.request', async () => (await models.requests('thinking')).length);
      await until('the model server sees that it was hung up on', async () => (await models.requests('thinking'))[0].hung_up);
    });

    test('implementation: while a command of the agent runs', (t) => cancelAt(t, 'app', 'commanding', commandStarted('agent')));

    test('implementation: while it waits for the rate limit to pass', (t) => cancelAt(t, 'app', 'waiting', (event) => event.type === 'provider.retry'));

    test('validation: while a validation command runs', async (t) => {
      const { events } = await cancelAt(t, 'slow-check', 'validating', commandStarted('validation'));
      assert.equal(events.filter((event) => event.type === 'validation.result').length, 0);
    });

    test('repair: while the model works on the findings', (t) => cancelAt(t, 'app', 'repairing', stageStarted('repair'),
      async () => (await models.requests('repairing')).length === 3));

    test('publish: while the remote thinks about the push', async (t) => {
      server.hold('hold-push');
      try {
        await cancelAt(t, 'app', 'publishing', stageStarted('publish'), () => server.isReached('hold-push'));
        server.decline('too late'); // what the remote has taken in by now is its own affair
      } finally {
        server.release('hold-push');
      }
    });

    test('a job that still waits in the queue is cancelled without a run', async () => {
      const first = await worker.addTicket('slow-setup', 'setup');
      await worker.event(first, commandStarted('setup'));
      const second = await worker.addTicket('slow-setup', 'setup');
      await worker.cancel(second);
      const ended = await worker.jobEnded(second, 5);
      assert.deepEqual([ended.state, ended.run_id], ['cancelled', undefined]);
      const again = await worker.call('POST', `/api/v1/jobs/${second.id}/cancel`, {});
      assert.equal(again.status, 409);
      await worker.cancel(first);
      await worker.jobEnded(first, 10);
    });

    test('the executor works on after all that, and no secret is anywhere', async () => {
      server.release('decline');
      const job = await worker.jobEnded(await worker.addTicket('app', 'after'));
      assert.equal(job.state, 'completed', job.summary);
      await assertNoSecrets(worker, server);
    });
  });
}
