// The whole record of one run, part by part: on its audit page, and in a bundle.
import type {ComponentChildren} from 'preact';
import {useContext, useEffect, useMemo, useState} from 'preact/hooks';
import {ChevronRight} from 'lucide-preact';
import type {CommandView, RunEvent, RunView} from '../api/types.ts';
import {Markdown} from '../components/Markdown.tsx';
import {Counts, Note, Status} from '../components/parts.tsx';
import {DiffView} from '../diff/DiffView.tsx';
import {Activity, type CommandItem} from '../model/activity.ts';
import {Output} from '../model/ansi.ts';
import {findingsOf} from '../model/findings.ts';
import {bytes, count, duration, money, plain, plural, stageName} from '../model/words.ts';
import {Claims} from './Claims.tsx';
import {CommandCard} from './CommandCard.tsx';
import {ItemView} from './Items.tsx';
import {RecordContext, useAsked, useFiles} from './runRecord.ts';
import {stageKey, stageTime} from './Timeline.tsx';

export function Section({title, note, children}: {title: string; note?: string; children: ComponentChildren}) {
  return <section class="stack" data-part={title}><div class="row spread"><h2>{title}</h2>{note && <span class="small soft">{note}</span>}</div>{children}</section>;
}

function Nothing({children}: {children: ComponentChildren}) {
  return <div class="card"><p class="soft small" style={{padding: '14px 16px'}}>{children}</p></div>;
}

function Wrap({label, children}: {label: string; children: ComponentChildren}) {
  return <div class="table-wrap" tabIndex={0} role="region" aria-label={label}><table class="table">{children}</table></div>;
}

/** A link to the part of the run, where there is such a page. */
function To({event, stage, file, line, class: name, children}: {event?: number; stage?: string; file?: string; line?: number; class?: string; children: ComponentChildren}) {
  const href = useContext(RecordContext).link({event, stage, file, line});
  return href ? <a class={name} href={href}>{children}</a> : <span class={name}>{children}</span>;
}

function Stages({view}: {view: RunView}) {
  const longest = Math.max(1, ...view.stages.map(stage => stageTime(stage, Date.now())));
  return <Wrap label="Stages"><thead><tr><th>Stage</th><th>Result</th><th class="hide-s">What came of it</th><th class="hide-m"><span class="unseen">Share of the time</span></th><th class="number">Time</th></tr></thead>
    <tbody>{view.stages.map(stage => <tr key={stageKey(stage)}>
      <td class="tight"><To stage={stageKey(stage)}>{stageName(stage.stage)}</To>{stage.attempt > 0 && <span class="faint"> {stage.stage === 'repair' ? '' : 'after repair '}{stage.attempt}</span>}</td>
      <td class="tight"><Status state={stage.status} word={{ok: 'Done', skipped: 'Skipped'}[stage.status]} /></td><td class="main hide-s soft"><span class="clip" style={{display: 'block'}} title={stage.summary}>{stage.summary.replace(/`/g, '')}</span></td>
      <td class="hide-m"><span class="share" aria-hidden="true"><i class={stage.status} style={{width: `${Math.max(1, stageTime(stage, Date.now()) / longest * 100)}%`}} /></span></td>
      <td class="number">{duration(stageTime(stage, Date.now()))}</td></tr>)}</tbody></Wrap>;
}

function Calls({view}: {view: RunView}) {
  const sum = view.run.usage;
  return view.provider_calls.length ? <Wrap label="Provider calls"><thead><tr><th class="number">Call</th><th>Model</th><th class="hide-s">Ended with</th><th class="number">In</th><th class="number hide-s">Cached</th><th class="number">Out</th><th class="number hide-m">Tool calls</th><th class="number hide-m">Retries</th><th class="number hide-s">Latency</th><th class="number">Cost</th></tr></thead>
    <tbody>{view.provider_calls.map(call => <tr key={`${call.attempt}.${call.call}`}><td class="number"><To event={call.first_seq}>{call.call}</To></td><td class="tight">{call.model}</td><td class="hide-s soft">{call.stop ? plain(call.stop) : view.run.state === 'running' ? 'running' : 'no answer'}</td>
      <td class="number">{count(call.usage.input_tokens)}</td><td class="number hide-s">{count(call.usage.cached_tokens ?? 0)}</td><td class="number">{count(call.usage.output_tokens)}</td><td class="number hide-m">{call.tool_calls}</td><td class="number hide-m">{call.retries}</td>
      <td class="number hide-s">{duration(call.latency_ms)}</td><td class="number">{money(call.cost_usd)}</td></tr>)}
      <tr class="strong"><td class="number">All</td><td></td><td class="hide-s"></td><td class="number">{count(sum.input_tokens)}</td><td class="number hide-s">{count(sum.cached_tokens ?? 0)}</td><td class="number">{count(sum.output_tokens)}</td><td class="number hide-m">{view.tool_calls}</td>
        <td class="number hide-m">{view.provider_calls.reduce((all, call) => all + call.retries, 0)}</td><td class="number hide-s">{duration(view.provider_calls.reduce((all, call) => all + call.latency_ms, 0))}</td><td class="number">{money(view.run.cost_usd)}</td></tr>
    </tbody></Wrap> : <Nothing>No provider was called.</Nothing>;
}

const pageOfTools = 200; // events: a call and its result

/** What the model asked for, page by page. */
function Tools({view}: {view: RunView}) {
  const record = useContext(RecordContext);
  const [events, setEvents] = useState<RunEvent[]>([]);
  const [isAtEnd, setAtEnd] = useState(false);
  const [failure, setFailure] = useState('');
  const read = async (before: RunEvent[]) => {
    try {
      const page = await record.read(['tool.call', 'tool.result'], before.length ? before[before.length - 1].seq : 0, pageOfTools);
      setEvents([...before, ...page]);
      setAtEnd(page.length < pageOfTools);
      setFailure('');
    } catch (cause) {
      setFailure((cause as Error).message);
    }
  };
  useEffect(() => void read([]), [view.run.id, view.tool_calls]);
  const items = useMemo(() => {
    const activity = new Activity();
    for (const event of events) activity.take(event);
    return activity.items.filter(item => item.type === 'tool');
  }, [events]);
  if (!view.tool_calls) return <Nothing>The model called no tool.</Nothing>;
  return <div class="activity">{items.map(item => <ItemView key={item.seq} item={item} isFound={false} isLive={view.run.state === 'running'} />)}
    {failure && <Note tone="failed" role="alert">{failure}</Note>}
    {!isAtEnd && items.length > 0 && <div class="pager"><button type="button" class="button small" onClick={() => void read(events)}>Show more tool calls</button></div>}</div>;
}

const kinds: Record<string, string> = {setup: 'Setup', validation: 'Validation', agent: 'Asked by the model'};

/** Its output is read when somebody opens it. */
function itemOf(command: CommandView): CommandItem {
  const isOpen = command.last_seq > command.first_seq + 1;
  return {type: 'command', seq: command.first_seq, ts: '', commandId: command.command_id, kind: command.kind, line: command.line, output: new Output(), end: command.end,
    exitCode: command.exit_code, durationMs: command.duration_ms, droppedBytes: 0, hosts: [], skipped: isOpen ? [command.first_seq + 1, command.last_seq - 1] : undefined, version: 0};
}

function Commands({view}: {view: RunView}) {
  const items = useMemo(() => view.commands.map(itemOf), [view.run.id, view.commands.length, view.run.state]);
  if (!items.length) return <Nothing>No command ran.</Nothing>;
  return <div class="activity">{items.map((item, index) => <div key={item.commandId} class="item">
    <div class="row tiny soft" style={{marginBottom: '2px'}}>{kinds[item.kind] ?? item.kind}{view.commands[index].attempt > 0 && `, after repair ${view.commands[index].attempt}`} · <To class="part-link" event={item.seq}>event {item.seq}</To></div>
    <CommandCard item={item} opens={false} label={`Output of command ${index + 1}: ${item.line}`} /></div>)}</div>;
}

function Findings({view}: {view: RunView}) {
  const findings = findingsOf(view);
  return findings.length ? <Wrap label="Findings"><thead><tr><th>Found by</th><th>What</th><th>What became of it</th></tr></thead>
    <tbody>{findings.map((one, index) => <tr key={index}><td class="tight soft">{one.by}</td>
      <td class="main">{one.path && <><To file={one.path} line={one.line}><code><bdi>{one.path}</bdi>{one.line ? `:${one.line}` : ''}</code></To> </>}{one.by === 'Validation' ? <code>{one.text}</code> : one.text} {one.rule && <span class="faint tiny">{one.rule}</span>}</td>
      <td><Status state={one.isMended ? 'ok' : 'blocked'} word={plain(one.fate)} /></td></tr>)}</tbody></Wrap> : <Nothing>Nothing was found wrong.</Nothing>;
}

function Files({view}: {view: RunView}) {
  return view.files.length ? <Wrap label="Files"><thead><tr><th>File</th><th class="hide-s">Change</th><th class="number">Lines</th><th class="number hide-s">Size</th></tr></thead>
    <tbody>{view.files.map(file => <tr key={file.path}><td class="main"><To class="title" file={file.path}><code>{file.path}</code></To></td><td class="tight hide-s soft">{plain(file.change)}{file.is_binary && ', binary'}</td>
      <td class="number"><Counts plus={file.additions} minus={file.deletions} /></td><td class="number hide-s">{bytes(file.size)}</td></tr>)}</tbody></Wrap> : <Nothing>No file was changed.</Nothing>;
}

function Diff({view}: {view: RunView}) {
  const patch = useAsked(view.change_seq ? `${view.run.id}.${view.change_seq}` : '', record => record.patch(view));
  const source = useFiles(`${view.run.id}.${view.change_seq}`);
  if (!view.change_seq) return <Nothing>There is no change.</Nothing>;
  if (patch.failure) return <Note tone="failed" role="alert">{patch.failure}</Note>;
  return patch.value?.patch ? <DiffView patch={patch.value.patch} isCut={patch.value.is_cut} name={patch.value.tree || view.run.id} source={source} /> : null;
}

/** The texts of a request, one after the other; requests of the vendors' programs are in their own protocol. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!value || typeof value !== 'object') return [];
  const {text, content, messages, input} = value as Record<string, unknown>;
  return [text, content, messages, input].flatMap(part => part === undefined ? [] : textsIn(part));
}

function briefOf(event: RunEvent | undefined): string {
  if (!event) return '';
  if (event.type === 'agent.started') return String(event.data.prompt ?? '');
  return textsIn((event.data.request as Record<string, unknown> | undefined)?.messages ?? event.data.request).join('\n\n');
}

function Brief({view}: {view: RunView}) {
  const asked = useAsked(view.run.id + view.provider_calls.length, async record => (await record.read(['provider.request', 'agent.started'], 0, 1))[0]);
  const told = briefOf(asked.value);
  return <>{view.context.length ? <Wrap label="Sources of the brief"><thead><tr><th>Source</th><th>Kind</th><th class="number">Tokens</th><th class="number hide-s">Size</th></tr></thead>
    <tbody>{view.context.map((source, index) => <tr key={index}><td class="main"><code class="clip" style={{display: 'block'}}>{source.path || source.kind}</code></td><td class="tight soft">{plain(source.kind)}{source.is_cut && ', cut'}</td><td class="number">{count(source.tokens)}</td><td class="number hide-s">{bytes(source.bytes)}</td></tr>)}</tbody></Wrap>
    : <Nothing>The brief has no recorded source.</Nothing>}
    {told && <details class="opener"><summary><ChevronRight class="chevron" size={14} aria-hidden="true" /><span>As the model was told</span><span class="took" style={{marginLeft: 'auto'}}>{plural(told.split('\n').length, 'line')}</span></summary>
      <div class="inside"><pre class="text-block" tabIndex={0}>{told}</pre></div></details>}</>;
}

export function AuditSections({view}: {view: RunView}) {
  return <>
    <Section title="Claims against facts"><Claims view={view} /></Section>
    <Section title="Stages" note={plural(view.stages.length, 'stage')}><Stages view={view} /></Section>
    <Section title="Findings"><Findings view={view} /></Section>
    <Section title="Provider calls" note={`${plural(view.provider_calls.length, 'call')}, ${plural(view.tool_calls, 'tool call')}`}><Calls view={view} /></Section>
    <Section title="Tool calls"><Tools view={view} /></Section>
    <Section title="Commands" note={plural(view.commands.length, 'command')}><Commands view={view} /></Section>
    <Section title="Files" note={plural(view.files.length, 'file')}><Files view={view} /></Section>
    <Section title="Diff"><Diff view={view} /></Section>
    <Section title="Brief" note={`${count(view.context.reduce((sum, source) => sum + source.tokens, 0))} tokens`}><Brief view={view} /></Section>
    <Section title="Ticket"><div class="card"><div class="inside" style={{maxWidth: '84ch'}}>{view.ticket_body.trim() ? <Markdown text={view.ticket_body} /> : <span class="soft">The ticket has a title and no text.</span>}</div></div></Section>
  </>;
}
