// The default branch of a real remote moves while the model answers: it is told, or the change is merged and validated again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertSameFacts, assertUnpublished, evenCheck, evenProgram, finish, lines, stagesOf, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const slowly = (step) => ({ ...step, delay_ms: 300 });
const conflict = { expect: { last_contains: ['These files conflict', '`value.txt`', '>>>>>>> tickets/'] } };
const script = {
  scenarios: {
    told: [slowly(write('4\n')), finish()],
    merged: [slowly(write('6\n')), finish()],
    conflicting: [slowly(write('8\n')), finish('Eight.'), { tools: [{ name: 'read_file', input: { path: 'value.txt' } }], ...conflict }, { ...write('80\n'), expect: { last_contains: ['<<<<<<< main', '|||||||', '>>>>>>> tickets/'] } }, finish('Both.')],
    stubborn: [slowly(write('10\n')), finish('Ten.'), { ...finish('I leave it.'), ...conflict }],
    breaking: [slowly(write('12\n')), finish('Twelve.'), { ...finish('I see nothing.'), expect: { last_contains: ['merged with it without a conflict', 'more.py'] } }],
  },
};

for (const line of lines) {
  describe(line.name, () => {
    const place = new Place('drift');
    let worker, server, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      server = await line.server(place);
      models = await place.models(script);
      worker = await Worker.start(place);
      await worker.setProvider('scripted', line.kind, line.endpoint(models), secrets.apiKey, { is_default: true });
      await worker.addRepository('telling', server.at('app'), { validation_commands: [evenCheck] }, line.credential(server));
      await worker.addRepository('app', server.at('app'), { validation_commands: [evenCheck], revalidate_on_drift: true }, line.credential(server));
    });
    after(() => place.close());

    /** The job of a run that found `text` in the file `path` of main when it came to publish. */
    const overtaken = async (scenario, repository, path, text) => {
      const job = await worker.addTicket(repository, scenario);
      await worker.event(job, (event) => event.type === 'stage.finished' && event.data.stage === 'workspace');
      server.hold('hold');
      await until('the look at the base is held', () => server.isReached('hold'));
      const head = remote.commitTo('main', path, text);
      server.release('hold');
      const ended = await worker.jobEnded(job);
      assert.deepEqual(await models.problems(), []);
      return { job: ended, head };
    };
    const view = (job) => worker.get(`/api/v1/runs/${job.run_id}`);

    test('it is told where it moved to, by the API and on the terminal', async () => {
      const base = remote.head('main');
      const { job, head } = await overtaken('told', 'telling', 'other.txt', 'other work\n');
      const run = await assertPublished(worker, remote, job, base);
      assert.deepEqual((await view(job)).drift, { branch: 'main', from: base, head, commits: 1, is_rewritten: false, merged: '' });
      assert.ok(run.summary.includes(`main went 1 commit ahead to ${head.slice(0, 10)}`), run.summary);
      assert.match((await worker.command('runs', 'show', run.id)).out, new RegExp(`base +main went 1 commit ahead to ${head.slice(0, 10)}`));
      await assertSameFacts(worker, run.id);
    });

    test('the change is merged with it, validated again and pushed on top of it', async () => {
      const base = remote.head('main');
      const { job, head } = await overtaken('merged', 'app', 'news.txt', 'news\n');
      const run = await assertPublished(worker, remote, job, head);
      assert.equal(run.validation, 'passed');
      assert.deepEqual((await view(job)).drift, { branch: 'main', from: base, head, commits: 1, is_rewritten: false, merged: head });
      assert.equal(remote.git('diff', '--name-only', `main...${job.branch}`), 'value.txt');
      assert.equal(remote.show(job.branch, 'news.txt'), 'news');
      const results = await worker.events(run.id, 'validation.result');
      assert.deepEqual(results.map((event) => event.data.status), ['passed', 'passed']);
      assert.equal(remote.git('rev-parse', `${job.branch}^{tree}`), results[1].data.tree);
      assert.deepEqual((await stagesOf(worker, run.id)).slice(-7),
        ['base_drift:ok', 'base_merge:ok', 'setup:skipped', 'validation:ok', 'base_drift:ok', 'diff_guard:ok', 'publish:ok']);
      await assertSameFacts(worker, run.id);
    });

    test('a conflict goes to the agent, and what it makes of it is validated and pushed', async () => {
      const { job, head } = await overtaken('conflicting', 'app', 'value.txt', '20\n');
      const run = await assertPublished(worker, remote, job, head);
      assert.deepEqual([run.validation, run.repairs], ['passed', 1]);
      assert.equal(remote.show(job.branch, 'value.txt'), '80');
      assert.deepEqual((await view(job)).conflicts, [{ path: 'value.txt', kind: 'content' }]);
    });

    test('what stays in conflict, or red, is not pushed', async () => {
      const stubborn = await overtaken('stubborn', 'app', 'value.txt', '30\n');
      const { summary } = await assertUnpublished(worker, remote, stubborn.job, 'failed', 'validation_failed');
      assert.match(summary, /conflicts with it in value\.txt/);
      const breaking = await overtaken('breaking', 'app', 'check.py', 'print("see more.py")\nraise SystemExit(1)\n');
      const red = await assertUnpublished(worker, remote, breaking.job, 'failed', 'validation_failed');
      assert.match(red.summary, /Merged with it, the change is red: python3 check\.py/);
    });
  });
}
