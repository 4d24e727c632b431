// Many short runs with eight executors, one of which is killed every now and then: none is lost, none is published twice, and
// memory and disk stay as they are.
//   MERGELOOM_SOAK=3000          so many runs (default 24); MERGELOOM_CRASH_SEED repeats the kills
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertSameFacts, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { numbers } from './reference.mjs';
import { Place, readText, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const runs = Number(process.env.MERGELOOM_SOAK ?? 24);
const seed = Number(process.env.MERGELOOM_CRASH_SEED ?? Date.now() % 100000);
const executors = 8;
const endsBetweenKills = 5;

const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
const sizeOf = (folder) => Number(execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t')[0]);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

describe(`${runs} runs with kills (seed ${seed})`, () => {
  const place = new Place('soak');
  let worker, models, remote;
  before(async () => {
    models = await place.models({ by_answers: true, default: [write('4\n'), finish('Four.')] });
    worker = await Worker.start(place, { JCA_WORKER_COUNT: String(executors) });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    remote = place.remote('soak', evenProgram);
    await worker.addRepository('soak', remote.path, { validation_commands: [evenCheck], concurrency: executors });
  });
  after(() => place.close());

  test('all come to their end once', { timeout: 4 * 3600 * 1000 }, async () => {
    const next = numbers(seed);
    const samples = [];
    const jobs = [];
    let kills = 0;
    // After so many ends, and not so many seconds: on a slow machine they would be killed faster than they can work.
    const killOne = () => {
      const all = worker.executors();
      const victim = all[Math.floor(next.next().value * all.length)];
      if (victim === undefined) return;
      try {
        process.kill(victim, 'SIGKILL');
        ++kills;
      } catch (error) {
        assert.equal(error.code, 'ESRCH'); // it had ended since it was listed
      }
    };
    const look = () => samples.push({ gateway: memoryOf(worker.child.pid), executor: Math.max(0, ...worker.executors().map((pid) => { try { return memoryOf(pid); } catch { return 0; } })), workspaces: sizeOf(join(worker.data, 'workspaces')) });
    // Never more than 50 wait, so that the time of one does not hang on the number of all.
    while (jobs.length < runs) {
      const batch = Math.min(50, runs - jobs.length);
      const made = [];
      for (let i = 0; i < batch; ++i) made.push(await worker.addTicket('soak', 'default', { body: 'Work on it.' }));
      jobs.push(...made);
      for (const job of made) {
        await worker.jobEnded(job, 600);
        if (next.next().value * endsBetweenKills < 1) killOne();
      }
      look();
      if (jobs.length % 250 === 0) console.log(`${jobs.length} runs, ${kills} kills, ${JSON.stringify(samples.at(-1))}`);
    }
    const wrong = [];
    for (const job of jobs) {
      const done = await worker.job(job.id);
      const count = remote.branches().includes(done.branch) ? remote.git('rev-list', '--count', `main..${done.branch}`) : '0';
      if (done.state !== 'completed' || count !== '1') wrong.push(`${done.ticket_key}: ${done.state}, ${count} commits, ${done.summary}`);
    }
    assert.deepEqual(wrong, []);
    for (const job of jobs.filter((_, index) => index % Math.ceil(runs / 50) === 0)) await assertSameFacts(worker, (await worker.job(job.id)).run_id);
    assert.deepEqual(await models.problems(), []);
    await until('nothing is kept for a run', () => readdirSync(join(worker.data, 'workspaces')).every((pool) => readdirSync(join(worker.data, 'workspaces', pool)).every((name) => !name.endsWith('.run'))));
    const quarter = Math.max(1, Math.floor(samples.length / 4));
    const growth = Object.fromEntries(['gateway', 'executor', 'workspaces'].map((name) => [name, [median(samples.slice(0, quarter).map((one) => one[name])), median(samples.slice(-quarter).map((one) => one[name]))]]));
    console.log(`${runs} runs, ${kills} kills; MB of the first and the last quarter: ${JSON.stringify(growth)}`);
    if (runs >= 1000) for (const [name, [first, last]] of Object.entries(growth)) assert.ok(last < first * 1.5 + 20, `${name} grew from ${first} to ${last} MB`);
  });
});
