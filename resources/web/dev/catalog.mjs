// Repositories, providers, tickets and old runs of the development server.
const titles = [['SHOP-139', 'Search finds words with accents', 'shop-api'], ['SHOP-140', 'Invoices carry the order number', 'shop-api'], ['WEB-77', 'The menu closes with Escape', 'shop-web'], ['CORE-5', 'Retry uploads that the store refused for a moment', 'core'],
  ['SHOP-133', 'Delete customers who asked for it, with everything that belongs to them and a record of when', 'shop-api'], ['WEB-71', 'Dark mode for the order page', 'shop-web'], ['CORE-3', 'Read the configuration once', 'core'], ['SHOP-121', 'Currency in the export', 'shop-api']];
const ends = [['completed', ''], ['completed', ''], ['blocked', 'diff_guard_blocked'], ['completed', ''], ['failed', 'provider_failed'], ['completed', ''], ['cancelled', 'cancelled'], ['completed', '']];

export function oldRuns(now) {
  return titles.map(([ticket_key, title, repository], index) => {
    const [state, reason] = ends[index];
    const start = now - (index + 1) * 7.3 * 3600_000;
    return {id: `01JD7${String(index).padStart(3, '0')}Q4V7N2MZK3F5C8R1ST`, job_id: `job-old-${index}`, ticket_key, title, repository, state, reason, requester: index % 2 ? 'mara' : 'jon', branch: `tickets/${ticket_key.toLowerCase()}`,
      summary: state === 'blocked' ? '214 files changed; at most 100 are allowed here.' : state === 'failed' ? 'The provider answered 529 for ten minutes.' : '', provider: index % 3 ? 'claude-api' : 'openai-compatible', model: index % 3 ? 'claude-sonnet-4-5' : 'qwen3-coder-480b',
      is_pushed: state === 'completed', cost_usd: index === 3 ? undefined : 0.04 + index * 0.11, repairs: index % 3, started_at: new Date(start).toISOString(), finished_at: new Date(start + 100_000 + index * 61_000).toISOString()};
  });
}

const field = (name, label, kind, more = {}) => ({name, label, kind, choices: [], is_required: false, help: '', placeholder: '', variable: '', locked_by: '', ...more});
const kinds = [
  {kind: 'claude-api', label: 'Claude API', description: 'Anthropic Messages with streaming, tools and prompt caching.', form: [
    field('api_key', 'API key', 'secret', {is_required: true, variable: 'JCA_ANTHROPIC_API_KEY', help: 'From the console of Anthropic.'}),
    field('model', 'Model', 'text', {is_required: true, placeholder: 'claude-sonnet-4-5', variable: 'JCA_ANTHROPIC_MODEL', locked_by: 'JCA_ANTHROPIC_MODEL'}),
    field('endpoint', 'Endpoint', 'url', {placeholder: 'https://api.anthropic.com', variable: 'JCA_ANTHROPIC_BASE_URL', help: 'Only for a gateway of your own.'})]},
  {kind: 'openai-compatible', label: 'OpenAI-compatible', description: 'Any endpoint with tool calling: vLLM, Ollama, llama.cpp, LiteLLM.', form: [
    field('endpoint', 'Endpoint', 'url', {is_required: true, placeholder: 'http://127.0.0.1:11434/v1'}), field('model', 'Model', 'text', {is_required: true}), field('api_key', 'API key', 'secret'),
    field('protocol', 'Protocol', 'choice', {choices: ['chat', 'responses'], help: 'Chat Completions unless the endpoint wants Responses.'})]},
  {kind: 'replay', label: 'Replay', description: 'Recorded answers; tools, commands and the push are real.', form: [field('recording', 'Recording', 'path', {is_required: true})]},
];

export function catalog(now, isNew, runs) {
  const ago = minutes => new Date(now - minutes * 60_000).toISOString();
  const repository = (alias, url, commands, extra = {}) => ({id: `r-${alias}`, alias, clone_url: url, default_branch: 'main', is_enabled: true, settings: {setup_commands: ['npm ci'], validation_commands: commands, validation_mode: 'required', maximum_repairs: -1},
    username: 'worker', has_secret: true, version: 1, updated_at: ago(3000), ...extra});
  const repositories = isNew ? [] : [repository('core', 'git@git.example.com:team/core.git', ['make check']), repository('shop-api', 'https://git.example.com/team/shop-api.git', ['npm run typecheck', 'npm test']),
    repository('shop-web', 'https://git.example.com/team/shop-web.git', [], {is_enabled: false, has_secret: false, default_branch: ''})];
  const providers = {kinds, items: isNew ? [] : [
    {profile: {id: 'claude-api', kind: 'claude-api', name: 'Claude', model: 'claude-sonnet-4-5', endpoint: '', options: {}, is_default: true}, has_secret: true, state: 'ready', detail: '', version: 1},
    {profile: {id: 'openai-compatible', kind: 'openai-compatible', name: 'Local model', model: 'qwen3-coder-480b', endpoint: 'http://10.0.0.12:8000/v1', options: {protocol: 'chat'}}, has_secret: false, state: 'failing', detail: 'http://10.0.0.12:8000/v1 refuses the connection. Start the server there, or change the endpoint.', version: 3}]};
  const jobOf = run => ({id: run.job_id, ticket_key: run.ticket_key, title: run.title, repository: run.repository, state: run.state, priority: 0, attempt: run.attempt, run_id: run.id, stage: run.stage, reason: run.reason, summary: run.summary, branch: run.branch, worker: 'atlas', queued_at: run.started_at, updated_at: run.finished_at ?? new Date().toISOString()});
  const waiting = isNew ? [] : ['Check postcodes for Ireland', 'Upgrade the mail library', 'Log the request id everywhere'].map((title, index) => ({id: `job-q${index}`, ticket_key: `SHOP-${151 + index}`, title, repository: 'shop-api', state: 'queued', priority: 0, attempt: 0, stage: '', reason: '', summary: '', branch: '', worker: '', queued_at: ago(4 + index * 9), updated_at: ago(4)}));
  const jobs = () => [...waiting, ...runs().map(jobOf)];
  const added = [];
  const entries = () => [...added, ...(isNew ? [] : [{id: 't0', ticket: {source: 'local', key: 'LOCAL-3', title: 'Rename everything', body: '', requester: 'jon', labels: []}, created_at: ago(2), refusal: 'No repository is called "everything". Choose one of core, shop-api, shop-web.'}]),
    ...jobs().map(job => ({id: job.id, ticket: {source: 'local', key: job.ticket_key, title: job.title, body: '', requester: 'mara', labels: []}, created_at: job.queued_at, job, refusal: ''}))];
  const days = Array.from({length: 14}, (_, index) => ({day: new Date(now - (13 - index) * 86_400_000).toISOString().slice(0, 10), completed: isNew ? 0 : (index * 5) % 9 + 1, blocked: isNew ? 0 : index % 4 === 1 ? 2 : 0, failed: isNew ? 0 : index % 5 === 2 ? 1 : 0, cancelled: isNew ? 0 : index % 7 === 3 ? 1 : 0, cost_usd: isNew ? 0 : (index * 7 % 10) * 0.31 + 0.2}));
  return {
    repositories, providers, jobs, get tickets() { return entries(); },
    addRepository(data) { const one = {...repository(data.alias, data.clone_url, []), ...data}; repositories.push(one); return one; },
    addTicket(data) {
      if (!data.repository) return {status: 400, body: {error: {code: 'invalid_input', message: 'Choose the repository that the ticket is about.', details: {field: 'repository'}}}};
      const job = {...(waiting[0] ?? jobOf(runs()[0] ?? {})), id: 'job-q9', ticket_key: 'LOCAL-4', title: data.title, state: 'queued', run_id: undefined};
      waiting.push(job);
      return {id: 't9', ticket: {source: 'local', key: 'LOCAL-4', ...data}, created_at: new Date().toISOString(), job, refusal: ''};
    },
    dashboard: () => ({worker: 'atlas', version: '0.1.0', executors: isNew ? [] : [{id: 'w1', name: 'atlas-1', state: 'running', version: '0.1.0', job_id: 'job-live', run_id: '01JD8Z6Q4V7N2MZK3F5C8RLIVE', sandbox: 'bubblewrap', last_seen_at: new Date().toISOString()}, {id: 'w2', name: 'atlas-2', state: 'idle', version: '0.1.0', sandbox: 'bubblewrap', last_seen_at: new Date().toISOString()}],
      active: jobs().filter(job => job.state === 'running'), queue: waiting, needs_person: jobs().filter(job => ['blocked', 'failed'].includes(job.state)), recent: runs().filter(run => run.state !== 'running').slice(0, 8), days, repositories: repositories.length,
      providers_ready: providers.items.filter(one => one.state === 'ready').length, tickets: entries().length, health: isNew ? 'ok' : 'warning', health_text: isNew ? 'All checks are fine.' : 'One check wants attention: disk.'}),
    health: () => ({status: 'warning', network: {setup: 'allowlist', validation: 'allowlist', agent: 'none', hosts: ['*:*', '10.1.0.0/16']}, checks: [['database', 'ok', 'SQLite, schema 3, 41 MiB; a write took 2 ms.', ''], ['executors', 'ok', '2 connected, 1 busy.', ''], ['sandbox', 'ok', 'bubblewrap 0.8 with all namespaces.', ''],
      ['disk', 'warning', '3.1 GiB free of 40 GiB in /var/lib/mergeloom.', 'Free some space, or lower the quota of workspaces (JCA_WORKER_WORKSPACE_QUOTA).'], ['providers', 'failing', 'Local model: connection refused.', 'Start the server at http://10.0.0.12:8000, or change the endpoint on the Providers page.'], ['clock', 'ok', 'Within 20 ms of the database.', '']]
      .map(([name, status, seen, remedy]) => ({name, status, seen, remedy, checked_at: new Date().toISOString()}))}),
  };
}
