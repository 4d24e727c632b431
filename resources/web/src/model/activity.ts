// The events of a stage as what a reader looks at: messages, tool calls, commands, findings.
import type {ChangedFile, ContentPart, GuardFinding, RunEvent} from '../api/types.ts';
import {Output} from './ansi.ts';
import {count, duration, money, plain, plural, reach, removedBy} from './words.ts';

export interface HostUse { host: string; port: number; connections: number; sent: number; received: number }
interface Base { seq: number; ts: string }
export interface CallItem extends Base { type: 'call'; call: number; model: string; retries: string[]; response?: {stop: string; latencyMs: number; costUsd?: number; input: number; output: number; cached: number} }
export interface MessageItem extends Base { type: 'message'; kind: 'text' | 'reasoning'; text: string; call: number; isLive: boolean }
export interface ToolItem extends Base { type: 'tool'; callId: string; name: string; input: Record<string, unknown>; result?: {text: string; isError: boolean; durationMs: number}; command?: CommandItem }
export interface CommandItem extends Base { type: 'command'; commandId: string; kind: string; line: string; output: Output; end: string; exitCode: number; durationMs: number; droppedBytes: number; hosts: HostUse[]; skipped?: [number, number]; version: number }
export interface SourceItem extends Base { type: 'source'; kind: string; path: string; bytes: number; tokens: number; isCut: boolean }
export interface ValidationItem extends Base { type: 'validation'; status: string; mode: string; tree: string; failed: string[] }
export interface GuardItem extends Base { type: 'guard'; verdict: string; findings: GuardFinding[] }
export interface ChangeItem extends Base { type: 'change'; files: ChangedFile[]; additions: number; deletions: number }
export interface NoteItem extends Base { type: 'note'; sign: 'info' | 'warning' | 'commit' | 'push' | 'repair' | 'checkpoint' | 'end' | 'person'; text: string; copy?: string }
/** What a person told the agent. */
export interface SaidItem extends Base { type: 'said'; by: string; text: string; isLate: boolean }
export type Item = SaidItem | CallItem | MessageItem | ToolItem | CommandItem | SourceItem | ValidationItem | GuardItem | ChangeItem | NoteItem;

type Fields = Record<string, unknown>;
const text = (value: unknown) => typeof value === 'string' ? value : '';
const number = (value: unknown) => typeof value === 'number' ? value : 0;
const list = <T>(value: unknown) => Array.isArray(value) ? value as T[] : [];

export class Activity {
  readonly items: Item[] = [];
  version = 0;
  private readonly tools = new Map<string, ToolItem>();
  private readonly commands = new Map<string, CommandItem>();
  private readonly calls = new Map<number, CallItem>();

  take(event: RunEvent): void {
    ++this.version;
    const base = {seq: event.seq, ts: event.ts};
    const take = takers[event.type];
    const data = event.removed ? this.inPlace(event) : event.data;
    if (data) take?.call(this, base, data);
  }

  /** Where a policy has removed a text, words stand for it: an empty place would say that there was none. */
  private inPlace({type, data, removed}: RunEvent): Fields | undefined {
    const words = `This was ${removedBy(removed!)}.`;
    switch (type) {
      case 'provider.delta': return undefined; // of an answer that says so itself
      case 'provider.response': return {...data, content: [{type: 'text', text: words}]};
      case 'tool.call': return {...data, input: {input: words}};
      case 'tool.result': return {...data, text: words};
      case 'command.output': return this.commands.get(text(data.command_id))?.output.lines.length ? undefined : {...data, text: `${words}\n`};
      default: return data;
    }
  }

  callStarted(base: Base, data: Fields): void {
    const item: CallItem = {...base, type: 'call', call: number(data.call), model: text(data.model), retries: []};
    this.calls.set(item.call, item);
    this.items.push(item);
  }

  /** Pieces of an answer that is being written; the whole answer takes their place. */
  delta(base: Base, data: Fields): void {
    const kind = text(data.kind) === 'reasoning' ? 'reasoning' : 'text';
    const call = number(data.call);
    const last = this.items[this.items.length - 1];
    if (last?.type === 'message' && last.isLive && last.call === call && last.kind === kind) last.text += text(data.text);
    else this.items.push({...base, type: 'message', kind, text: text(data.text), call, isLive: true});
  }

  answered(base: Base, data: Fields): void {
    const call = number(data.call);
    for (let i = this.items.length - 1; i >= 0; --i) {
      const item = this.items[i];
      if (item.type === 'message' && item.isLive && item.call === call) this.items.splice(i, 1);
    }
    const usage = (data.usage ?? {}) as Fields;
    const started = this.calls.get(call);
    if (started)
      started.response = {stop: text(data.stop), latencyMs: number(data.latency_ms), input: number(usage.input_tokens), output: number(usage.output_tokens),
        cached: number(usage.cached_tokens), costUsd: typeof data.cost_usd === 'number' ? data.cost_usd : undefined};
    for (const part of list<ContentPart>(data.content))
      if ((part.type === 'text' || part.type === 'reasoning') && part.text?.trim())
        this.items.push({...base, type: 'message', kind: part.type, text: part.text, call, isLive: false});
  }

  toolCalled(base: Base, data: Fields): void {
    const item: ToolItem = {...base, type: 'tool', callId: text(data.call_id), name: text(data.name), input: (data.input ?? {}) as Fields};
    this.tools.set(item.callId, item);
    this.items.push(item);
  }

  toolAnswered(base: Base, data: Fields): void {
    let item = this.tools.get(text(data.call_id));
    if (!item) {
      item = {...base, type: 'tool', callId: text(data.call_id), name: text(data.name), input: {}};
      this.items.push(item);
    }
    item.result = {text: text(data.text), isError: data.is_error === true, durationMs: number(data.duration_ms)};
  }

  commandStarted(base: Base, data: Fields): void {
    const item: CommandItem = {...base, type: 'command', commandId: text(data.command_id), kind: text(data.kind), line: text(data.line),
      output: new Output(), end: '', exitCode: -1, durationMs: 0, droppedBytes: 0, hosts: [], version: 0};
    this.commands.set(item.commandId, item);
    const last = this.items[this.items.length - 1];
    // What the agent runs belongs to the tool call that asked for it.
    if (item.kind === 'agent' && last?.type === 'tool' && !last.result && !last.command) last.command = item;
    else this.items.push(item);
  }

  commandOutput(_base: Base, data: Fields): void {
    const item = this.commands.get(text(data.command_id));
    if (!item) return;
    item.output.append(text(data.text));
    ++item.version;
  }

  commandFinished(_base: Base, data: Fields): void {
    const item = this.commands.get(text(data.command_id));
    if (!item) return;
    item.end = text(data.end);
    item.exitCode = typeof data.exit_code === 'number' ? data.exit_code : -1;
    item.durationMs = number(data.duration_ms);
    item.droppedBytes = number(data.dropped_bytes);
    item.hosts = list<HostUse>((data.network as Fields | undefined)?.hosts);
    ++item.version;
  }

  /** The output of a long command was not read; a reader who opens it reads it then. */
  markSkipped(commandId: string, range: [number, number]): void {
    const item = this.commands.get(commandId);
    if (item) item.skipped = range;
  }

  /** `Counting objects: 5%` gives way to `Counting objects: 11%`. */
  progress(base: Base, what: string): void {
    const subject = (line: string) => /^(.*?):?\s+\d/.exec(line)?.[1];
    const last = this.items[this.items.length - 1];
    if (last?.type === 'note' && last.sign === 'info' && subject(what) !== undefined && subject(last.text) === subject(what)) last.text = what;
    else this.note(base, 'info', what);
  }

  steered(base: Base, data: Fields, what: string): void {
    this.note(base, 'person', `${text(data.by)} ${what}${text(data.reason) && `: ${text(data.reason)}`}`);
  }

  note(base: Base, sign: NoteItem['sign'], what: string, copy?: string): void {
    this.items.push({...base, type: 'note', sign, text: what, copy});
  }
}

/** "by 5 turns, 20 min", or that there was nothing to give. */
function grant(granted: Fields = {}): string {
  const parts = [number(granted.tokens) && `${count(number(granted.tokens))} tokens`, number(granted.cost_usd) && money(number(granted.cost_usd)),
    number(granted.wall_seconds) && duration(number(granted.wall_seconds) * 1000), number(granted.turns) && plural(number(granted.turns), 'turn')].filter(Boolean);
  return parts.length ? `by ${parts.join(', ')}` : 'by nothing: it has no such limit, or is at what the worker allows';
}

type Taker = (this: Activity, base: Base, data: Fields) => void;
const takers: Record<string, Taker> = {
  'provider.request': Activity.prototype.callStarted,
  'provider.delta': Activity.prototype.delta,
  'provider.response': Activity.prototype.answered,
  'provider.retry'(base, data) { this.note(base, 'warning', `Provider asked again (${number(data.retry)}) after ${number(data.wait_ms)} ms: ${text(data.reason)}`); },
  'agent.started'(base, data) { this.note(base, 'info', `${text(data.agent)} ${text(data.release)} ${text(data.session) ? 'goes on with its session' : 'starts'}${text(data.access) === 'sign_in' ? `, with its own sign-in; it may reach ${reach(list<string>(data.hosts))}` : ''}`); },
  'agent.finished'(base, data) { if (text(data.error)) this.note(base, 'warning', text(data.error)); },
  'tool.call': Activity.prototype.toolCalled,
  'tool.result': Activity.prototype.toolAnswered,
  'command.started': Activity.prototype.commandStarted,
  'command.output': Activity.prototype.commandOutput,
  'command.finished': Activity.prototype.commandFinished,
  'context.source'(base, data) { this.items.push({...base, type: 'source', kind: text(data.kind), path: text(data.path), bytes: number(data.bytes), tokens: number(data.tokens), isCut: data.is_cut === true}); },
  'validation.result'(base, data) { this.items.push({...base, type: 'validation', status: text(data.status), mode: text(data.mode), tree: text(data.tree), failed: list<string>(data.failed)}); },
  'guard.result'(base, data) { this.items.push({...base, type: 'guard', verdict: text(data.verdict), findings: list<GuardFinding>(data.findings)}); },
  'change.recorded'(base, data) { this.items.push({...base, type: 'change', files: list<ChangedFile>(data.files), additions: number(data.additions), deletions: number(data.deletions)}); },
  'run.message'(base, data) {
    if (text(data.level) === 'progress') this.progress(base, text(data.text));
    else this.note(base, text(data.level) === 'warning' ? 'warning' : 'info', text(data.text));
  },
  'workspace.checkpoint'(base, data) { this.note(base, 'checkpoint', `Checkpoint ${text(data.tree).slice(0, 10)}`, text(data.tree)); },
  'network.refused'(base, data) { this.note(base, 'warning', `Network: ${text(data.text)}`); },
  'steer.message'(base, data) { this.items.push({...base, type: 'said', by: text(data.by), text: text(data.text), isLate: false}); },
  'steer.undelivered'(base, data) { this.items.push({...base, type: 'said', by: text(data.by), text: text(data.text), isLate: true}); },
  'steer.pause'(base, data) { this.steered(base, data, 'pauses the run'); },
  'steer.resume'(base, data) { this.steered(base, data, 'lets the run go on'); },
  'steer.cancel'(base, data) { this.steered(base, data, 'cancels the run'); },
  'steer.extend'(base, data) { this.steered(base, data, `extends the budget ${grant(data.granted as Fields)}`); },
  'steer.ignored'(base, data) { this.note(base, 'person', `${text(data.by)}: ${plain(text(data.command))} was left. ${text(data.why)}`); },
  'run.paused'(base, data) { this.note(base, 'person', `Paused before ${text(data.before)}`); },
  'run.continued'(base, data) { this.note(base, 'person', `Goes on after ${duration(number(data.paused_ms))}`); },
  'approval.requested'(base, data) { this.note(base, 'person', `Waits for an approval. ${text(data.why)}`); },
  'approval.decided'(base, data) { if (text(data.verdict) === 'timed_out') this.note(base, 'person', 'Nobody approved in time'); else this.steered(base, data, text(data.verdict)); },
  'repair.started'(base, data) { this.note(base, 'repair', `Repair ${number(data.attempt)} of ${number(data.of)} starts`); },
  'commit.created'(base, data) { this.note(base, 'commit', `Commit ${text(data.commit).slice(0, 10)} on ${text(data.branch)}`, text(data.commit)); },
  'branch.pushed'(base, data) { this.note(base, 'push', `Pushed ${text(data.branch)} to ${text(data.remote)}`, text(data.branch)); },
  'run.finished'(base, data) { this.note(base, 'end', text(data.summary) || `The run ended: ${text(data.outcome)}`); },
};

/** One line that says what a tool call is about. */
export function glance(name: string, input: Record<string, unknown>): string {
  const first = ['path', 'file_path', 'command', 'query', 'pattern', 'directory', 'summary'].find(key => typeof input[key] === 'string');
  if (first) return String(input[first]);
  if (typeof input.patch === 'string') return /\*\*\* (?:Update|Add|Delete) File: (.*)/.exec(input.patch)?.[1] ?? '';
  const keys = Object.keys(input);
  return keys.length && name !== 'git_diff' ? JSON.stringify(input).slice(0, 200) : '';
}
