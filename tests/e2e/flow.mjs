// Tickets, scripted answers, and what must hold after every run.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assertFits } from '../servers/event-schema.mjs';
import { readText, secrets } from './support.mjs';

/** A program with a test that a change can break or mend: the number in value.txt must be even. */
export const evenProgram = {
  'value.txt': '2\n',
  'check.py': 'import sys\nvalue = int(open("value.txt").read())\nprint("value is", value)\nsys.exit(value % 2)\n',
  'AGENTS.md': 'Keep the value even.\n',
};
export const evenCheck = 'python3 check.py';
export const hangCommand = 'python3 -c "import time; time.sleep(600)"';

export const write = (content, path = 'value.txt') => ({ text: 'I will write it.', tools: [{ name: 'write_file', input: { path, content } }] });
export const finish = (summary = 'Wrote the value.') => ({ tools: [{ name: 'finish', input: { summary } }] });
export const command = (line) => ({ tools: [{ name: 'run_command', input: { command: line } }] });

/** The two paths that are driven: transport and wire protocol together. */
export const lines = [
  {
    name: 'HTTP with a password, Anthropic Messages', kind: 'claude-api', endpoint: (models) => models.url, server: (place) => place.gitHttp(),
    credential: (server) => ({ username: server.user, password: secrets.password }),
  },
  {
    name: 'SSH with ed25519, OpenAI Chat Completions', kind: 'openai-compatible', endpoint: (models) => `${models.url}/v1`, server: (place) => place.gitSsh(),
    credential: (server) => ({ ssh_key: readText(server.keys.ed25519), known_hosts: readText(server.knownHosts) }),
  },
];

export const stagesOf = async (worker, run) => (await worker.get(`/api/v1/runs/${run}`)).stages.map((stage) => `${stage.stage}:${stage.status}`);

/** A completed run: the branch has one commit more, made and told as run.md says. Gives the view of the run. */
export async function assertPublished(worker, remote, job, base) {
  assert.equal(job.state, 'completed', job.summary);
  const { run } = await worker.get(`/api/v1/runs/${job.run_id}`);
  const branch = `tickets/${job.ticket_key.toLowerCase()}`;
  assert.equal(job.branch, branch);
  assert.deepEqual([run.state, run.reason, run.branch, run.is_pushed], ['completed', '', branch, true]);
  const [commit, parents, author, committer, body] = remote.git('log', '-1', '--format=%H%x00%P%x00%an <%ae>%x00%cn <%ce>%x00%B', branch).split('\0');
  assert.equal(run.head_commit, commit);
  assert.equal(parents, base ?? remote.head('main'));
  assert.equal(run.base_commit, parents);
  assert.equal(author, 'MergeLoom <mergeloom@local>');
  assert.equal(committer, author);
  assert.equal(body.split('\n')[0], `${job.ticket_key}: ${job.title}`);
  assert.match(body.trimEnd(), new RegExp(`\\n\\nMergeLoom-Run: ${run.id}\\nTicket: ${job.ticket_key}$`));
  return run;
}

/** A run that must not have pushed. Gives the view of the run. */
export async function assertUnpublished(worker, remote, job, state, reason) {
  assert.deepEqual([job.state, job.reason], [state, reason], job.summary);
  const { run } = await worker.get(`/api/v1/runs/${job.run_id}`);
  assert.equal(run.is_pushed, false);
  assert.equal(run.reason, reason);
  assert.ok(run.finished_at);
  assert.ok(!remote.branches().includes(job.branch), `${job.branch} was pushed`);
  assert.equal((await worker.events(job.run_id, 'branch.pushed')).length, 0);
  return run;
}

/** The journal on disk is a whole chain, and the stored events are its lines. */
export async function assertSameFacts(worker, run) {
  const linesOfFile = worker.journal(run).split('\n').slice(0, -1);
  let previous = '';
  for (const [index, line] of linesOfFile.entries()) {
    const event = JSON.parse(line);
    assert.equal(event.seq, index + 1);
    assert.equal(event.prev ?? '', previous, `line ${index + 1}`);
    previous = createHash('sha256').update(line).digest('hex');
    assertFits(event);
  }
  assert.deepEqual(await worker.events(run), linesOfFile.map((line) => JSON.parse(line)));
  return linesOfFile;
}

function* filesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (entry.isFile()) yield path;
  }
}

/** Neither in a file that the worker keeps (journals, database, mirrors, workspaces), nor in its log, nor in an answer. */
export async function assertNoSecrets(worker, server) {
  const words = [secrets.password, secrets.apiKey, Buffer.from(`${server?.user}:${secrets.password}`).toString('base64')];
  for (const key of Object.values(server?.keys ?? {})) words.push(readText(key).split('\n')[2]);
  for (const path of ['repositories', 'providers', 'jobs', 'runs', 'tickets', 'dashboard', 'health', 'tokens']) await worker.get(`/api/v1/${path}`);
  for (const { id } of (await worker.get('/api/v1/runs?limit=200')).items) {
    await worker.get(`/api/v1/runs/${id}`);
    await worker.events(id);
  }
  await worker.entries();
  let files = 0;
  for (const path of filesOf(worker.data)) {
    if (statSync(path).size > 64 << 20) continue;
    files += 1;
    const bytes = readFileSync(path);
    for (const word of words) assert.ok(!bytes.includes(word), `${path} holds a secret`);
  }
  assert.ok(files > 5);
  for (const word of words) {
    assert.ok(!worker.log.includes(word), 'the log holds a secret');
    assert.ok(!worker.answers.some((text) => text.includes(word)), 'an API answer holds a secret');
  }
}
