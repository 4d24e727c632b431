// The events of a run as they were recorded, with a filter on type and text.
import {useEffect, useState} from 'preact/hooks';
import {api, query} from '../api/client.ts';
import type {EventEntry, Page, RunEvent} from '../api/types.ts';
import {CopyButton, Note, Skeleton} from '../components/parts.tsx';

const pageSize = 200;
const types = ['run.started', 'stage.started', 'stage.finished', 'context.source', 'provider.request', 'provider.response', 'provider.retry', 'tool.call', 'tool.result',
  'agent.started', 'agent.session', 'agent.event', 'agent.finished',
  'command.started', 'command.output', 'command.finished', 'network.refused', 'workspace.checkpoint', 'validation.result', 'repair.started', 'change.recorded', 'guard.result',
  'commit.created', 'branch.pushed', 'run.message', 'run.finished'];

function glanceOf(event: RunEvent): string {
  const {data} = event;
  const key = ['line', 'name', 'summary', 'text', 'path', 'stage', 'outcome', 'status', 'commit', 'model'].find(each => typeof data[each] === 'string' && data[each]);
  return key ? String(data[key]).split('\n')[0].slice(0, 240) : '';
}

function Row({entry}: {entry: EventEntry}) {
  const {event} = entry;
  const [isOpen, setOpen] = useState(false);
  return <details onToggle={event => setOpen(event.currentTarget.open)}>
    <summary><span class="number faint">{event.seq}</span><time class="hide-m number soft" dateTime={event.ts} title={event.ts}>{event.ts.slice(11, 23)}</time><code>{event.type}</code><span class="glance clip soft">{glanceOf(event)}</span></summary>
    {isOpen && <div style={{position: 'relative'}}><pre class="text-block" tabIndex={0}>{JSON.stringify(event, null, 2)}</pre><span style={{position: 'absolute', right: '22px', top: '6px'}}><CopyButton text={JSON.stringify(event)} label="Copy the event" /></span></div>}
  </details>;
}

export function RawEvents({runId, lastSeq}: {runId: string; lastSeq: number}) {
  const [entries, setEntries] = useState<EventEntry[]>([]);
  const [type, setType] = useState('');
  const [text, setText] = useState('');
  const [isAtEnd, setAtEnd] = useState(false);
  const [state, setState] = useState<'idle' | 'reading' | string>('idle');
  const read = async (before: EventEntry[]) => {
    setState('reading');
    try {
      const after = before.length ? before[before.length - 1].event.seq : 0;
      const page = await api.get<Page<EventEntry>>(`/runs/${runId}/events${query({after, limit: pageSize, type})}`);
      setEntries([...before, ...page.items]);
      setAtEnd(page.items.length < pageSize);
      setState('idle');
    } catch (cause) {
      setState((cause as Error).message);
    }
  };
  useEffect(() => void read([]), [runId, type]);
  const wanted = text.toLowerCase();
  const shown = wanted ? entries.filter(entry => JSON.stringify(entry.event).toLowerCase().includes(wanted)) : entries;
  return <div class="card">
    <header class="card-head" style={{flexWrap: 'wrap'}}><div class="row wrap grow">
      <select class="select small" style={{width: 'auto'}} aria-label="Type of event" value={type} onChange={event => setType(event.currentTarget.value)}><option value="">All types</option>{types.map(each => <option key={each}>{each}</option>)}</select>
      <input class="input small" style={{maxWidth: '240px'}} type="search" placeholder="Filter what is shown" aria-label="Filter events" value={text} onInput={event => setText(event.currentTarget.value)} />
      <span class="tiny soft number">{shown.length} shown of {lastSeq}</span></div>
      </header>
    <div class="raw">{shown.map(entry => <Row key={entry.event.seq} entry={entry} />)}</div>
    {state === 'reading' && !entries.length && <Skeleton />}
    {state !== 'idle' && state !== 'reading' && <div class="inside"><Note tone="failed" role="alert">{state}</Note></div>}
    {!shown.length && state === 'idle' && <p class="soft small" style={{padding: '16px'}}>No event {wanted ? 'among these has that in it' : 'of this type'}.</p>}
    {!isAtEnd && <div class="pager"><button type="button" class="button small" disabled={state === 'reading'} onClick={() => void read(entries)}>Show more</button></div>}
  </div>;
}
