// The worker is stopped in the middle of a run, and a newer release is started on the same data: the run goes on.
//   MERGELOOM_WORKER_BEFORE=FILE  the program of the release before; without it the release is tried against itself
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Reference, numbers } from './reference.mjs';
import { ended, until } from './support.mjs';
import { binary } from './worker.mjs';

const earlier = process.env.MERGELOOM_WORKER_BEFORE ?? binary;
const times = Number(process.env.MERGELOOM_UPGRADES ?? 2);
const seed = Number(process.env.MERGELOOM_CRASH_SEED ?? Date.now() % 100000);

describe('an upgrade in the middle of a run', () => {
  let reference, run;
  before(async () => {
    reference = await Reference.start('upgrade-reference', 1);
    await reference.leaveAlone();
  });
  after(() => reference.close());

  test(`${times} times, at any line of its journal (seed ${seed})`, async () => {
    const next = numbers(seed);
    for (let i = 0; i < times; ++i) {
      run = await Reference.start(`upgrade-${i}`, 2, undefined, { release: earlier });
      const { worker } = run;
      const line = 5 + Math.floor(next.next().value * (reference.lines - 10));
      const how = next.next().value < 0.5 ? 'SIGKILL' : 'SIGTERM';
      const old = run.execute();
      const ticket = await run.ticket();
      const job = await until('the run is there', async () => { const now = await worker.job(ticket.id); return now.run_id && now; });
      await until(`line ${line}`, () => worker.journal(job.run_id).split('\n').length > line);
      await ended(old, () => old.kill(how), 40);
      await worker.stop();
      worker.program = binary;
      await worker.start();
      const executor = run.execute();
      Object.assign(run, { facts: reference.facts, tree: reference.tree });
      try {
        await run.assertSameEnd(ticket);
        await run.assertSameEnd(await run.ticket());
        run.assertNothingLeft();
      } catch (error) {
        error.message = `${how} at line ${line}: ${error.message}\n${executor.log.slice(-1500)}`;
        throw error;
      }
      await ended(executor, () => executor.kill('SIGTERM'));
      await run.close();
    }
  });
});
