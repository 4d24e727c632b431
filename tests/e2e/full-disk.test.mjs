// The disk of the worker becomes full while a run is under way, and has room again later: the run waits and says so, then
// comes to the end of the run that was left alone.
//   MERGELOOM_FULL_DISKS=40      so many times (default 6); MERGELOOM_CRASH_SEED repeats them
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reference } from './reference.mjs';
import { Place, ended, until } from './support.mjs';

const seed = Number(process.env.MERGELOOM_CRASH_SEED ?? Date.now() % 100000);
const times = Number(process.env.MERGELOOM_FULL_DISKS ?? 6);
const place = new Place('full-disk');

/** A disk of its own; why not, where that cannot be had. */
function disk() {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m,mode=700', 'mergeloom', place.directory('data')], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `no file system can be mounted here: ${String(error.stderr).trim()}`;
  }
}

describe('a run on a disk that becomes full', { skip: disk() ?? false }, () => {
  let run;
  before(async () => {
    run = await Reference.start('full-disk', times + 3, place);
    await run.leaveAlone();
  });
  after(async () => {
    await run.worker.stop();
    execFileSync('umount', ['-l', place.directory('data')]);
    await run.close();
  });

  const filler = () => join(run.worker.data, 'filler');
  const fill = () => {
    const file = openSync(filler(), 'w');
    for (let size = 1 << 20; size >= 1;)
      try {
        if (writeSync(file, Buffer.alloc(size)) < size) size >>= 1;
      } catch (error) {
        assert.equal(error.code, 'ENOSPC');
        size >>= 1;
      }
    closeSync(file);
  };

  /** The disk becomes full now; `then` what would write, until it waits for room or is at its end. */
  const whileFull = async (executor, then = () => {}) => {
    fill();
    assert.equal(statfsSync(run.worker.data).bavail, 0);
    then();
    await until('it waits, or had nothing more to write', async () => /disk.*(is )?full/i.test(executor.log) || /Run finished/.test(executor.log), 60);
    rmSync(filler());
  };
  const waits = (events) => events.filter((event) => event.type === 'run.message' && /^The disk was full; /.test(event.data.text)).length;

  /** A run whose model does not answer until `answer`. */
  const thinking = async () => {
    const held = run.place.file('held', '');
    const ticket = await run.ticket();
    const executor = run.execute();
    await until('the model is asked', async () => (await run.models.requests(ticket.scenario)).length);
    return { ticket, executor, answer: () => rmSync(held) };
  };

  test('while the model thinks: it waits for room, and says so', async () => {
    const { ticket, executor, answer } = await thinking();
    await whileFull(executor, answer);
    assert.ok(waits(await run.assertSameEnd(ticket)) > 0);
    run.assertNothingLeft();
    await ended(executor, () => executor.kill('SIGTERM'));
  });

  test(`at ${times} lines of its journal (seed ${seed})`, async () => {
    const wrong = [];
    for (let i = 0; i < times; ++i) {
      const line = 1 + ((seed + Math.floor((i * run.lines) / times)) % run.lines);
      const ticket = await run.ticket();
      const executor = run.execute();
      try {
        const job = await until('the run is there', async () => { const now = await run.worker.job(ticket.id); return now.run_id && now; });
        await until(`line ${line}`, () => run.worker.journal(job.run_id).split('\n').length > line);
        await whileFull(executor);
        await run.assertSameEnd(ticket);
        run.assertNothingLeft();
      } catch (error) {
        rmSync(filler(), { force: true });
        wrong.push(`line ${line}: ${error.message}\n${executor.log.slice(-1500)}`);
      }
      await ended(executor, () => executor.kill('SIGTERM'));
    }
    assert.deepEqual(wrong, []);
  });

  test('a cancel ends the waiting', async () => {
    const { ticket, executor, answer } = await thinking();
    fill();
    answer();
    await until('it waits', () => /disk.*full/i.test(executor.log), 60);
    await run.worker.call('POST', `/api/v1/jobs/${ticket.id}/cancel`, { reason: 'enough' }); // its own disk is full too: it may be refused
    rmSync(filler());
    const last = await run.worker.jobEnded(ticket, 60);
    assert.ok(['cancelled', 'completed'].includes(last.state), last.summary);
    await ended(executor, () => executor.kill('SIGTERM'));
  });
});
