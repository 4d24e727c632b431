// The executor is killed and the objects of its checkpoints are lost or torn, as when the machine loses power: the run goes back as
// far as it must, and asks no model for an answer that it had.
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertSameFacts } from './flow.mjs';
import { Reference, faults } from './reference.mjs';
import { ended } from './support.mjs';

const damages = { missing: (path) => rmSync(path), empty: (path) => truncateSync(path, 0), torn: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)) };

describe('objects of checkpoints', { skip: faults ? false : 'MERGELOOM_FAULTS does not name the library of tests/faults' }, () => {
  let run, types;
  before(async () => {
    run = await Reference.start('power', 3);
    await run.leaveAlone();
    types = (await run.worker.events((await run.worker.get('/api/v1/runs')).items[0].id)).map((event) => event.type);
  });
  after(() => run.close());

  const objects = () => readdirSync(join(run.worker.data, 'workspaces'), { recursive: true })
    .filter((path) => /\/objects\/[0-9a-f]{2}\/[0-9a-f]{38}$/.test(path)).map((path) => join(run.worker.data, 'workspaces', path));

  for (const [name, damage] of Object.entries(damages)) {
    test(`that are ${name} are made again`, async () => {
      for (const path of objects()) rmSync(path); // of the run before
      const ticket = await run.ticket();
      // In the line after the checkpoint of the last attempt.
      const line = types.lastIndexOf('workspace.checkpoint') + 2;
      const victim = run.execute({ LD_PRELOAD: faults, MERGELOOM_FAULT: `write /journal.jsonl ${line} kill`, MERGELOOM_FAULT_ROLE: 'executor' });
      await ended(victim, () => {});
      assert.equal(victim.signalCode, 'SIGKILL', victim.log);
      const written = objects();
      assert.ok(written.length > 3);
      for (const path of written) {
        chmodSync(path, 0o600);
        damage(path);
      }
      const executor = run.execute();
      const job = await run.worker.jobEnded(ticket, 60);
      assert.equal(job.state, 'completed', job.summary);
      const events = (await assertSameFacts(run.worker, job.run_id)).map((each) => JSON.parse(each));
      const count = (type) => events.filter((event) => event.type === type).length;
      assert.equal(run.remote.git('rev-parse', `${job.branch}^{tree}`), run.tree);
      assert.deepEqual([count('workspace.rewound'), count('commit.created'), count('branch.pushed')], [1, 1, 1]);
      const answers = types.filter((type) => type === 'provider.response').length;
      assert.equal(count('provider.response'), answers);
      assert.equal((await run.models.requests(ticket.scenario)).length, answers, 'no answer was asked for twice');
      await ended(executor, () => executor.kill('SIGTERM'));
      run.assertNothingLeft();
    });
  }
});
