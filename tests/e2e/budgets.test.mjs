// What a run may use: each limit ends a run of the real program, the budget of a day holds across executors, and what cannot be
// read as a limit is refused wherever it comes from.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertUnpublished, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

/** Commands that differ, so that nobody goes round in circles. */
const commands = (number, more = (step) => step) => Array.from({ length: number }, (_, index) => more(command(`python3 -c "print(${index})"`)));
const using = (step, input_tokens, output_tokens = 10) => ({ ...step, usage: { input_tokens, output_tokens } });
const flood = command("python3 -c \"[print('0123456789' * 20) for _ in range(100000)]\"");
const fill = command("python3 -c \"import os, time; os.makedirs('build', exist_ok=True); open('build/large', 'wb').write(os.urandom(24 << 20)); time.sleep(60)\"");
const slow = command('python3 -c "import time; time.sleep(60)"');
const done = [write('4\n'), finish()];
const script = {
  scenarios: {
    tokens: commands(9, (step) => using(step, 9000)),
    money: commands(19, (step) => using(step, 9000)),
    time: [slow, ...done],
    turns: [...commands(3), ...done],
    commands: [...commands(3), ...done],
    output: [flood, ...done],
    disk: [fill, ...done],
    ceiling: [...commands(9), ...done],
    extended: [command("python3 -c \"import os, time; [time.sleep(0.02) for _ in iter(lambda: os.path.exists('go'), True)]\""), command('python3 -V'), command('rm go'), ...done],
    ...Object.fromEntries(['left', 'right'].map((name) => [name, commands(19, (step) => using({ ...step, delay_ms: 60 }, 7000))])),
    ...Object.fromEntries(['day1', 'day2', 'day3'].map((name) => [name, [using(write('4\n'), 4000), using(finish(), 4000)]])),
  },
};

describe('budgets of a run', () => {
  const place = new Place('budgets');
  let worker, models, remote;
  before(async () => {
    remote = place.remote('app', { ...evenProgram, '.gitignore': 'build/\n' });
    models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_RUN_MAX_COMMANDS: '6' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.setProvider('priced', 'claude-api', models.url, secrets.apiKey, { model: 'claude-sonnet-4-5' });
  });
  after(() => place.close());
  const add = (alias, budgets, more = {}) => worker.addRepository(alias, remote.path, { validation_commands: [evenCheck], budgets, ...more });

  const limits = [
    ['tokens', { tokens: 40000 }, /next call needs some \d+ tokens and an answer, but only \d+ of the 40000 tokens/, (use) => use.tokens <= 40000 && use.tokens > 20000],
    ['money', { cost_usd: 0.2 }, /may cost more than the 0\.\d+ USD that are left of the 0\.20 USD/, (use) => use.cost_usd <= 0.2 && use.cost_usd > 0.05, { provider: 'priced' }],
    ['turns', { turns: 2 }, /used its 2 turns/, (use) => use.turns === 2],
    ['commands', { commands: 2 }, /used its 2 commands and wants another one/, (use) => use.commands === 2],
    ['output', { output_bytes: 1 << 20 }, /output of commands and tools came to 1 MiB; the run may have 1 MiB/, (use) => use.output_bytes > 1 << 20 && use.output_bytes < 4 << 20],
    ['disk', { disk_bytes: 8 << 20 }, /workspace grew by \d+(\.\d)? MiB; the run may add 8 MiB/, (use) => use.disk_bytes > 8 << 20],
  ];
  for (const [name, budgets, words, holds, more] of limits)
    test(`the limit of ${name} ends a run, and says how much it was and what to do`, async () => {
      await add(name, budgets, more);
      const ended = await worker.jobEnded(await worker.addTicket(name, name));
      const run = await assertUnpublished(worker, remote, ended, 'failed', 'budget_exceeded');
      assert.match(ended.summary, words);
      assert.match(ended.summary, /Extend the budget of a run while it goes on, raise the limit/);
      assert.ok(holds(run.use), JSON.stringify(run.use));
      for (const [limit, most] of Object.entries(budgets)) assert.equal(run.limits[limit], most);
    });

  test('the limit of time ends a run', async () => {
    await add('time', { wall_seconds: 3 });
    const ended = await worker.jobEnded(await worker.addTicket('time', 'time'));
    await assertUnpublished(worker, remote, ended, 'failed', 'timeout');
    assert.match(ended.summary, /longer than its time limit of 3 s/);
  });

  test('what the worker allows holds whatever a repository asks for', async () => {
    await add('ceiling', { commands: 1000 });
    const ended = await worker.jobEnded(await worker.addTicket('ceiling', 'ceiling'));
    const run = await assertUnpublished(worker, remote, ended, 'failed', 'budget_exceeded');
    assert.match(ended.summary, /used its 6 commands/);
    assert.equal(run.limits.commands, 6);
  });

  test('limits of commands, output and disk are extended while the run goes on, and shown against their use', async () => {
    await add('extended', { commands: 1, output_bytes: 5000, disk_bytes: 1 << 20, tokens: 100000 });
    const job = await worker.addTicket('extended', 'extended');
    const { run } = await worker.event(job, (event) => event.type === 'command.started');
    const more = await worker.command('runs', 'extend', run, '--commands', '3', '--output-mb', '1', '--disk-mb', '2');
    assert.equal(more.code, 0, more.err);
    const { event } = await worker.event(job, (one) => one.type === 'steer.extend');
    assert.deepEqual([event.data.limits.commands, event.data.limits.output_bytes, event.data.limits.disk_bytes], [4, 5000 + (1 << 20), 3 << 20]);
    const shown = await worker.command('runs', 'show', run);
    assert.match(shown.out, /used +[\d,.]+ of 100,?000 tokens.*1 of 4 commands.*of output, .* of 3 MiB of disk/);
    const { readdirSync, writeFileSync, existsSync } = await import('node:fs');
    for (const folder of readdirSync(`${worker.data}/workspaces`, { recursive: true }))
      if (existsSync(`${worker.data}/workspaces/${folder}/check.py`)) writeFileSync(`${worker.data}/workspaces/${folder}/go`, '');
    const ended = await worker.jobEnded(job);
    assert.equal(ended.state, 'completed', ended.summary);
    assert.equal((await worker.get(`/api/v1/runs/${run}`)).run.use.commands, 4); // three of the agent, and the validation
    const followed = await worker.command('runs', 'follow', run);
    assert.match(followed.out, /used so far: [\d,.]+ of 100,?000 tokens/);
  });

  test('what is no limit is refused by the API, the command line and the environment', async () => {
    const refused = async (settings) => (await worker.call('POST', '/api/v1/repositories', { alias: 'bad', clone_url: remote.path, settings })).body.error;
    for (const [settings, field] of [
      [{ budgets: { tokens: 'many' } }, 'settings.budgets.tokens'], [{ budgets: { tokens: 1.5 } }, 'settings.budgets.tokens'],
      [{ budgets: { commands: -1 } }, 'settings.budgets.commands'], [{ budgets: { disk_bytes: 1e30 } }, 'settings.budgets.disk_bytes'],
      [{ budgets: { tokns: 5 } }, 'settings.budgets.tokns'], [{ day_budgets: { turns: 5 } }, 'settings.day_budgets.turns'],
      [{ day_budgets: { cost_usd: '5$' } }, 'settings.day_budgets.cost_usd'], [{ day_budgets: { tokens: -1 } }, 'settings.day_budgets.tokens'],
    ]) {
      const error = await refused(settings);
      assert.deepEqual([error?.code, error?.details.field], ['invalid_input', field], JSON.stringify(settings));
    }
    for (const option of [['--budget', 'tokens=many'], ['--budget', 'commands='], ['--budget', 'comands=5'], ['--budget', 'output_mb=1.5'], ['--day-budget', 'turns=5'], ['--day-budget', 'usd=-1']]) {
      const { code, err } = await worker.command('repo', 'add', 'bad', remote.path, ...option);
      assert.equal(code, 1, option.join(' '));
      assert.match(err, /--(day-)?budget/);
    }
    assert.equal((await worker.call('GET', '/api/v1/repositories/bad')).status, 404);
    for (const [variable, value] of [['RUN_MAX_TOKENS', 'lots'], ['RUN_MAX_USD', 'nan'], ['RUN_MAX_COMMANDS', '-1'], ['RUN_MAX_DISK_MB', '5GB'], ['DAY_MAX_TOKENS', '1e6'], ['DAY_MAX_USD', '$5']]) {
      const { code, out, err } = await runBinary(place, ['serve'], { environment: { JCA_WORKER_DATA_DIR: place.directory('refused'), [`JCA_WORKER_${variable}`]: value } });
      assert.notEqual(code, 0);
      assert.match(out + err, new RegExp(`JCA_WORKER_${variable}.*must be a`), variable);
    }
  });
});

describe('budgets of a day', () => {
  const place = new Place('day-budgets');
  let models, remote;
  before(async () => {
    remote = place.remote('app', evenProgram);
    models = await place.models(script);
  });
  after(() => place.close());
  const started = async (settings, name) => {
    const worker = await Worker.start(place, settings, name);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    return worker;
  };

  test('two executors at the same time stay within it together', async () => {
    const worker = await started({ JCA_WORKER_COUNT: '2', JCA_WORKER_DAY_MAX_TOKENS: '100000' }, 'two');
    for (const alias of ['left', 'right']) await worker.addRepository(alias, remote.path, { validation_commands: [evenCheck], budgets: { tokens: 60000 } });
    const jobs = [await worker.addTicket('left', 'left'), await worker.addTicket('right', 'right')];
    await until('both run', async () => (await worker.get('/api/v1/dashboard')).active.length === 2);
    const ended = await Promise.all(jobs.map((job) => worker.jobEnded(job)));
    const runs = [];
    for (const job of ended) runs.push((await worker.get(`/api/v1/runs/${job.run_id}`)).run);
    assert.deepEqual(runs.map((run) => run.reason), ['budget_exceeded', 'budget_exceeded']);
    assert.deepEqual(runs.map((run) => run.limits.tokens).sort(), [40000, 60000]);
    const spent = runs[0].use.tokens + runs[1].use.tokens;
    assert.ok(spent <= 100000 && spent > 70000, String(spent));
    const short = runs.find((run) => run.limits.tokens === 40000);
    assert.match(short.summary, /what the budget of the day had left; retry after 00:00 UTC/);
    await worker.stop();
  });

  test('a job waits when its repository has used its day, through a restart and a kill, and goes on when there is more', async () => {
    const worker = await started({}, 'waits');
    const settings = { validation_commands: [evenCheck], day_budgets: { tokens: 10000 } };
    const repository = await worker.addRepository('app', remote.path, settings);
    await worker.addRepository('other', remote.path, { validation_commands: [evenCheck] });
    await assertPublished(worker, remote, await worker.jobEnded(await worker.addTicket('app', 'day1')));
    const job = await worker.addTicket('app', 'day2');
    const waiting = () => until('the job says what it waits for', async () => {
      const now = await worker.job(job.id);
      return now.waits_for && now;
    });
    const now = await waiting();
    assert.equal(now.state, 'queued');
    assert.match(now.waits_for, /day's budget of app is used up, or held by runs that go on: 1980 tokens of 10000 tokens are left. It begins anew at 00:00 UTC/);
    const queued = (await worker.get('/api/v1/dashboard')).queue;
    assert.deepEqual(queued.map((one) => one.waits_for), [now.waits_for]);
    assert.equal((await worker.entries()).filter(({ event }) => event.type === 'job.waits' && event.data.job_id === job.id).length, 1);
    await assertPublished(worker, remote, await worker.jobEnded(await worker.addTicket('other', 'day3')));

    await worker.killGateway();
    await worker.start();
    assert.equal((await waiting()).state, 'queued');
    const change = await worker.call('PUT', '/api/v1/repositories/app', { alias: 'app', clone_url: repository.clone_url, settings: { ...settings, day_budgets: { tokens: 50000 } } });
    assert.equal(change.status, 200, change.text);
    const ended = await worker.jobEnded(job);
    const run = await assertPublished(worker, remote, ended);
    assert.ok(run.limits.tokens > 40000 && run.limits.tokens < 42000, String(run.limits.tokens));
    assert.equal(ended.waits_for ?? '', '');
  });
});
