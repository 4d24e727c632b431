// A run as its events tell it: what shared/domain/RunView.cpp derives, for pages that have the events and no worker. Budgets and
// steering are left out.
import type {BaseDrift, ChangedFile, CommandView, ContextSource, GuardReport, MergeConflict, ProviderCallView, RunEvent, RunSummary, RunView, StageView, Usage, ValidationView} from '../api/types.ts';

type Fields = Record<string, unknown>;
const text = (value: unknown, otherwise = '') => typeof value === 'string' ? value : otherwise;
const number = (value: unknown, otherwise = 0) => typeof value === 'number' ? value : otherwise;
const list = <T>(value: unknown) => Array.isArray(value) ? value as T[] : [];

function last<T>(items: T[], fits: (item: T) => boolean): T | undefined {
  for (let index = items.length - 1; index >= 0; --index) if (fits(items[index])) return items[index];
  return undefined;
}

function emptyRun(id: string): RunView {
  const run = {
    id, job_id: '', ticket_key: '', title: '', requester: '', repository: '', branch: '', provider: '', model: '', worker: '', attempt: 1, state: 'running', reason: '',
    summary: '', stage: '', validation: 'not_validated', base_commit: '', head_commit: '', is_pushed: false, additions: 0, deletions: 0, changed_files: 0, repairs: 0,
    usage: {input_tokens: 0, output_tokens: 0}, is_replay: false, sandbox: '', started_at: '', last_seq: 0,
  } as RunSummary;
  return {run, ticket_body: '', stages: [], context: [], provider_calls: [], commands: [], validations: [], files: [], warnings: [], tool_calls: 0, change_seq: 0} as unknown as RunView;
}

function addUsage(sum: Usage, more: Usage): void {
  for (const name of ['input_tokens', 'output_tokens', 'cached_tokens', 'cache_write_tokens', 'reasoning_tokens'] as const)
    if (more[name]) sum[name] = (sum[name] ?? 0) + more[name]!;
}

/** One call of unknown price makes the sum unknown. */
function costOf(calls: ProviderCallView[]): number | undefined {
  let sum = 0;
  for (const call of calls) {
    if (!call.stop) continue;
    if (call.cost_usd === undefined) return undefined;
    sum += call.cost_usd;
  }
  return sum;
}

const takers: Record<string, (view: RunView, event: RunEvent, data: Fields) => void> = {
  'run.started': (view, event, data) => {
    Object.assign(view.run, Object.fromEntries(['job_id', 'ticket_key', 'title', 'requester', 'repository', 'branch', 'provider', 'model', 'worker', 'sandbox'].map(name => [name, text(data[name])])));
    view.run.attempt = number(data.attempt, 1);
    view.run.is_replay = data.is_replay === true;
    if (text(data.replay_of)) view.run.replay_of = text(data.replay_of);
    view.run.started_at = event.ts;
    view.ticket_body = text(data.body);
  },
  'run.finished': ({run}, event, data) => {
    run.state = text(data.outcome) as RunSummary['state'];
    run.reason = text(data.reason);
    run.summary = text(data.summary);
    run.validation = text(data.validation, run.validation) as RunSummary['validation'];
    if (typeof data.is_pushed === 'boolean') run.is_pushed = data.is_pushed;
    run.finished_at = event.ts;
  },
  'run.message': (view, _, data) => { if (data.level === 'warning') view.warnings.push(text(data.text)); },
  'stage.started': (view, event, data) => {
    view.run.stage = text(data.stage);
    view.stages.push({stage: text(data.stage), attempt: number(data.attempt), status: 'running', summary: '', started_at: event.ts, first_seq: event.seq, last_seq: 0} as StageView);
  },
  'stage.finished': (view, event, data) => {
    const stage = last(view.stages, one => one.stage === data.stage && one.attempt === number(data.attempt));
    if (stage) Object.assign(stage, {status: text(data.status), summary: text(data.summary), finished_at: event.ts, last_seq: event.seq});
  },
  'context.source': (view, _, data) => void view.context.push(data as unknown as ContextSource),
  'provider.request': (view, event, data) => void view.provider_calls.push({
    call: number(data.call), attempt: number(data.attempt), model: text(data.model), stop: '', usage: {input_tokens: 0, output_tokens: 0}, latency_ms: 0, retries: 0, tool_calls: 0, first_seq: event.seq,
  } as ProviderCallView),
  'provider.retry': (view, _, data) => {
    const call = last(view.provider_calls, one => one.call === number(data.call));
    if (call) ++call.retries;
  },
  'provider.response': (view, _, data) => {
    const call = last(view.provider_calls, one => one.call === number(data.call));
    if (!call) return;
    call.stop = text(data.stop);
    call.usage = (data.usage ?? call.usage) as Usage;
    call.latency_ms = number(data.latency_ms);
    if (typeof data.cost_usd === 'number') call.cost_usd = data.cost_usd;
    addUsage(view.run.usage, call.usage);
    view.run.model = text(data.model) || view.run.model;
    view.run.cost_usd = costOf(view.provider_calls);
  },
  'tool.call': view => {
    ++view.tool_calls;
    const call = view.provider_calls[view.provider_calls.length - 1];
    if (call) ++call.tool_calls;
  },
  'agent.started': (view, _, data) => {
    for (const host of list<string>(data.hosts)) if (!view.sign_in_hosts?.includes(host)) view.sign_in_hosts = [...view.sign_in_hosts ?? [], host];
  },
  'command.started': (view, event, data) => void view.commands.push({
    command_id: text(data.command_id), kind: text(data.kind), line: text(data.line), attempt: view.stages[view.stages.length - 1]?.attempt ?? 0, end: '', exit_code: -1, duration_ms: 0, first_seq: event.seq, last_seq: 0,
  } as CommandView),
  'command.finished': (view, event, data) => {
    const command = last(view.commands, one => one.command_id === data.command_id);
    if (command) Object.assign(command, {end: text(data.end), exit_code: number(data.exit_code, -1), duration_ms: number(data.duration_ms), last_seq: event.seq});
  },
  'validation.result': (view, _, data) => {
    view.run.validation = text(data.status) as RunSummary['validation'];
    view.validations.push({attempt: number(data.attempt), status: text(data.status), mode: text(data.mode), tree: text(data.tree), failed: list<string>(data.failed)} as ValidationView);
  },
  'repair.started': (view, _, data) => { view.run.repairs = number(data.attempt); },
  'change.recorded': (view, event, data) => {
    view.files = list<ChangedFile>(data.files);
    Object.assign(view.run, {changed_files: view.files.length, additions: number(data.additions), deletions: number(data.deletions), base_commit: text(data.base)});
    view.change_seq = event.seq;
    view.change_tree = text(data.tree);
  },
  'guard.result': (view, _, data) => { view.guard = data as unknown as GuardReport; },
  'base.drifted': (view, _, data) => { view.drift = data as unknown as BaseDrift; },
  'base.merged': (view, _, data) => {
    if (view.drift) view.drift = {...view.drift, merged: text(data.head)};
    view.conflicts = [...view.conflicts ?? [], ...list<MergeConflict>(data.conflicts)];
  },
  'replay.compared': (view, _, data) => { view.replay = data as unknown as RunView['replay']; },
  'commit.created': ({run}, _, data) => Object.assign(run, {head_commit: text(data.commit), base_commit: text(data.base)}),
  'branch.pushed': ({run}) => { run.is_pushed = true; },
};

export function viewOf(id: string, events: RunEvent[]): RunView {
  const view = emptyRun(id);
  for (const event of events) {
    view.run.last_seq = event.seq;
    takers[event.type]?.(view, event, event.data);
  }
  return view;
}
