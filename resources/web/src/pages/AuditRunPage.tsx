// The whole record of one run on one page.
import type {ComponentChildren} from 'preact';
import {useResource} from '../api/resource.ts';
import type {RunView} from '../api/types.ts';
import {Markdown} from '../components/Markdown.tsx';
import {Counts, Loaded, Status} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {bytes, count, duration, money, plain, plural, stageName} from '../model/words.ts';
import {Claims} from '../run/Claims.tsx';
import {ExitMark} from '../run/CommandCard.tsx';
import {RawEvents} from '../run/RawEvents.tsx';
import {ReplayResult} from '../run/Replay.tsx';
import {RunHead} from '../run/RunHead.tsx';
import {stageKey, stageTime} from '../run/Timeline.tsx';

function Section({title, note, children}: {title: string; note?: string; children: ComponentChildren}) {
  return <section class="stack"><div class="row spread"><h2>{title}</h2>{note && <span class="small soft">{note}</span>}</div>{children}</section>;
}

function Nothing({children}: {children: ComponentChildren}) {
  return <div class="card"><p class="soft small" style={{padding: '14px 16px'}}>{children}</p></div>;
}

function Wrap({label, children}: {label: string; children: ComponentChildren}) {
  return <div class="table-wrap" tabIndex={0} role="region" aria-label={label}><table class="table">{children}</table></div>;
}

function Stages({view}: {view: RunView}) {
  const longest = Math.max(1, ...view.stages.map(stage => stageTime(stage, Date.now())));
  return <Wrap label="Stages"><thead><tr><th>Stage</th><th>Result</th><th class="hide-s">What came of it</th><th class="hide-m"><span class="unseen">Share of the time</span></th><th class="number">Time</th></tr></thead>
    <tbody>{view.stages.map(stage => <tr key={stageKey(stage)}>
      <td class="tight"><a href={`/runs/${view.run.id}#stage=${stageKey(stage)}`}>{stageName(stage.stage)}</a>{stage.attempt > 0 && <span class="faint"> after repair {stage.attempt}</span>}</td>
      <td class="tight"><Status state={stage.status} word={{ok: 'Done', skipped: 'Skipped'}[stage.status]} /></td><td class="main hide-s soft"><span class="clip" style={{display: 'block'}} title={stage.summary}>{stage.summary.replace(/`/g, '')}</span></td>
      <td class="hide-m"><span class="share" aria-hidden="true"><i class={stage.status} style={{width: `${Math.max(1, stageTime(stage, Date.now()) / longest * 100)}%`}} /></span></td>
      <td class="number">{duration(stageTime(stage, Date.now()))}</td></tr>)}</tbody></Wrap>;
}

function Calls({view}: {view: RunView}) {
  const sum = view.run.usage;
  return view.provider_calls.length ? <Wrap label="Provider calls"><thead><tr><th class="number">Call</th><th>Model</th><th class="hide-s">Ended with</th><th class="number">In</th><th class="number hide-s">Cached</th><th class="number">Out</th><th class="number hide-m">Tool calls</th><th class="number hide-m">Retries</th><th class="number hide-s">Latency</th><th class="number">Cost</th></tr></thead>
    <tbody>{view.provider_calls.map(call => <tr key={`${call.attempt}.${call.call}`}><td class="number"><a href={`/runs/${view.run.id}#event=${call.first_seq}`}>{call.call}</a></td><td class="tight">{call.model}</td><td class="hide-s soft">{call.stop ? plain(call.stop) : 'running'}</td>
      <td class="number">{count(call.usage.input_tokens)}</td><td class="number hide-s">{count(call.usage.cached_tokens ?? 0)}</td><td class="number">{count(call.usage.output_tokens)}</td><td class="number hide-m">{call.tool_calls}</td><td class="number hide-m">{call.retries}</td>
      <td class="number hide-s">{duration(call.latency_ms)}</td><td class="number">{money(call.cost_usd)}</td></tr>)}
      <tr class="strong"><td class="number">All</td><td></td><td class="hide-s"></td><td class="number">{count(sum.input_tokens)}</td><td class="number hide-s">{count(sum.cached_tokens ?? 0)}</td><td class="number">{count(sum.output_tokens)}</td><td class="number hide-m">{view.tool_calls}</td>
        <td class="number hide-m">{view.provider_calls.reduce((all, call) => all + call.retries, 0)}</td><td class="number hide-s">{duration(view.provider_calls.reduce((all, call) => all + call.latency_ms, 0))}</td><td class="number">{money(view.run.cost_usd)}</td></tr>
    </tbody></Wrap> : <Nothing>No provider was called.</Nothing>;
}

function Commands({view}: {view: RunView}) {
  return view.commands.length ? <Wrap label="Commands"><thead><tr><th>Command</th><th class="hide-s">Why</th><th>End</th><th class="number">Time</th></tr></thead>
    <tbody>{view.commands.map(command => <tr key={command.command_id}><td class="main"><a class="title" href={`/runs/${view.run.id}#event=${command.first_seq}`}><code>{command.line}</code></a></td>
      <td class="tight hide-s soft">{{setup: 'Setup', validation: 'Validation', agent: 'Asked by the model'}[command.kind] ?? command.kind}{command.attempt > 0 && `, after repair ${command.attempt}`}</td>
      <td class="tight"><ExitMark end={command.end} exitCode={command.exit_code} /></td><td class="number">{duration(command.duration_ms)}</td></tr>)}</tbody></Wrap> : <Nothing>No command ran.</Nothing>;
}

function Files({view}: {view: RunView}) {
  return view.files.length ? <Wrap label="Files"><thead><tr><th>File</th><th class="hide-s">Change</th><th class="number">Lines</th><th class="number hide-s">Size</th></tr></thead>
    <tbody>{view.files.map(file => <tr key={file.path}><td class="main"><a class="title" href={`/runs/${view.run.id}#file=${encodeURIComponent(file.path)}`}><code>{file.path}</code></a></td><td class="tight hide-s soft">{plain(file.change)}{file.is_binary && ', binary'}</td>
      <td class="number"><Counts plus={file.additions} minus={file.deletions} /></td><td class="number hide-s">{bytes(file.size)}</td></tr>)}</tbody></Wrap> : <Nothing>No file was changed.</Nothing>;
}

function Brief({view}: {view: RunView}) {
  return view.context.length ? <Wrap label="Sources of the brief"><thead><tr><th>Source</th><th>Kind</th><th class="number">Tokens</th><th class="number hide-s">Size</th></tr></thead>
    <tbody>{view.context.map((source, index) => <tr key={index}><td class="main"><code class="clip" style={{display: 'block'}}>{source.path || source.kind}</code></td><td class="tight soft">{plain(source.kind)}{source.is_cut && ', cut'}</td><td class="number">{count(source.tokens)}</td><td class="number hide-s">{bytes(source.bytes)}</td></tr>)}</tbody></Wrap>
    : <Nothing>The brief has no recorded source.</Nothing>;
}

export function AuditRunPage({id}: {id: string}) {
  const resource = useResource<RunView>(`/runs/${encodeURIComponent(id)}`, /^run\.finished|^stage\./);
  useTitle(resource.value ? `Audit of ${resource.value.run.ticket_key}` : 'Ticket Audit');
  return <Loaded from={resource} lines={9}>{view => <>
    <RunHead run={view.run} signInHosts={view.sign_in_hosts} place="audit" />
    <div class="stack wider">
      <ReplayResult view={view} />
      <Section title="Claims against facts"><Claims view={view} /></Section>
      <Section title="Stages" note={plural(view.stages.length, 'stage')}><Stages view={view} /></Section>
      <Section title="Provider calls" note={`${plural(view.provider_calls.length, 'call')}, ${plural(view.tool_calls, 'tool call')}`}><Calls view={view} /></Section>
      <Section title="Commands"><Commands view={view} /></Section>
      <Section title="Files" note={plural(view.files.length, 'file')}><Files view={view} /></Section>
      <Section title="Brief" note={`${count(view.context.reduce((sum, source) => sum + source.tokens, 0))} tokens`}><Brief view={view} /></Section>
      <Section title="Ticket"><div class="card"><div class="inside" style={{maxWidth: '84ch'}}>{view.ticket_body.trim() ? <Markdown text={view.ticket_body} /> : <span class="soft">The ticket has a title and no text.</span>}</div></div></Section>
      <Section title="Events"><RawEvents runId={view.run.id} lastSeq={view.run.last_seq} /></Section>
    </div>
  </>}</Loaded>;
}
