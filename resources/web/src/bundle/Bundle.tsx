// The page of a bundle: the run as its events tell it, and whether they are what was signed.
import {useEffect, useMemo, useState} from 'preact/hooks';
import {ChevronRight, ShieldAlert, ShieldCheck, ShieldQuestion} from 'lucide-preact';
import type {RunEvent} from '../api/types.ts';
import {CopyButton, Note} from '../components/parts.tsx';
import {Activity} from '../model/activity.ts';
import {viewOf} from '../model/runView.ts';
import {plural, stageName} from '../model/words.ts';
import {AuditSections, Section} from '../run/AuditSections.tsx';
import {ItemView} from '../run/Items.tsx';
import {RunFacts} from '../run/RunHead.tsx';
import {RecordContext, recordOfEvents} from '../run/runRecord.ts';
import {stageKey} from '../run/Timeline.tsx';
import {checkRecord, parseKey, type Report, type RunRecordText} from './record.ts';

type Standing = 'bad' | 'own word' | 'proven';

/** What the reader holds against the key in the file. */
function useComparison(report: Report): {text: string; setText: (text: string) => void; said: string; standing: Standing} {
  const [text, setText] = useState('');
  const given = text.trim();
  const isGood = report.faults.length === 0;
  const isSame = given !== '' && given === report.signedBy;
  const said = !given ? '' : isSame ? 'It is the same key.' : parseKey(given) ? 'That is another key: this file is not of the log that you trust.' : 'That is no whole public key of an audit log.';
  return {text, setText, said, standing: !isGood || (said && !isSame && parseKey(given)) ? 'bad' : isSame ? 'proven' : 'own word'};
}

const looks = {bad: {tone: 'failed', Sign: ShieldAlert}, 'own word': {tone: 'blocked', Sign: ShieldQuestion}, proven: {tone: 'completed', Sign: ShieldCheck}} as const;

function Proof({record, report}: {record: RunRecordText; report: Report}) {
  const {text, setText, said, standing} = useComparison(report);
  const {tone, Sign} = looks[standing];
  const events = plural(record.events.length, 'event');
  return <section class={`card bundle-proof ${tone}`} aria-label="Proof"><div class="inside stack">
    <div class="row"><Sign size={20} class={`shield ${tone}`} aria-hidden="true" />
      <div role="status"><h2>{standing === 'bad' ? 'This file does not fit' : standing === 'proven' ? `Proven: all ${events} are what was signed` : `The ${events} fit the signature; compare the key`}</h2></div></div>
    {report.faults.map((fault, index) => <Note key={index} tone="failed">{fault.text}</Note>)}
    {!report.faults.length && !report.isEnded && <Note tone="blocked">The last event is not the end of the run: the run went on after this file was made, or events were cut off.</Note>}
    <dl class="pairs">
      <dt>Run</dt><dd><code>{record.stream}</code></dd>
      <dt>Log</dt><dd><code>{report.origin || 'not known'}</code>{report.size > 0 && <>, which had <span class="number">{report.size.toLocaleString('en')}</span> events when it was signed</>}</dd>
      <dt>Key</dt><dd><code class="key">{record.key}</code><CopyButton text={record.key} label="Copy the key" /></dd>
      <dt><label for="held-key">Key that you hold</label></dt><dd><input id="held-key" class="input small mono" style={{width: '100%', maxWidth: '680px'}} autocomplete="off" spellcheck={false} placeholder="paste the public key that you got when you began to trust the worker" value={text} onInput={event => setText(event.currentTarget.value)} />
        {said && <div class="small" role="alert" style={{marginTop: '4px'}}>{said}</div>}</dd>
    </dl>
    <p class="small soft">This page needs no network and asks nobody. Whoever can change the file can also change what the page says; to be sure, check it with <code>mergeloom-worker audit check-bundle FILE --key KEY</code>.</p>
  </div></section>;
}

const shownAtOnce = 200;

function Events({record, events}: {record: RunRecordText; events: (RunEvent | undefined)[]}) {
  const [shown, setShown] = useState(shownAtOnce);
  const text = new TextDecoder();
  return <div class="card"><div class="raw">{events.slice(0, shown).map((event, index) => <details key={index} id={`raw-${index + 1}`}>
    <summary><span class="number faint">{index + 1}</span><time class="hide-m number soft">{event?.ts?.slice(11, 23)}</time><code>{event?.type ?? 'damaged'}</code><span class="glance clip soft">entry {record.events[index].index + 1} of the log</span></summary>
    <pre class="text-block" tabIndex={0}>{text.decode(record.events[index].line)}</pre></details>)}</div>
    {shown < events.length && <div class="pager"><button type="button" class="button small" onClick={() => setShown(shown + shownAtOnce)}>Show more events</button></div>}</div>;
}

/** What each stage did, event by event. */
function Activities({events}: {events: RunEvent[]}) {
  const view = useMemo(() => viewOf('', events), [events]);
  return <>{view.stages.map(stage => <Stage key={stageKey(stage)} title={`${stageName(stage.stage)}${stage.attempt ? ` after repair ${stage.attempt}` : ''}`}
    events={events.filter(event => event.seq >= stage.first_seq && (!stage.last_seq || event.seq <= stage.last_seq))} />)}</>;
}

function Stage({title, events}: {title: string; events: RunEvent[]}) {
  const [isOpen, setOpen] = useState(false);
  const items = useMemo(() => {
    const activity = new Activity();
    if (isOpen) for (const event of events) activity.take(event);
    return activity.items;
  }, [isOpen, events]);
  return <details class="opener" onToggle={event => setOpen(event.currentTarget.open)}><summary><ChevronRight class="chevron" size={14} aria-hidden="true" /><span>{title}</span><span class="took">{plural(events.length, 'event')}</span></summary>
    {isOpen && <div class="inside"><div class="activity">{items.map(item => <ItemView key={`${item.type}${item.seq}`} item={item} isFound={false} isLive={false} />)}</div></div>}</details>;
}

export function Bundle({record}: {record: RunRecordText}) {
  const [report, setReport] = useState<Report>();
  const [done, setDone] = useState(0);
  useEffect(() => void checkRecord(record, setDone).then(setReport), [record]);
  const events = useMemo(() => (report?.events ?? []).filter((event): event is RunEvent => !!event), [report]);
  const view = useMemo(() => viewOf(record.stream, events), [events]);
  const source = useMemo(() => recordOfEvents(events), [events]);
  if (!report) return <main class="bundle"><p role="status" class="soft">Checking {plural(record.events.length, 'event')} … {done > 0 && done}</p></main>;
  return <main class="bundle stack wider"><RecordContext.Provider value={source}>
    <Proof record={record} report={report} />
    <header class="run-head"><div><div class="small soft"><code>{view.run.ticket_key}</code> · run {view.run.attempt > 1 && view.run.attempt} <code>{record.stream}</code></div><h1>{view.run.title || 'Record of a run'}</h1></div>
      <RunFacts run={view.run} signInHosts={view.sign_in_hosts} /></header>
    <AuditSections view={view} />
    <Section title="Activity"><Activities events={events} /></Section>
    <Section title="Events" note={plural(record.events.length, 'event')}><Events record={record} events={report.events} /></Section>
  </RecordContext.Provider></main>;
}
