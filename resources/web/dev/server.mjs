// A stand-in for the gateway while pages are made: node dev/server.mjs [--port N] [--new] [--signed-out]. Not part of the product.
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {body, files, patch, Recorder, tellLong, tellStory} from './story.mjs';
import * as made from './catalog.mjs';
import {comparisonOf, fileOf, refsOf, runPatch} from './compare.mjs';

// As the worker serves them; some are enough to look at the form.
const guardRules = [['ci_files', 'CI files', 'pipelines of GitHub, GitLab and others', 'block'], ['lock_file', 'Lock files', 'lock files of package tools', 'flag'], ['secret', 'Secrets', 'tokens and keys in added lines', 'block']].map(([id, title, looks_at, standard]) => ({id, title, looks_at, standard}));
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../dist');
const noMirror = 'There is no mirror of core on this host yet. A run of the repository makes one.';
const types = {'.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml'};
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function startServer({port = 8011, isNew = false, isSignedOut = false} = {}) {
  const now = Date.now();
  const records = new Map();
  const streams = new Set();
  let globalId = 1000;
  const keep = record => {
    records.set(record.view.run.id, record);
    record.listeners.add(event => streams.forEach(send => send({id: ++globalId, run_id: record.view.run.id, event})));
    return record;
  };
  if (!isNew) {
    keep(tellStory('01JD8Z6Q4V7N2MZK3F5C8R1STA', 'job-1', now - 26 * 60_000));
    keep(tellLong('01JD8Z6Q4V7N2MZK3F5C8RLONG', 'job-2', now - 5 * 3600_000));
    for (const old of made.oldRuns(now)) {
      const record = tellStory(old.id, old.job_id, Date.parse(old.started_at), old);
      Object.assign(record.view.run, old);
      keep(record);
    }
    keep(live(now));
    keep(asking(now));
  }

  /** A run that was talked to, and waits for an approval. */
  function asking(start) {
    const record = new Recorder('01JD8Z6Q4V7N2MZK3F5C8RASKS', start - 15 * 60_000);
    record.add('run.started', {job_id: 'job-asking', ticket_key: 'SHOP-152', title: 'Round prices to whole cents', requester: 'lena', repository: 'shop-api', branch: 'tickets/shop-152', provider: 'claude-api', model: 'claude-sonnet-4-5', worker: 'atlas', attempt: 1, is_replay: false, sandbox: 'bubblewrap', body,
      limits: {tokens: 200_000, cost_usd: 2, wall_seconds: 3600, turns: 40}, most: {tokens: 0, cost_usd: 0, wall_seconds: 14_400, turns: 100}});
    record.stage('workspace', 0, 'ok', 'Checked out main.');
    record.stage('implementation', 0, 'ok', 'Prices are rounded.', () => {
      record.call(1, 0, 'The prices come from `pricing/`.', [['read_file', {path: 'src/pricing/discount.ts'}, 'export const x = 1;']]);
      record.add('steer.message', {command_id: 'a', by: 'mara', text: 'Please round half up,\nas the invoices do.', call: 2});
      record.add('steer.extend', {command_id: 'b', by: 'mara', reason: 'a big file', granted: {tokens: 50_000, turns: 5}, limits: {tokens: 200_000, cost_usd: 2, wall_seconds: 3600, turns: 40}});
      record.call(2, 0, 'Then `toCents` rounds half up.', [['read_file', {path: 'src/pricing/rounding.ts'}, 'export const x = 1;']]);
    });
    record.add('change.recorded', {base: '8c1f', tree: 'd00df00d42', files, additions: 52, deletions: 11, patch, is_cut: false});
    record.stage('diff_guard', 0, 'ok', '1 flagged');
    record.add('stage.started', {stage: 'approval', attempt: 0});
    record.add('approval.requested', {approval: 'publish-d00df00d42', causes: ['guard_flags'], why: 'The diff guard flagged the change: assets/badge.png: A file cannot be reviewed as text.', tree: 'd00df00d42', until: new Date(start + 23 * 3600_000).toISOString()});
    return record;
  }

  /** A run that goes on while somebody looks. */
  function live(start) {
    const record = new Recorder('01JD8Z6Q4V7N2MZK3F5C8RLIVE', start - 95_000);
    record.add('run.started', {job_id: 'job-live', ticket_key: 'SHOP-150', title: 'Show the delivery day in the basket', requester: 'lena', repository: 'shop-web', branch: 'tickets/shop-150', provider: 'claude-api', model: 'claude-sonnet-4-5', worker: 'atlas', attempt: 1, is_replay: false, sandbox: 'bubblewrap', body, limits: {wall_seconds: 14_400, turns: 100}, most: {wall_seconds: 14_400, turns: 100}});
    record.stage('workspace', 0, 'ok', 'Checked out main.');
    record.stage('context', 0, 'ok', '4 sources.', () => record.add('context.source', {kind: 'ticket', path: 'SHOP-150', bytes: 900, tokens: 220, is_cut: false}));
    record.add('stage.started', {stage: 'implementation', attempt: 0});
    for (let i = 1; i < 12; ++i) record.call(i, 0, i % 3 ? '' : 'The basket reads its lines from `useBasket()`; the day belongs there.', [['read_file', {path: `src/basket/part${i}.tsx`}, 'export const x = 1;']]);
    let number = 12;
    const words = 'The delivery day comes from the carrier, so the basket asks for it once and keeps it with the lines. '.split(' ');
    let at = 0;
    const timer = setInterval(() => {
      record.clock = Date.now();
      if (at === 0) record.add('provider.request', {call: number, attempt: 0, model: 'claude-sonnet-4-5', messages: 3, request: {}}, 0);
      if (at < words.length) record.add('provider.delta', {call: number, kind: 'text', text: `${words[at++]} `}, 0);
      else {
        record.add('provider.response', {call: number, content: [{type: 'text', text: words.join(' ')}], stop: 'tool_use', usage: {input_tokens: 900, output_tokens: 80, cached_tokens: 9000}, cost_usd: 0.006, latency_ms: 2100}, 0);
        record.tool('read_file', {path: `src/basket/day${number}.ts`}, 'ok');
        ++number;
        at = 0;
      }
    }, 150);
    timer.unref();
    return record;
  }

  const runs = () => [...records.values()].map(record => record.view.run).sort((a, b) => b.started_at.localeCompare(a.started_at));
  const state = made.catalog(now, isNew, runs);
  let isIn = !isSignedOut;

  const routes = [
    ['GET', /^\/me$/, () => ({name: 'mara', role: 'admin', worker: 'atlas', version: '0.1.0'})],
    ['POST', /^\/login$/, (_, data) => { if (data.token !== 'good') return error(401, 'unauthorized', 'The token is not valid, or was revoked.'); isIn = true; return {}; }],
    ['POST', /^\/logout$/, () => { isIn = false; }],
    ['GET', /^\/dashboard$/, () => state.dashboard()],
    ['GET', /^\/health$/, () => state.health()],
    ['GET', /^\/diff-guard\/rules$/, () => ({items: guardRules})],
    ['GET', /^\/repositories$/, () => ({items: state.repositories})],
    ['GET', /^\/repositories\/([^/]+)$/, ([alias]) => state.repositories.find(one => one.alias === alias)],
    ['POST', /^\/repositories$/, (_, data) => state.repositories.some(one => one.alias === data.alias) ? error(409, 'conflict', `There is a repository "${data.alias}" already; choose another alias.`, {field: 'alias'}) : state.addRepository(data)],
    ['PUT', /^\/repositories\/([^/]+)$/, ([alias], data) => Object.assign(state.repositories.find(one => one.alias === alias), data, {version: 2})],
    ['POST', /^\/repositories\/([^/]+)\/test$/, () => ({is_reachable: true, default_branch: 'main', head_commit: '8c1f0d2e41'.repeat(4), message: 'The remote answers and lets this worker read.'})],
    ['GET', /^\/providers$/, () => state.providers],
    ['POST', /^\/providers\/([^/]+)\/test$/, () => ({is_working: true, message: 'The model answered.', duration_ms: 812})],
    ['GET', /^\/tickets$/, (_, __, search) => ({items: state.tickets.filter(one => `${one.ticket.key} ${one.ticket.title}`.toLowerCase().includes((search.get('q') ?? '').toLowerCase()))})],
    ['POST', /^\/tickets$/, (_, data) => state.addTicket(data)],
    ['GET', /^\/jobs\/([^/]+)$/, ([id]) => state.jobs().find(job => job.id === id)],
    ['POST', /^\/jobs\/([^/]+)\/(?:cancel|retry)$/, ([id]) => state.jobs().find(job => job.id === id)],
    ['GET', /^\/runs$/, (_, __, search) => ({items: runs().filter(run => (!search.get('state') || run.state === search.get('state')) && (!search.get('q') || `${run.ticket_key} ${run.title}`.toLowerCase().includes(search.get('q').toLowerCase())))})],
    ['GET', /^\/runs\/([^/]+)$/, ([id]) => records.get(id)?.view],
    ['GET', /^\/runs\/([^/]+)\/events$/, ([id], _, search) => {
      const after = Number(search.get('after') ?? 0), limit = Math.min(200, Number(search.get('limit') ?? 50)), type = search.get('type');
      const events = records.get(id).events.slice(after).filter(event => !type || type.split(',').includes(event.type)).slice(0, limit);
      return {items: events.map(event => ({id: event.seq, run_id: id, event}))};
    }],
    ['POST', /^\/runs\/([^/]+)\/commands$/, ([id], data) => {
      const record = records.get(id), by = 'mara', told = {command_id: String(Date.now()), by, reason: data.text};
      record.clock = Date.now();
      if (data.command === 'pause') record.add('steer.pause', told), record.add('run.paused', {by, before: 'model call'});
      if (data.command === 'resume') record.add('steer.resume', told);
      if (data.command === 'approve' || data.command === 'reject') record.add('approval.decided', {...told, approval: 'publish', verdict: data.command === 'approve' ? 'approved' : 'rejected'});
      if (data.command === 'message') record.add('steer.message', {...told, text: data.text, call: 3});
      return {id: told.command_id, run_id: id, command: data.command, by};
    }],
    ['GET', /^\/runs\/([^/]+)\/patch$/, ([id]) => ({base: '8c1f', tree: 'd00df00d42', patch: records.get(id).bigPatch ?? runPatch, is_cut: false, files})],
    ['GET', /^\/runs\/([^/]+)\/files\/(before|after)$/, ([id, side], _, search) => id.endsWith('ASKS') ? error(404, 'not_found', `${search.get('path')} cannot be shown as it was ${side} the run. There is no mirror of the repository here.`) : fileOf(search.get('path'), side)],
    ['GET', /^\/repositories\/([^/]+)\/refs$/, ([alias]) => alias === 'core' ? error(404, 'not_found', noMirror) : refsOf(now)],
    ['GET', /^\/repositories\/([^/]+)\/compare$/, ([alias], _, search) => alias === 'core' ? error(404, 'not_found', noMirror) : /nowhere/.test(search.get('range')) ? error(400, 'invalid_input', '"nowhere" is no branch, tag or commit of this repository. Fetch it, or look at its refs.') : comparisonOf(search.get('range'), now)],
    ['GET', /^\/repositories\/([^/]+)\/files$/, (_, __, search) => fileOf(search.get('path'), search.get('commit')[0] === '8' ? 'before' : 'after')],
  ];

  function error(status, code, message, details = {}) {
    return {status, body: {error: {code, message, details}}};
  }

  function stream(response, subscribe) {
    response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
    response.write(': hello\n\n');
    response.on('close', subscribe((id, entry) => response.write(`id: ${id}\ndata: ${JSON.stringify(entry)}\n\n`)));
  }

  async function serve(request, response) {
    const url = new URL(request.url, 'http://x');
    if (url.pathname === '/healthz') return response.end('ok');
    if (!url.pathname.startsWith('/api/v1/')) {
      const name = path.extname(url.pathname) ? url.pathname : '/index.html';
      try {
        const content = await readFile(path.join(root, name));
        response.writeHead(200, {'Content-Type': types[path.extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': policy});
        return response.end(content);
      } catch {
        return response.writeHead(404).end();
      }
    }
    const local = decodeURIComponent(url.pathname.slice(7));
    let text = '';
    for await (const chunk of request) text += chunk;
    const answer = (status, value) => response.writeHead(status, {'Content-Type': 'application/json'}).end(value === undefined ? '' : JSON.stringify(value));
    if (!isIn && local !== '/login') return answer(401, {error: {code: 'unauthorized', message: 'Sign in.', details: {}}});
    const live = /^\/runs\/([^/]+)\/stream$/.exec(local);
    if (live) {
      const record = records.get(live[1]);
      return stream(response, send => {
        const give = event => send(event.seq, {id: event.seq, run_id: live[1], event});
        record.events.slice(Number(url.searchParams.get('after') ?? 0)).forEach(give);
        record.listeners.add(give);
        return () => record.listeners.delete(give);
      });
    }
    if (local === '/stream') return stream(response, send => {
      const give = entry => send(entry.id, entry);
      streams.add(give);
      return () => streams.delete(give);
    });
    for (const [method, pattern, handler] of routes) {
      const hit = pattern.exec(local);
      if (!hit || method !== request.method) continue;
      const value = handler(hit.slice(1), text ? JSON.parse(text) : {}, url.searchParams);
      if (value?.status && value.body) return answer(value.status, value.body);
      return value === undefined && method === 'GET' ? answer(404, error(404, 'not_found', `There is nothing at ${local}.`).body) : answer(200, value ?? {});
    }
    return answer(404, error(404, 'not_found', `There is nothing at ${local}.`).body);
  }
  const server = createServer((request, response) => void serve(request, response).catch(cause => { console.error(cause); response.destroy(); }));
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve({server, records, address: `http://127.0.0.1:${server.address().port}`})));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  const {address} = await startServer({port: at > 0 ? Number(process.argv[at + 1]) : 8011, isNew: process.argv.includes('--new'), isSignedOut: process.argv.includes('--signed-out')});
  console.log(address);
}
