// RunView from events, as shared/domain/RunView.cpp derives it; for the development server alone.
export function emptyView(id) {
  return {
    run: {id, job_id: '', ticket_key: '', title: '', requester: '', repository: '', branch: '', provider: '', model: '', worker: '', attempt: 1, state: 'running', reason: '',
      summary: '', stage: '', validation: 'not_validated', base_commit: '', head_commit: '', is_pushed: false, additions: 0, deletions: 0, changed_files: 0, repairs: 0,
      usage: {input_tokens: 0, output_tokens: 0, cached_tokens: 0}, is_replay: false, sandbox: '', started_at: '', last_seq: 0},
    ticket_body: '', stages: [], context: [], provider_calls: [], commands: [], validations: [], files: [], warnings: [], tool_calls: 0, change_seq: 0,
  };
}

const last = (list, fits) => [...list].reverse().find(fits);

const appliers = {
  'run.started'(view, {data, ts}) {
    const {body, limits, most, ...rest} = data;
    view.steering = {limits, most, approvals: []};
    Object.assign(view.run, rest, {started_at: ts});
    view.ticket_body = body;
  },
  'run.finished'(view, {data, ts}) {
    Object.assign(view.run, {state: data.outcome, reason: data.reason, summary: data.summary, finished_at: ts});
  },
  'steer.pause'(view, {data, ts}) {
    view.steering.pause = {by: data.by, since: ts, before: ''};
    view.run.waits_for = 'paused';
  },
  'run.paused'(view, {data}) { view.steering.pause.before = data.before; },
  'steer.resume'(view) {
    delete view.steering.pause;
    view.run.waits_for = '';
  },
  'approval.requested'(view, {data, ts, seq}) {
    view.steering.approvals.push({request: data, since: ts, decision: {approval: data.approval, verdict: 'waiting'}, seq});
    view.run.waits_for = 'approval';
  },
  'approval.decided'(view, {data, ts}) {
    Object.assign(view.steering.approvals[0], {decision: data, decided_at: ts});
    view.run.waits_for = '';
  },
  'run.message'(view, {data}) { if (data.level === 'warning') view.warnings.push(data.text); },
  'stage.started'(view, {data, ts, seq}) {
    view.run.stage = data.stage;
    view.stages.push({stage: data.stage, attempt: data.attempt, status: 'running', summary: '', started_at: ts, first_seq: seq, last_seq: 0});
  },
  'stage.finished'(view, {data, ts, seq}) {
    const stage = last(view.stages, one => one.stage === data.stage && one.attempt === data.attempt);
    Object.assign(stage, {status: data.status, summary: data.summary, finished_at: ts, last_seq: seq});
  },
  'context.source'(view, {data}) { view.context.push(data); },
  'provider.request'(view, {data, seq}) {
    view.provider_calls.push({call: data.call, attempt: data.attempt, model: data.model, stop: '', usage: {input_tokens: 0, output_tokens: 0}, latency_ms: 0, retries: 0, tool_calls: 0, first_seq: seq});
  },
  'provider.retry'(view, {data}) { ++last(view.provider_calls, one => one.call === data.call).retries; },
  'provider.response'(view, {data}) {
    const call = last(view.provider_calls, one => one.call === data.call);
    Object.assign(call, {stop: data.stop, usage: data.usage, cost_usd: data.cost_usd, latency_ms: data.latency_ms});
    for (const key of Object.keys(data.usage)) view.run.usage[key] = (view.run.usage[key] ?? 0) + data.usage[key];
    view.run.cost_usd = view.provider_calls.reduce((sum, one) => sum + (one.cost_usd ?? 0), 0);
  },
  'tool.call'(view) {
    ++view.tool_calls;
    if (view.provider_calls.length) ++view.provider_calls[view.provider_calls.length - 1].tool_calls;
  },
  'command.started'(view, {data, seq}) {
    view.commands.push({...data, attempt: view.stages.at(-1)?.attempt ?? 0, end: '', exit_code: -1, duration_ms: 0, first_seq: seq, last_seq: 0});
  },
  'command.finished'(view, {data, seq}) {
    Object.assign(last(view.commands, one => one.command_id === data.command_id), {end: data.end, exit_code: data.exit_code, duration_ms: data.duration_ms, last_seq: seq});
  },
  'validation.result'(view, {data}) {
    view.validations.push(data);
    view.run.validation = data.status;
  },
  'repair.started'(view, {data}) { view.run.repairs = data.attempt; },
  'change.recorded'(view, {data, seq}) {
    view.files = data.files;
    Object.assign(view.run, {changed_files: data.files.length, additions: data.additions, deletions: data.deletions});
    view.change_seq = seq;
  },
  'guard.result'(view, {data}) { view.guard = data; },
  'base.drifted'(view, {data}) { view.drift = {...data}; },
  'base.merged'(view, {data}) {
    view.drift.merged = data.head;
    view.conflicts = [...(view.conflicts ?? []), ...data.conflicts];
  },
  'commit.created'(view, {data}) { Object.assign(view.run, {head_commit: data.commit, base_commit: data.base}); },
  'branch.pushed'(view) { view.run.is_pushed = true; },
};

export function applyEvent(view, event) {
  view.run.last_seq = event.seq;
  appliers[event.type]?.(view, event);
}
