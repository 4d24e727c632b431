// What is kept how long: policies with a look at what they would take, legal holds, and what was removed.
import {useState} from 'preact/hooks';
import {Archive, Lock, Plus} from 'lucide-preact';
import {api} from '../api/client.ts';
import {usePaged} from '../api/paged.ts';
import {useResource} from '../api/resource.ts';
import type {EventEntry, Hold, Page, Retention, RetentionOutcome, RetentionPolicy} from '../api/types.ts';
import {identity, mayConfigure, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {ConfirmButton} from '../components/Dialog.tsx';
import {FormSummary, SelectField, TextField, useForm, type FormState} from '../components/Form.tsx';
import {More} from '../components/More.tsx';
import {Empty, Loaded, Note, PageHead, ShortId, Time} from '../components/parts.tsx';
import {attempt, toast} from '../components/Toasts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {bytes, plural} from '../model/words.ts';

const contents: [string, string][] = [['transcripts', 'Transcripts: what models and tools said'], ['command_output', 'Output of commands'], ['runs', 'Runs: everything but the fact that they were']];
const outcomes: [string, string][] = [['', 'All runs'], ['completed', 'Completed'], ['blocked', 'Blocked'], ['failed', 'Failed'], ['cancelled', 'Cancelled']];
const megabyte = 1_000_000;

/** What was typed. Policies over several outcomes come from the API; the page keeps them as they are. */
interface Draft { name: string; content: string; outcome: string; days: string; megabytes: string }
const draftOf = (policy: RetentionPolicy): Draft => ({name: policy.name, content: policy.content, outcome: (policy.outcomes ?? []).join(','),
  days: policy.after_days?.toString() ?? '', megabytes: policy.at_most_bytes === undefined || policy.at_most_bytes === null ? '' : String(policy.at_most_bytes / megabyte)});

/** No number becomes none that the API would take, so that it names the field. */
const number = (text: string, factor = 1) => text.trim() === '' ? undefined : /^\d+(\.\d+)?$/.test(text.trim()) ? Math.round(Number(text) * factor) : -1;
const policyOf = (draft: Draft): RetentionPolicy => ({name: draft.name.trim(), content: draft.content, outcomes: draft.outcome ? draft.outcome.split(',') : [],
  after_days: number(draft.days), at_most_bytes: number(draft.megabytes, megabyte)});

function PolicyFields({draft, index, form, onChange, onDrop}: {draft: Draft; index: number; form: FormState; onChange: (draft: Draft) => void; onDrop: () => void}) {
  const field = (name: string) => ({name: `policies[${index}].${name}`, error: form.errors[`policies[${index}].${name}`]});
  const known = outcomes.some(([key]) => key === draft.outcome) ? outcomes : [...outcomes, [draft.outcome, draft.outcome.replaceAll(',', ', ')] as [string, string]];
  return <fieldset class="boxed"><legend>{draft.name || 'New policy'}</legend><div class="field-grid">
    <TextField {...field('name')} label="Name" value={draft.name} onChange={name => onChange({...draft, name})} isRequired help="Pages show it where something was removed." />
    <SelectField {...field('content')} label="Removes" value={draft.content} onChange={content => onChange({...draft, content})} choices={contents} />
    <SelectField {...field('outcomes')} label="Of" value={draft.outcome} onChange={outcome => onChange({...draft, outcome})} choices={known} />
    <TextField {...field('after_days')} label="After days" numeric optional value={draft.days} onChange={days => onChange({...draft, days})} help="Since the end of the run." />
    <TextField {...field('at_most_bytes')} label="Keep at most, MB" numeric optional value={draft.megabytes} onChange={megabytes => onChange({...draft, megabytes})} help="Then the oldest runs first." />
    </div><div class="actions"><button type="button" class="button small" onClick={onDrop}>Take it away</button></div></fieldset>;
}

function Outcome({outcome}: {outcome: RetentionOutcome}) {
  const verb = outcome.is_dry_run ? 'would go' : 'went';
  if (!outcome.shares.length) return <Note>Without a policy everything is kept: nothing {verb}.</Note>;
  return <div class="stack" role="status"><p class="small soft">{plural(outcome.removed.events, 'event')} ({bytes(outcome.removed.bytes)}) of {plural(outcome.runs, 'run')} {verb}; {bytes(outcome.kept.bytes)} of runs that have ended {outcome.is_dry_run ? 'are' : 'were'} kept.</p>
    <div class="table-wrap" tabIndex={0} role="region" aria-label="What each policy takes"><table class="table"><thead><tr><th>Policy</th><th class="number">Runs</th><th class="number">Events</th><th class="number">Size</th><th class="number hide-s">On hold</th></tr></thead>
      <tbody>{outcome.shares.map(share => <tr key={share.policy}><td class="main">{share.policy}</td><td class="number">{share.runs}</td><td class="number">{share.removed.events}</td><td class="number">{bytes(share.removed.bytes)}</td><td class="number hide-s">{share.held_runs}</td></tr>)}</tbody></table></div></div>;
}

function Policies({retention, onSaved}: {retention: Retention; onSaved: () => void}) {
  const form = useForm({asks: true});
  const who = useStore(identity);
  const [drafts, setDrafts] = useState(() => retention.policies.map(draftOf));
  const [seen, setSeen] = useState<{of: string; outcome: RetentionOutcome}>();
  const policies = drafts.map(policyOf);
  const text = JSON.stringify(policies);
  const isChanged = text !== JSON.stringify(retention.policies.map(draftOf).map(policyOf));
  const look = () => form.submit(async () => setSeen({of: text, outcome: await api.post<RetentionOutcome>('/retention/preview', {policies})}));
  const save = () => form.submit(async () => {
    await api.put('/retention', {policies}, retention.version);
    form.saved();
    toast('completed', 'The policies were saved; their next run is within a day');
    setSeen(undefined);
    onSaved();
  });
  const isSeen = seen?.of === text;
  if (!mayConfigure(who))
    return <>{drafts.length ? <ul class="stack">{retention.policies.map(policy => <li key={policy.name}>{policy.name}: {policy.content}{policy.after_days !== undefined && `, after ${plural(policy.after_days, 'day')}`}{policy.at_most_bytes !== undefined && `, beyond ${bytes(policy.at_most_bytes)}`}</li>)}</ul> : <Note>There is no policy: everything is kept.</Note>}
      {mayOperate(who) && drafts.length > 0 && <div class="row"><button type="button" class="button" onClick={() => void look()}>See what would go</button></div>}{seen && <Outcome outcome={seen.outcome} />}</>;
  return <form class="stack form wide" ref={form.box} onSubmit={event => { event.preventDefault(); void (isSeen ? save() : look()); }}>
    {!drafts.length && <Note>There is no policy: everything is kept.</Note>}
    {drafts.map((draft, index) => <PolicyFields key={index} draft={draft} index={index} form={form} onChange={next => setDrafts(drafts.map((old, at) => at === index ? next : old))} onDrop={() => setDrafts(drafts.filter((_, at) => at !== index))} />)}
    <FormSummary form={form} />
    {isSeen && <Outcome outcome={seen.outcome} />}
    <div class="actions">
      <button type="button" class="button" onClick={() => setDrafts([...drafts, {name: '', content: 'transcripts', outcome: '', days: '', megabytes: ''}])}><Plus size={14} />Add a policy</button>
      <button type="button" class="button" disabled={form.isBusy || (!isChanged && !drafts.length)} onClick={() => void look()}>See what would go</button>
      <button class="button primary" disabled={form.isBusy || !isChanged || !isSeen} title={isChanged && !isSeen ? 'See first what would go' : undefined}>Save</button>
    </div>
  </form>;
}

function Holds() {
  const holds = useResource<Page<Hold>>('/holds', /^hold\./);
  return <Loaded from={holds}>{value => value.items.length ? <div class="table-wrap" tabIndex={0} role="region" aria-label="Legal holds"><table class="table"><thead><tr><th>Run</th><th>Reason</th><th class="hide-s">By</th><th class="number">Since</th></tr></thead>
    <tbody>{value.items.map(hold => <tr key={hold.run_id}><td class="tight"><a href={`/audit/${hold.run_id}`}><code>{hold.run_id.slice(-8)}</code></a></td><td class="main"><span style={{overflowWrap: 'anywhere'}}>{hold.reason}</span></td><td class="hide-s tight">{hold.by}</td><td class="number"><Time at={hold.at} /></td></tr>)}</tbody></table></div>
    : <Empty icon={Lock} title="No legal hold stands">One is placed on the audit page of a run.</Empty>}</Loaded>;
}

function told({event}: EventEntry): string {
  const data = event.data as Record<string, string & number & unknown[]>;
  switch (event.type) {
    case 'retention.changed': return `${data.by} set ${plural((data.policies as unknown[]).length, 'policy', 'policies')}`;
    case 'retention.removed': return `“${data.policy}” removed ${plural(data.events, 'event')} (${String(data.content).replace('_', ' ')}): ${data.why}`;
    case 'hold.placed': return `${data.by} placed a legal hold: ${data.reason}`;
    default: return `${data.by} released the legal hold${data.reason ? `: ${data.reason}` : ''}`;
  }
}

function History() {
  const list = usePaged<EventEntry>('/retention/events?limit=20', /^(retention|hold)\./);
  return <Loaded from={list}>{() => list.items.length ? <><div class="table-wrap" tabIndex={0} role="region" aria-label="What happened"><table class="table"><thead><tr><th>What</th><th class="hide-s">Run</th><th class="number">When</th></tr></thead>
    <tbody>{list.items.map(entry => <tr key={entry.id}><td class="main"><span style={{overflowWrap: 'anywhere'}}>{told(entry)}</span></td><td class="hide-s tight">{typeof entry.event.data.run_id === 'string' ? <ShortId id={entry.event.data.run_id} /> : <span class="faint">none</span>}</td><td class="number soft"><Time at={entry.event.ts} /></td></tr>)}</tbody></table></div><More list={list} /></>
    : <Empty icon={Archive} title="Nothing was removed">Changes of policies, removals and legal holds are listed here.</Empty>}</Loaded>;
}

export function RetentionPage() {
  useTitle('Retention');
  const who = useStore(identity);
  const retention = useResource<Retention>('/retention', /^retention\./);
  const [done, setDone] = useState<RetentionOutcome>();
  return <>
    <PageHead title="Retention" actions={mayConfigure(who) && !!retention.value?.policies.length && <ConfirmButton label="Remove now" question="Carry out the policies now?" verb="Remove it"
      explanation="What they name is removed for good. The hashes of removed events stay in the audit log, with a record of what was removed and why."
      onConfirm={() => attempt(async () => setDone(await api.post<RetentionOutcome>('/retention/run')), 'The policies were carried out').then(() => retention.reload())} />}>What is removed of runs that have ended, and when. Everything is kept until a policy says otherwise.</PageHead>
    <div class="stack wider">
      {done && <Outcome outcome={done} />}
      <section class="stack"><div class="row spread"><h2>Policies</h2>{retention.value?.ran_at && <span class="small soft">last carried out <Time at={retention.value.ran_at} /></span>}</div>
        <Loaded from={retention}>{value => <Policies key={value.version} retention={value} onSaved={() => void retention.reload()} />}</Loaded></section>
      <section class="stack"><h2>Legal holds</h2><Holds /></section>
      <section class="stack"><h2>What happened</h2><History /></section>
    </div>
  </>;
}
