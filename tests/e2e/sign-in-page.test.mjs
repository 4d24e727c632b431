// Sign-ins that a page begins: the worker runs the program's own login and tells what it shows, over the API. A played program,
// and the real ones as far as they go: Codex CLI with an issuer of ours, Claude Code CLI up to the network.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Place, sourceRoot, until } from './support.mjs';
import { binary, Worker } from './worker.mjs';

const programs = join(sourceRoot, 'tests/bench/node_modules/.bin');
const noPrograms = !existsSync(join(programs, 'claude')) && 'the agent programs are not installed';

/** Both ways at once: a one-time code to type elsewhere, and one to be pasted here. What is pasted says what it does. */
const played = `#!/usr/bin/python3
import json, os, subprocess, sys
home = os.environ['CLAUDE_CONFIG_DIR']
assert os.environ['HOME'] == home and 'TERM' not in os.environ, os.environ
assert not [name for name in os.environ if name.startswith('JCA_')], os.environ
credential = home + '/.credentials.json'
if sys.argv[1:] == ['auth', 'status']:
    sys.exit(0 if os.path.exists(credential) and 'good' in open(credential).read() else 1)
assert sys.argv[1:] == ['auth', 'login'] and os.environ['BROWSER'] == '/usr/bin/true', sys.argv
def say(text): print(text, flush=True)
say('\\x1b]8;;https://evil.example.org/\\x07\\x1b[94mOpening browser\\x1b[0m\\x1b]8;;\\x07 javascript:alert(1) http://plain.example.org/ https://name@evil.example.org/')
say('Visit: \\x1b[94mhttps://auth.example.org/device?a=1&b=2\\x1b[0m\\r\\n   \\x1b[1mABCD-12345\\x1b[0m')
child = subprocess.Popen(['sleep', '600'])
open(os.path.dirname(os.path.abspath(sys.argv[0])) + '/pids', 'w').write('%d %d' % (os.getpid(), child.pid))
print('Paste code here if prompted > ', end='', flush=True)
while True:
    word = sys.stdin.readline().strip()
    if word.startswith('good') or word.startswith('hollow'):
        open(credential, 'w').write(json.dumps({'claudeAiOauth': {'accessToken': word}}))
        say('Login successful.')
        sys.exit(0)
    if word == 'loud': say('x' * 200000)
    if word == 'fail': sys.exit('Login failed: the \\x1b[31mservice\\x1b[0m said no to ' + word + '-0123456789')
    say('Invalid code. Please make sure the full code was copied.')
`;

const isAlive = (pid) => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
const path = (id) => `/api/v1/providers/${id}/sign-in`;
const now = (worker, id) => worker.get(path(id));
const begin = (worker, id) => worker.send('POST', path(id));
const enter = (worker, id, code) => worker.call('POST', `${path(id)}/code`, { code });
const ended = (worker, id) => until(`the sign-in of ${id} ends`, async () => {
  const view = await now(worker, id);
  return view.state !== 'running' && view;
});
const awaits = (worker, id) => until(`${id} waits for a code`, async () => {
  const view = await now(worker, id);
  assert.equal(view.state, 'running', view.detail);
  return view.is_code_awaited && view;
});
const hasState = (worker, id, state) => until(`${id} is ${state}`, async () => {
  const view = (await worker.get('/api/v1/providers')).items.find((item) => item.profile.id === id);
  return view.state === state && view;
});
const homes = (worker) => readdirSync(join(worker.data, 'cli')).filter((name) => name.startsWith('.sign-in'));
const changes = async (worker, id) => (await worker.entries()).filter(({ event }) => event.type === 'config.changed' && event.data.id === id).map(({ event }) => event.data);
const provide = (worker, id, kind, program, endpoint = '') => worker.send('PUT', `/api/v1/providers/${id}`, { kind, endpoint, model: 'm', options: { auth: 'sign_in', program } });

describe('a sign-in that a page begins', { concurrency: false }, () => {
  const place = new Place('sign-in-page');
  let worker, program;
  const pids = () => readFileSync(join(place.path, 'programs/pids'), 'utf8').split(' ').map(Number);
  const credential = () => join(worker.data, 'cli/own/.credentials.json');
  /** The status command that follows has a home for a moment, too. */
  const nothingIsLeft = (processes) => {
    assert.ok(!processes.some(isAlive), 'a process is left');
    return until('all homes are gone', () => !homes(worker).length);
  };
  before(async () => {
    worker = await Worker.start(place);
    program = place.file('programs/claude', played);
    chmodSync(program, 0o755);
    await provide(worker, 'own', 'claude-code-cli', program);
    await worker.setProvider('keyed', 'claude-code-cli', '', 'a-key-that-is-stored', { options: { program } });
  });
  after(() => place.close());

  test('is none at first, and is for providers with a sign-in of their own', async () => {
    assert.equal((await now(worker, 'own')).state, 'none');
    const keyed = await worker.call('POST', path('keyed'));
    assert.equal(keyed.status, 400, keyed.text);
    assert.match(keyed.body.error.message, /keyed has no sign-in of its own: it uses a key/);
    for (const method of ['GET', 'POST', 'DELETE']) assert.equal((await worker.call(method, path('nobody'))).status, 404, method);
    assert.equal((await worker.call('DELETE', path('own'))).status, 409);
    assert.equal((await enter(worker, 'own', 'x')).status, 409);
  });

  test('shows link and code without what a hostile program put beside them', async () => {
    assert.equal((await begin(worker, 'own')).state, 'running');
    const view = await awaits(worker, 'own');
    assert.equal(view.url, 'https://auth.example.org/device?a=1&b=2');
    assert.equal(view.code, 'ABCD-12345');
    assert.ok(!/[\x00-\x09\x0b-\x1f\x7f]/.test(view.output), JSON.stringify(view.output));
    assert.equal(Date.parse(view.ends_at) - Date.parse(view.started_at), 15 * 60_000);
    const again = await worker.call('POST', path('own'));
    assert.equal(again.status, 409, again.text);
    assert.match(again.body.error.message, /under way. Go on with it, or give it up/);
  });

  test('is told what is wrong with a code, and goes on', async () => {
    for (const wrong of ['', 'two words', 'a\nb', 'x'.repeat(3000)]) {
      const answer = await enter(worker, 'own', wrong);
      assert.deepEqual([answer.status, answer.body.error.details.field], [400, 'code'], answer.text);
    }
    assert.equal((await enter(worker, 'own', 'no-such-code')).status, 200);
    const view = await awaits(worker, 'own');
    assert.match(view.output, /Invalid code/);
  });

  test('leaves nothing when it is given up', async () => {
    const processes = pids();
    assert.ok(processes.every(isAlive));
    assert.equal((await worker.call('DELETE', path('own'))).status, 204);
    await nothingIsLeft(processes);
    const view = await now(worker, 'own');
    assert.deepEqual([view.state, view.url, view.code], ['given_up', '', '']);
    assert.ok(!existsSync(credential()));
    assert.equal((await hasState(worker, 'own', 'needs_sign_in')).profile.id, 'own');
  });

  test('succeeds, and the provider is ready at once', async () => {
    await begin(worker, 'own');
    await awaits(worker, 'own');
    assert.equal((await enter(worker, 'own', ' good-code-4711#state\n')).status, 200);
    const view = await ended(worker, 'own');
    assert.deepEqual([view.state, view.detail], ['done', 'Claude Code CLI is signed in on this host.']);
    await nothingIsLeft(pids());
    await hasState(worker, 'own', 'ready');
    assert.ok(readFileSync(credential(), 'utf8').includes('good-code-4711'));
  });

  for (const [name, word, words] of [
    ['the service refuses', 'fail', /says “Login failed: the service said no to fail-0123456789”\. Nothing has changed; try again/],
    ['its status does not like', 'hollow', /is not signed in/], ['floods its output', 'loud', /printed more than any sign-in does, and was ended/],
  ]) {
    test(`one that ${name} fails in words, and the sign-in that there was stays`, async () => {
      await begin(worker, 'own');
      await awaits(worker, 'own');
      await enter(worker, 'own', word);
      const view = await ended(worker, 'own');
      assert.equal(view.state, 'failed');
      assert.match(view.detail, words);
      assert.ok(view.output.length <= 2000);
      await nothingIsLeft(pids());
      assert.ok(readFileSync(credential(), 'utf8').includes('good-code-4711'));
      await hasState(worker, 'own', 'ready');
    });
  }

  test('is an admin’s alone', async () => {
    const operator = (await worker.send('POST', '/api/v1/tokens', { name: 'operator', role: 'operator' })).secret;
    for (const [method, where] of [['GET', path('own')], ['POST', path('own')], ['DELETE', path('own')], ['POST', `${path('own')}/code`]]) {
      const answer = await worker.call(method, where, undefined, { authorization: `Bearer ${operator}` });
      assert.equal(answer.status, 403, `${method} ${where}: ${answer.text}`);
    }
  });

  test('is on record with who and how, and without codes and tokens', async () => {
    const seen = (await changes(worker, 'own')).filter(({ what }) => what !== 'provider');
    assert.deepEqual(seen.map(({ what }) => what.replace('provider.', '')), ['sign_in_begun', 'sign_in_given_up', 'sign_in_begun', 'signed_in',
      ...Array(3).fill(['sign_in_begun', 'sign_in_failed']).flat()]);
    assert.ok(seen.every(({ by }) => by), JSON.stringify(seen));
    const all = worker.log + JSON.stringify(await worker.entries());
    for (const word of ['good-code-4711', 'no-such-code', 'ABCD-12345']) assert.ok(!all.includes(word), word);
  });

  test('goes with its provider', async () => {
    await begin(worker, 'own');
    await awaits(worker, 'own');
    await worker.send('DELETE', '/api/v1/providers/own');
    await nothingIsLeft(pids());
    assert.ok(!existsSync(join(worker.data, 'cli/own')));
    await provide(worker, 'own', 'claude-code-cli', program);
    assert.equal((await now(worker, 'own')).state, 'none');
  });

  test('ends with the worker, also when that is killed', async () => {
    await begin(worker, 'own');
    await awaits(worker, 'own');
    await worker.stop();
    await nothingIsLeft(pids());
    await worker.start();
    assert.equal((await now(worker, 'own')).state, 'none');
    assert.equal((await changes(worker, 'own')).at(-1).what, 'provider.sign_in_given_up');
    await begin(worker, 'own');
    await awaits(worker, 'own');
    const [started] = pids();
    await worker.killGateway();
    await until('its login is gone', () => !isAlive(started));
    await worker.start();
    assert.equal((await now(worker, 'own')).state, 'none');
  });
});

/** Speaks the device login of the vendor of Codex CLI, and refuses what it is not asked like that. */
function issuer() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const account = { 'https://api.openai.com/auth': { chatgpt_account_id: 'account-1', chatgpt_plan_type: 'plus' } };
  const jwt = (claims) => `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
  const state = { isApproved: false, asked: [] };
  const answers = {
    '/api/accounts/deviceauth/usercode': () => [200, { device_auth_id: 'device-1', user_code: 'WXYZ-98765', interval: '1' }],
    '/api/accounts/deviceauth/token': (body) => (assert.equal(JSON.parse(body).user_code, 'WXYZ-98765'),
    state.isApproved ? [200, { authorization_code: 'authorization-1', code_challenge: 'challenge', code_verifier: 'verifier' }] : [403, {}]),
    '/oauth/token': (body) => (assert.equal(new URLSearchParams(body).get('code'), 'authorization-1'),
    [200, { id_token: jwt({ email: 'a@example.org', ...account }), access_token: jwt({ exp: Math.floor(Date.now() / 1000) + 3600, ...account }), refresh_token: 'refresh-of-the-issuer' }]),
  };
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (piece) => parts.push(piece));
    request.on('end', () => {
      state.asked.push(request.url);
      const [status, body] = answers[request.url]?.(Buffer.concat(parts).toString()) ?? [404, {}];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(Object.assign(state, {
    url: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } }))));
}

describe('a sign-in of the real programs that a page begins', { skip: noPrograms, concurrency: false }, () => {
  const place = new Place('sign-in-real');
  let worker, vendor;
  before(async () => {
    vendor = await issuer();
    // No vendor is reached from here, and none shall be tried.
    worker = await Worker.start(place, { HTTPS_PROXY: 'http://127.0.0.1:9', JCA_WORKER_CLI_CONFIG_DIR: join(place.path, 'signed-in') });
    // The real program with one option more, since it asks its vendor otherwise.
    const codex = place.file('programs/codex', `#!/bin/sh\n[ "$2" = --device-auth ] && set -- "$@" --experimental_issuer ${vendor.url}\nexec ${join(programs, 'codex')} "$@"\n`);
    chmodSync(codex, 0o755);
    await provide(worker, 'codex', 'codex-cli', codex);
    await provide(worker, 'codex-away', 'codex-cli', join(programs, 'codex'));
    await provide(worker, 'claude', 'claude-code-cli', join(programs, 'claude'));
  });
  after(async () => {
    await place.close();
    vendor.close();
  });
  const root = () => join(place.path, 'signed-in');
  const leaves = async (id, ...files) => {
    await until('all homes are gone', () => !readdirSync(root()).some((name) => name.startsWith('.sign-in')));
    assert.deepEqual(readdirSync(join(root(), id)), files);
  };

  test('Codex CLI signs in with a device code, and is ready', async () => {
    await begin(worker, 'codex');
    const view = await until('the code is shown', async () => {
      const seen = await now(worker, 'codex');
      assert.equal(seen.state, 'running', seen.detail);
      return seen.code && seen;
    });
    assert.deepEqual([view.code, view.url, view.is_code_awaited], ['WXYZ-98765', '', false]); // its link is not https here
    assert.ok(view.output.includes(`${vendor.url}/codex/device`), view.output);
    vendor.isApproved = true;
    const end = await ended(worker, 'codex');
    assert.equal(end.state, 'done', end.detail);
    await hasState(worker, 'codex', 'ready');
    await leaves('codex', 'auth.json');
  });

  test('Codex CLI that is given up leaves nothing and stops asking', async () => {
    vendor.isApproved = false;
    await begin(worker, 'codex');
    await until('the code is shown', async () => (await now(worker, 'codex')).code);
    assert.equal((await worker.call('DELETE', path('codex'))).status, 204);
    const asked = vendor.asked.length;
    await leaves('codex', 'auth.json');
    await hasState(worker, 'codex', 'ready');
    vendor.isApproved = true;
    const claude = await begin(worker, 'claude'); // takes longer than its next question would
    await awaits(worker, 'claude');
    assert.equal(claude.state, 'running');
    await worker.call('DELETE', path('claude'));
    assert.equal(vendor.asked.length, asked);
  });

  test('Codex CLI without a network says so', async () => {
    await begin(worker, 'codex-away');
    const end = await ended(worker, 'codex-away');
    assert.equal(end.state, 'failed');
    assert.match(end.detail, /Codex CLI says “Error logging in: .*Nothing has changed; try again/);
    await leaves('codex-away');
  });

  test('Claude Code CLI shows its link, refuses half a code, and says that it reaches nobody', async () => {
    await begin(worker, 'claude');
    const view = await awaits(worker, 'claude');
    const url = new URL(view.url);
    assert.equal(url.protocol, 'https:');
    assert.ok(url.searchParams.get('code_challenge').length > 20 && url.searchParams.get('state').length > 20, view.url);
    await enter(worker, 'claude', 'half-a-code');
    assert.match((await awaits(worker, 'claude')).output, /Invalid code/);
    await enter(worker, 'claude', 'whole-code#of-another-state');
    const end = await ended(worker, 'claude');
    assert.equal(end.state, 'failed');
    assert.match(end.detail, /Claude Code CLI says “Login failed: .*Nothing has changed; try again/);
    await leaves('claude');
  });

  test('the terminal says the same of them, and leaves nothing', async () => {
    const codex = await worker.command('provider', 'login', 'codex-away');
    assert.deepEqual([codex.code, /Error logging in/.test(codex.out + codex.err)], [1, true], codex.out + codex.err);
    assert.match(codex.err, /The sign-in was not finished \(.* ended with 1\); nothing has changed\. Try again/);
    await leaves('codex-away');
    const closed = await worker.command('provider', 'login', 'claude');
    assert.equal(closed.code, 1, closed.out + closed.err);
    assert.match(closed.err, /asks for a code, and standard input is closed\. Run this at a terminal, or sign in on the page of claude/);
    await leaves('claude');
    // It reads nothing before it asks.
    const child = place.adopt(spawn(binary, ['provider', 'login', 'claude'], { env: worker.environment, cwd: place.path }));
    const claude = { out: '', err: '' };
    child.stdout.on('data', (piece) => (claude.out += piece));
    child.stderr.on('data', (piece) => (claude.err += piece));
    await until('it asks for the code', () => (claude.out + claude.err).includes('Paste code here'));
    child.stdin.write('whole-code#of-another-state\n');
    claude.code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(claude.code, 1, claude.out + claude.err);
    assert.match(claude.out + claude.err, /visit: https:\/\/.*code_challenge=/);
    assert.match(claude.out + claude.err, /Login failed: /);
    assert.match(claude.err, /The sign-in was not finished/);
    await leaves('claude');
  });
});
