// The real processes are killed at every line of a run's journal, and at instants that nobody chose, and started again: the
// end is that of a run that was left alone.
//   MERGELOOM_CRASH_EVERY=1      every line (default: each fifth, a different fifth each time)
//   MERGELOOM_CRASH_RANDOM=500   so many kills at random instants too (default 4); MERGELOOM_CRASH_SEED repeats them
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { Reference, faults, numbers } from './reference.mjs';
import { ended, until } from './support.mjs';

const random = Number(process.env.MERGELOOM_CRASH_RANDOM ?? 4);
const every = Number(process.env.MERGELOOM_CRASH_EVERY ?? 5);
const seed = Number(process.env.MERGELOOM_CRASH_SEED ?? Date.now() % 100000);
const mostLines = 200;

/** A way to the gateway that answers the first `most` requests for such a path as a gateway does whose disk is full. */
async function failingFirst(most, path, target) {
  const between = { failed: 0 };
  const server = createServer((from, answer) => {
    if (path.test(from.url) && between.failed < most) {
      between.failed += 1;
      answer.writeHead(500, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: { code: 'io', message: 'The disk is full.', details: {} } }));
      return;
    }
    const to = request(new URL(from.url, target), { method: from.method, headers: from.headers }, (reply) => reply.pipe(answer.writeHead(reply.statusCode, reply.headers)));
    to.on('error', () => answer.destroy());
    answer.on('close', () => to.destroy());
    from.pipe(to);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  between.url = `http://127.0.0.1:${server.address().port}`;
  between.close = () => { server.close(); server.closeAllConnections(); };
  return between;
}

describe('a run whose processes are killed', { skip: faults ? false : 'MERGELOOM_FAULTS does not name the library of tests/faults' }, () => {
  let run;
  before(async () => {
    run = await Reference.start('crash', mostLines + random + 6);
  });
  after(() => run.close());

  const killedAtLine = (line, action) => ({ LD_PRELOAD: faults, MERGELOOM_FAULT: `write /journal.jsonl ${line} ${action}`, MERGELOOM_FAULT_ROLE: 'executor' });

  test('is left alone, for comparison', async () => {
    await run.leaveAlone();
    assert.ok(run.lines < mostLines);
  });

  test(`before and inside lines of its journal (each of ${every}, seed ${seed})`, async () => {
    const wrong = [];
    for (let line = 1 + (seed % every); line <= run.lines; line += every) {
      const ticket = await run.ticket();
      const victim = run.execute(killedAtLine(line, line % 2 ? 'kill' : 'torn'));
      await ended(victim, () => {});
      const executor = run.execute();
      try {
        assert.equal(victim.signalCode, 'SIGKILL', victim.log);
        await run.assertSameEnd(ticket);
        run.assertNothingLeft();
      } catch (error) {
        wrong.push(`line ${line}: ${error.message}`);
      }
      await ended(executor, () => executor.kill('SIGTERM'));
    }
    assert.deepEqual(wrong, []);
  });

  // The last line is that of the end of a run, which nobody has heard of yet.
  for (const [what, line, path] of [['go on', () => 20, /\/resume$/], ['take the result', () => run.lines + 1, /\/finish$/]])
    test(`a gateway that fails to ${what} is asked again`, async () => {
      const ticket = await run.ticket();
      const held = await failingFirst(Infinity, path, run.worker.url);
      const victim = run.execute({ JCA_WORKER_GATEWAY_URL: held.url, ...killedAtLine(line(), 'kill') });
      await until('an end, or a result that is refused', () => victim.signalCode || held.failed > 0);
      await ended(victim, () => victim.kill('SIGKILL'));
      held.close();
      const between = await failingFirst(2, path, run.worker.url);
      const executor = run.execute({ JCA_WORKER_GATEWAY_URL: between.url });
      await run.assertSameEnd(ticket);
      assert.equal(between.failed, 2);
      await ended(executor, () => executor.kill('SIGTERM'));
      between.close();
    });

  test('a journal on a full disk waits for room and goes on; one that is cut is written whole', async () => {
    for (const [action, says] of [['ENOSPC', 'The disk was full'], ['cut', undefined]]) {
      const ticket = await run.ticket();
      const executor = run.execute(killedAtLine(20, action));
      const events = await run.assertSameEnd(ticket);
      const said = events.filter((event) => event.type === 'run.message' && event.data.text.includes('disk'));
      assert.equal(said.length, says ? 1 : 0, JSON.stringify(said));
      if (says) assert.ok(said[0].data.text.startsWith(says), said[0].data.text);
      await ended(executor, () => executor.kill('SIGTERM'));
    }
  });

  test('a disk that fails ends the run with the reason, pushes nothing, and keeps nobody from the next job', async () => {
    const ticket = await run.ticket();
    const executor = run.execute(killedAtLine(20, 'EIO'));
    const job = await run.worker.jobEnded(ticket);
    assert.deepEqual([job.state, job.reason], ['failed', 'internal'], job.summary);
    assert.match(job.summary, /journal .* cannot be written: Input\/output error/);
    assert.ok(!run.remote.branches().includes(job.branch));
    await run.assertSameEnd(await run.ticket());
    await ended(executor, () => executor.kill('SIGTERM'));
    run.assertNothingLeft();
  });

  test(`at ${random} random instants of executor, gateway or both (seed ${seed})`, async () => {
    const wrong = [];
    const next = numbers(seed);
    const chosen = () => next.next().value;
    for (let i = 0; i < random; ++i) {
      const who = ['executor', 'gateway', 'both'][Math.floor(chosen() * 3)];
      const delay = chosen() * 1500;
      let executor = run.execute();
      const ticket = await run.ticket();
      await new Promise((resolve) => setTimeout(resolve, delay)); // the instant itself is what is tried
      if (who !== 'executor') await run.worker.killGateway();
      if (who !== 'gateway') {
        await ended(executor, () => executor.kill('SIGKILL'));
      }
      if (who !== 'executor') await run.worker.start();
      if (who !== 'gateway') executor = run.execute();
      try {
        await run.assertSameEnd(ticket);
        run.assertNothingLeft();
      } catch (error) {
        wrong.push(`${i}, ${who} after ${Math.round(delay)} ms: ${error.message}\n${executor.log.slice(-1500)}`);
      }
      await ended(executor, () => executor.kill('SIGTERM'));
    }
    assert.deepEqual(wrong, []);
  });
});
