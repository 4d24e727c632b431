// What a remote can do to a run: refuse the push, move on, refuse the credential, be somebody else, be away.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, evenCheck, evenProgram, finish, lines, write } from './flow.mjs';
import { freePort } from '../servers/lifecycle.mjs';
import { Place, readText, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const script = {
  scenarios: Object.fromEntries(['declined', 'moved', 'raced', 'drifted', 'meanwhile', 'credential', 'away']
    .map((name, index) => [name, [{ ...write(`${20 + 2 * index}\n`), delay_ms: 300 }, finish(`Wrote for ${name}.`)]])),
};

/** Credentials that the server must refuse, and what the message says. */
const wrongCredentials = {
  'claude-api': [
    ['a wrong password', (server) => ({ username: server.user, password: 'not-the-password' }), /refused the user name or password/],
    ['no password', () => ({}), /asks for a user name and password/],
  ],
  'openai-compatible': [
    ['a key that is not registered', (server) => ({ ssh_key: readText(server.keys.stranger), known_hosts: readText(server.knownHosts) }), /refused the key/],
    ['a text that is no key', (server) => ({ ssh_key: 'this is no key\n', known_hosts: readText(server.knownHosts) }), /key.*cannot be read/],
    ['another host key than the known one', (server) => ({ ssh_key: readText(server.keys.ed25519), known_hosts: readText(server.wrongKnownHosts) }),
      /host key of \S+ is not the one that is known/],
  ],
};

for (const line of lines) {
  describe(line.name, () => {
    const place = new Place('remote');
    let worker, server, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      server = await line.server(place);
      models = await place.models(script);
      worker = await Worker.start(place);
      await worker.setProvider('scripted', line.kind, line.endpoint(models), secrets.apiKey, { is_default: true });
      await worker.addRepository('app', server.at('app'), { validation_commands: [evenCheck] }, line.credential(server));
    });
    after(() => place.close());
    const add = (scenario, repository = 'app') => worker.addTicket(repository, scenario);

    test('a push that the remote declines is told in the words of the remote, and can be retried', async () => {
      server.decline('Commits here need a sign-off by the gardener.');
      const job = await worker.jobEnded(await add('declined'));
      const run = await assertUnpublished(worker, remote, job, 'publish_failed', 'publish_failed');
      assert.match(run.summary, /sign-off by the gardener/);
      assert.equal((await worker.events(run.id, 'commit.created')).length, 1);
      await assertSameFacts(worker, run.id);
      server.release('decline');
    });

    for (const [scenario, when, hold] of [['moved', 'while the run worked', 'hold'], ['raced', 'in the middle of the push', 'hold-push']]) {
      test(`a branch that appears on the remote ${when} is not overwritten`, async () => {
        const job = await add(scenario);
        await worker.event(job, (event) => event.type === 'stage.finished' && event.data.stage === 'workspace');
        server.hold(hold);
        await until('the publishing is held', () => server.isReached(hold));
        const theirs = remote.commitTo(job.branch, 'theirs.txt', 'their work\n');
        server.release(hold);
        const ended = await worker.jobEnded(job);
        assert.deepEqual([ended.state, ended.reason], ['publish_failed', 'publish_failed'], ended.summary);
        assert.match(ended.summary, /moved while the run worked\. Nothing was overwritten/);
        assert.ok(ended.summary.includes(theirs.slice(0, 10)), ended.summary);
        assert.equal(remote.head(job.branch), theirs);
      });
    }

    test('when the default branch moves during the run, the result says so', async () => {
      const base = remote.head('main');
      const job = await add('drifted');
      await worker.event(job, (event) => event.type === 'stage.finished' && event.data.stage === 'workspace');
      server.hold('hold');
      await until('the look at the base is held', () => server.isReached('hold'));
      const moved = remote.commitTo('main', 'other.txt', 'other work\n');
      server.release('hold');
      const run = await assertPublished(worker, remote, await worker.jobEnded(job), base);
      const { warnings } = await worker.get(`/api/v1/runs/${run.id}`);
      assert.ok(warnings.some((text) => text.includes(`main went 1 commit ahead to ${moved.slice(0, 10)}`)), JSON.stringify(warnings));
    });

    for (const [index, [name, credential, words]] of wrongCredentials[line.kind].entries()) {
      test(`${name} ends the run with checkout_failed and a remedy`, async () => {
        const alias = `wrong-${index}`;
        // The right one of a sibling must not help: each repository has an address of its own.
        remote.place.git('clone', '-q', '--bare', remote.path, `${remote.path.slice(0, -4)}-${alias}.git`);
        await worker.addRepository(alias, server.at(`app-${alias}`), {}, credential(server));
        const tested = await worker.send('POST', `/api/v1/repositories/${alias}/test`);
        assert.equal(tested.is_reachable, false);
        assert.match(tested.message, words);
        const job = await worker.jobEnded(await add('credential', alias));
        const run = await assertUnpublished(worker, remote, job, 'failed', 'checkout_failed');
        assert.match(run.summary, words);
        assert.ok(!run.summary.includes('not-the-password'));
      });
    }

    test('a remote that is away is told by its address', async () => {
      const url = new URL(server.at('app'));
      url.port = String(await freePort());
      await worker.addRepository('away', url.href, {}, line.kind === 'claude-api' ? line.credential(server) : { ssh_key: readText(server.keys.ed25519) });
      const tested = await worker.send('POST', '/api/v1/repositories/away/test');
      assert.equal(tested.is_reachable, false);
      const job = await worker.jobEnded(await add('away', 'away'));
      const run = await assertUnpublished(worker, remote, job, 'failed', 'checkout_failed');
      for (const text of [tested.message, run.summary]) assert.match(text, /127\.0\.0\.1(:\d+)? cannot be reached.*Check the address/);
    });

    test('a repository that is not there is told by its address', async () => {
      await worker.addRepository('missing', server.at('missing'), {}, line.credential(server));
      const tested = await worker.send('POST', '/api/v1/repositories/missing/test');
      assert.equal(tested.is_reachable, false);
      assert.match(tested.message, /no git repository at \S+missing\.git/);
    });

    test('after all that the right credential still works, and no secret is anywhere', async () => {
      await assertPublished(worker, remote, await worker.jobEnded(await add('meanwhile')));
      assert.deepEqual(await models.problems(), []);
      await assertNoSecrets(worker, server);
    });
  });
}
