// How each kind of item of a stage looks.
import {useState} from 'preact/hooks';
import {ChevronRight, CircleAlert, CircleCheck, CircleX, Eye, FilePen, FileSearch, FileText, FlagTriangleRight, GitCommitHorizontal, Info, Pencil, Save, Search, Sparkles, SquareTerminal, TriangleAlert, Upload, User, Wrench, type LucideIcon} from 'lucide-preact';
import {Markdown} from '../components/Markdown.tsx';
import {CopyButton, Counts, Status} from '../components/parts.tsx';
import {glance, type CallItem, type ChangeItem, type GuardItem, type Item, type MessageItem, type NoteItem, type SaidItem, type SourceItem, type ToolItem, type ValidationItem} from '../model/activity.ts';
import {bytes, cost, count, duration, plain, plural} from '../model/words.ts';
import {CommandCard, ExitMark} from './CommandCard.tsx';
import {GuardFindings} from './GuardFindings.tsx';

const toolSigns: Record<string, LucideIcon> = {
  read_file: Eye, list_files: FileSearch, search: Search, edit_file: Pencil, write_file: FilePen, apply_patch: FilePen,
  run_command: SquareTerminal, finish: FlagTriangleRight,
};

function Call({item, isLive}: {item: CallItem; isLive: boolean}) {
  const {response} = item;
  return <div class="call-line"><Sparkles size={12} aria-hidden="true" />
    <span>Call {item.call}{item.model && ` · ${item.model}`}</span>
    {response ? <span class="number">{count(response.input + response.cached)} in{response.cached > 0 && ` (${count(response.cached)} cached)`} · {count(response.output)} out · {cost(response.costUsd)} · {duration(response.latencyMs)}</span>
      : <span>{isLive ? 'answering …' : 'ended without a whole answer'}</span>}
  </div>;
}

function Message({item, isLive}: {item: MessageItem; isLive: boolean}) {
  return <div class={`message ${item.kind}${item.isLive && isLive ? ' live' : ''}`}>
    {item.kind === 'reasoning' && <span class="unseen">Reasoning: </span>}<Markdown text={item.text} />
  </div>;
}

/** Long texts of an input one by one, the rest as JSON. */
function ToolInput({input}: {input: Record<string, unknown>}) {
  const long = Object.entries(input).filter(([, value]) => typeof value === 'string' && (value.includes('\n') || value.length > 100)) as [string, string][];
  const rest = Object.fromEntries(Object.entries(input).filter(([key]) => !long.some(([name]) => name === key)));
  return <>
    {Object.keys(rest).length > 0 && <pre class="text-block" tabIndex={0}>{JSON.stringify(rest, null, 2)}</pre>}
    {long.map(([name, value]) => <div key={name} class="stack" style={{gap: '4px'}}><span class="tiny soft">{plain(name)}</span><pre class="text-block" tabIndex={0}>{value}</pre></div>)}
  </>;
}

function Tool({item, isFound}: {item: ToolItem; isFound: boolean}) {
  const [isOpen, setOpen] = useState(isFound);
  const Sign = toolSigns[item.name] ?? Wrench;
  const isBad = item.result?.isError;
  const line = glance(item.name, item.input);
  return <details class="opener" open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
    <summary>
      <ChevronRight class="chevron" size={14} aria-hidden="true" /><Sign size={14} aria-hidden="true" class={isBad ? 'sign-bad' : undefined} />
      <span style={{flex: 'none'}}>{plain(item.name)}</span><code class="clip soft" title={line}>{line}</code>
      <span class="row" style={{marginLeft: 'auto', flex: 'none'}}>
        {item.command && <ExitMark end={item.command.end} exitCode={item.command.exitCode} />}
        {isBad && !item.command && <span class="exit bad">error</span>}
        {!item.result && !item.command && <i class="dot running" aria-label="running" />}
        {item.result && <span class="took">{duration(item.result.durationMs)}</span>}
      </span>
    </summary>
    {isOpen && <div class="inside">
      {item.command ? <CommandCard item={item.command} opens /> : <ToolInput input={item.input} />}
      {item.result && !(item.command && item.command.output.lines.length) && <div class="stack" style={{gap: '4px'}}>
        <span class="row tiny soft spread">{isBad ? 'Error' : 'Result'}<CopyButton text={item.result.text} label="Copy the result" /></span>
        <pre class="text-block" tabIndex={0}>{item.result.text || '(empty)'}</pre></div>}
    </div>}
  </details>;
}

function Source({item}: {item: SourceItem}) {
  return <div class="quiet-line"><FileText aria-hidden="true" /><span class="tag">{item.kind}</span><code class="grow">{item.path}</code>
    {item.isCut && <span class="tag">cut</span>}<span class="number tiny">{count(item.tokens)} tokens · {bytes(item.bytes)}</span></div>;
}

function Validation({item}: {item: ValidationItem}) {
  const isRed = item.status === 'failed';
  return <div class={`note ${item.status === 'passed' ? 'completed' : isRed ? 'failed' : 'blocked'}`}>
    {isRed ? <CircleX size={16} aria-hidden="true" /> : item.status === 'passed' ? <CircleCheck size={16} aria-hidden="true" /> : <CircleAlert size={16} aria-hidden="true" />}
    <div class="body"><span class="strong">{item.status === 'passed' ? 'Validated: every command ended with exit code 0.' : isRed ? `Validation failed (${item.mode}).` : 'Not validated: no command is configured.'}</span>
      {item.failed.map(line => <div key={line}><code>{line}</code> was red</div>)}
      {item.tree && <div class="tiny soft">on tree <code>{item.tree.slice(0, 12)}</code></div>}</div>
  </div>;
}

function Guard({item}: {item: GuardItem}) {
  return <div class="stack"><div class="row"><Status state={item.verdict} word={{allow: 'Allowed', flag: 'Flagged', block: 'Blocked'}[item.verdict]} />
    <span class="soft small">{item.findings.length ? plural(item.findings.length, 'finding') : 'Nothing stood out in the change.'}</span></div>
    <GuardFindings findings={item.findings} />
  </div>;
}

function Change({item}: {item: ChangeItem}) {
  return <div class="opener"><div class="opener-head" style={{cursor: 'default'}}><FilePen size={14} aria-hidden="true" /><span>{plural(item.files.length, 'file')} changed</span>
    <Counts plus={item.additions} minus={item.deletions} /></div>
    <ul style={{padding: '0 12px 8px 34px'}}>{item.files.slice(0, 50).map(file => <li key={file.path} class="row small spread" style={{minHeight: '26px'}}>
      <a class="clip" href={`#file=${encodeURIComponent(file.path)}`}><code>{file.path}</code></a><Counts plus={file.additions} minus={file.deletions} /></li>)}
      {item.files.length > 50 && <li class="small soft">and {item.files.length - 50} more</li>}</ul>
  </div>;
}

const noteSigns: Record<NoteItem['sign'], LucideIcon> = {
  info: Info, warning: TriangleAlert, commit: GitCommitHorizontal, push: Upload, repair: Wrench, checkpoint: Save, end: FlagTriangleRight, person: User,
};

function Line({item}: {item: NoteItem}) {
  const Sign = noteSigns[item.sign];
  return <div class="quiet-line"><Sign aria-label={item.sign === 'warning' ? 'Warning' : undefined} aria-hidden={item.sign !== 'warning'} /><span>{item.text}</span>{item.copy && <CopyButton text={item.copy} />}</div>;
}

function Said({item}: {item: SaidItem}) {
  return <div class="said"><div class="row tiny soft"><User size={12} aria-hidden="true" /><span class="strong">{item.by}</span>{item.isLate ? 'wrote this too late for the agent' : 'to the agent'}</div><p>{item.text}</p></div>;
}

function content(item: Item, isFound: boolean, isLive: boolean) {
  switch (item.type) {
    case 'call': return <Call item={item} isLive={isLive} />;
    case 'message': return <Message item={item} isLive={isLive} />;
    case 'tool': return <Tool item={item} isFound={isFound} />;
    case 'command': return <CommandCard item={item} />;
    case 'source': return <Source item={item} />;
    case 'validation': return <Validation item={item} />;
    case 'guard': return <Guard item={item} />;
    case 'change': return <Change item={item} />;
    case 'note': return <Line item={item} />;
    case 'said': return <Said item={item} />;
  }
}

export function ItemView({item, isFound, isLive}: {item: Item; isFound: boolean; isLive: boolean}) {
  return <div class={`item${isFound ? ' found' : ''}`} id={`event-${item.seq}`} data-seq={item.seq}>{content(item, isFound, isLive)}</div>;
}

