// Each place of the program that writes, syncs, renames or connects fails in turn, in an executor and in a gateway: the run
// comes to the same end, or to a clear one, and nothing is left that disturbs the next.
//   MERGELOOM_SITES_EVERY=1      each one (default: each sixtieth, other ones each time); MERGELOOM_SITES_SEED repeats them
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reference, faults } from './reference.mjs';
import { ended, readText } from './support.mjs';

const every = Number(process.env.MERGELOOM_SITES_EVERY ?? 60);
const seed = Number(process.env.MERGELOOM_SITES_SEED ?? Date.now() % 100000);
const actions = { write: ['ENOSPC', 'EIO', 'cut'], sync: ['EIO'], rename: ['EIO', 'ENOSPC'], connect: ['ECONNREFUSED', 'ECONNRESET'] };

/** Each place of the program that a file of MERGELOOM_FAULT_COUNT names, with a fault of each kind at its first call and at one of its later ones. */
function sitesOf(text) {
  const places = new Map();
  for (const [, call, place, path] of text.matchAll(/^(\w+) (#\w+) (.*)$/gm)) {
    if (call === 'write' && !path.startsWith('/')) continue;
    const known = places.get(call + place) ?? { call, place, path, count: 0 };
    places.set(call + place, { ...known, count: known.count + 1 });
  }
  return [...places.values()].flatMap((site) => actions[site.call].flatMap((action) => [1, 2 + seed % Math.max(1, site.count - 1)]
    .filter((number) => number <= site.count).map((number) => ({ ...site, action, number }))));
}

describe('a run whose system calls fail', { skip: faults ? false : 'MERGELOOM_FAULTS does not name the library of tests/faults' }, () => {
  let run, sites;
  before(async () => {
    run = await Reference.start('system-calls', 3000);
    await run.leaveAlone();
  });
  after(() => run.close());

  const faultAt = (role, { call, place, action, number }) => ({ LD_PRELOAD: faults, MERGELOOM_FAULT: `${call} ${place} ${number} ${action}`, MERGELOOM_FAULT_ROLE: role });
  const cause = /No space left|Input\/output error|File too large|disk (I\/O error|is full|image)|[Dd]isk|refused|reset/;
  const named = ({ call, path, place, action, number }) => `${call} ${place} ${number} ${action} ${path.replace(run.place.path, '')}`;
  const chosen = () => sites.filter((_, index) => index % every === seed % every);
  const note = (site, text) => process.env.MERGELOOM_SITES_NOTE && console.log(`${named(site)}: ${text}`);

  /** The same end; or failed with its cause, and pushed only what the result says. */
  const assertClearEnd = async (ticket, site) => {
    const job = await run.worker.jobEnded(ticket, 90);
    note(site, `${job.state} ${job.reason} ${job.summary}`);
    const record = await run.worker.get(`/api/v1/runs/${job.run_id}`).catch((error) => assert.match(error.message, cause, 'why there is none'));
    if (record) {
      assert.ok(record.run.finished_at, 'the record has its end, even when its file could not be written');
      assert.equal(record.run.state, job.state === 'publish_failed' ? 'failed' : job.state);
    } else {
      assert.equal(job.state, 'failed', 'nothing is done without a record');
    }
    if (job.state === 'completed') return run.assertSameEnd(ticket);
    assert.ok(['failed', 'publish_failed'].includes(job.state), `${job.state}: ${job.summary}`);
    // What a tool could not do is told to the model, and this one does not know what to do about it.
    const told = record && (await run.worker.events(job.run_id, 'tool.result')).map((event) => JSON.stringify(event.data));
    assert.ok([job.summary, ...told ?? []].some((text) => cause.test(text)), `the cause is named: ${job.summary}`);
    if (run.remote.branches().includes(job.branch)) assert.match(job.summary, /The change had been pushed to tickets\//, 'what is pushed is told');
  };

  test(`of its executor (each of ${every}, seed ${seed})`, async () => {
    const file = join(run.place.path, 'sites');
    const ticket = await run.ticket();
    const counted = run.execute({ LD_PRELOAD: faults, MERGELOOM_FAULT_COUNT: file, MERGELOOM_FAULT_ROLE: 'executor' });
    await run.assertSameEnd(ticket);
    await ended(counted, () => counted.kill('SIGTERM'));
    sites = sitesOf(readText(file));
    assert.ok(sites.length > 60, `${sites.length}`);
    const wrong = [];
    for (const site of chosen()) {
      const disturbed = await run.ticket();
      const executor = run.execute(faultAt('executor', site));
      try {
        await assertClearEnd(disturbed, site);
      } catch (error) {
        wrong.push(`${named(site)}: ${error.message}\n${executor.log.slice(-1500)}`);
      }
      await ended(executor, () => executor.kill('SIGTERM'));
    }
    const last = run.execute();
    await run.assertSameEnd(await run.ticket());
    await ended(last, () => last.kill('SIGTERM'));
    run.assertNothingLeft();
    assert.deepEqual(wrong, []);
  });

  test(`of its gateway (each of ${every}, seed ${seed})`, async () => {
    const { worker } = run;
    const restart = async (environment) => {
      await worker.stop();
      worker.settings = { ...plain, ...environment };
      await worker.start();
    };
    const plain = worker.settings;
    const file = join(run.place.path, 'sites-of-gateway');
    const executor = run.execute();
    await restart({ LD_PRELOAD: faults, MERGELOOM_FAULT_COUNT: file, MERGELOOM_FAULT_ROLE: 'gateway' });
    await run.assertSameEnd(await run.ticket());
    await restart({});
    sites = sitesOf(readText(file));
    assert.ok(sites.length > 60, `${sites.length}`);
    const wrong = [];
    for (const site of chosen()) {
      const from = worker.log.length;
      try {
        const happened = join(run.place.path, `happened-${run.count}`);
        await restart({ ...faultAt('gateway', site), MERGELOOM_FAULT_ONCE: happened }).catch(async (error) => {
          assert.match(worker.log.slice(from), cause, `it did not start, and did not say why: ${error.message}`);
          await worker.start();
        });
        const ticket = await run.ticket().catch((error) => {
          assert.match(error.message, cause);
          return run.ticket();
        });
        await assertClearEnd(ticket, site);
      } catch (error) {
        wrong.push(`${named(site)}: ${error.message}\n${worker.log.slice(from).slice(-1500)}`);
      }
    }
    await restart({});
    await run.assertSameEnd(await run.ticket());
    await ended(executor, () => executor.kill('SIGTERM'));
    run.assertNothingLeft();
    assert.deepEqual(wrong, []);
  });
});
