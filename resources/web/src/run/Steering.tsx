// What a person can tell a run that is under way, and what it waits for.
import {useEffect, useState} from 'preact/hooks';
import {Gauge, Hourglass, Pause, Play, Send} from 'lucide-preact';
import {api} from '../api/client.ts';
import type {Approval, RunView, SentCommand} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {Dialog} from '../components/Dialog.tsx';
import {FormSummary, TextField, useForm} from '../components/Form.tsx';
import {Note, Time} from '../components/parts.tsx';
import {attempt, toast} from '../components/Toasts.tsx';
import {limits as budgets, readLimit} from '../model/budgets.ts';
import {CancelButton} from './RunHead.tsx';
import type {LiveRun} from './useRun.ts';

const tell = (run: string, command: string, more: object = {}) => api.post<SentCommand>(`/runs/${run}/commands`, {command, ...more});

/** A change that waits for leave: what, since when, until when, and the two answers. */
function ApprovalCard({run, approval, mayDecide}: {run: string; approval: Approval; mayDecide: boolean}) {
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const decide = async (command: 'approve' | 'reject') => {
    setBusy(true);
    if (!await attempt(() => tell(run, command, {text: text.trim()}), command === 'approve' ? 'Approved; the run goes on.' : 'Rejected; the run ends and nothing is pushed.')) setBusy(false);
  };
  return <section class="card approval" aria-labelledby="approval-title">
    <div class="inside stack">
      <h2 id="approval-title" class="row"><Hourglass size={16} aria-hidden="true" />Waiting for an approval before publishing</h2>
      <p>{approval.request.why}</p>
      <p class="small soft">Asked <Time at={approval.since} />. Without an answer the run ends <Time at={approval.request.until} />, and nothing is pushed. <a href="#view=change">Look at the change</a></p>
      {mayDecide ? <form class="row wrap" onSubmit={event => { event.preventDefault(); void decide('approve'); }}>
        <input class="input grow" aria-label="Reason" placeholder="Reason (optional)" maxLength={1000} value={text} onInput={event => setText(event.currentTarget.value)} />
        <button class="button primary" disabled={isBusy}>Approve</button>
        <button type="button" class="button danger" disabled={isBusy} onClick={() => void decide('reject')}>Reject</button>
      </form> : <p class="small soft">An operator can approve or reject it.</p>}
    </div>
  </section>;
}

/** What has a limit, and is not yet at what the worker allows. */
function extensible(view: RunView) {
  const {limits = {}, most = {}} = view.steering ?? {};
  return budgets.filter(({name}) => (limits[name] ?? 0) > 0 && !((most[name] ?? 0) > 0 && limits[name]! >= most[name]!));
}

function ExtendDialog({view, onClose}: {view: RunView; onClose: () => void}) {
  const [draft, setDraft] = useState<Record<string, string>>({});
  const form = useForm();
  const {limits = {}, most = {}} = view.steering ?? {};
  const save = () => form.submit(async () => {
    const more = Object.fromEntries(budgets.map(({name, unit}) => [name, readLimit(draft[name] ?? '', `budgets.${name}`, unit)]));
    await tell(view.run.id, 'extend', {budgets: more});
    toast('completed', 'The budget is being extended.');
    onClose();
  });
  return <Dialog title="Extend the budget" onClose={onClose}>
    <form class="inside form" ref={form.box} onSubmit={event => { event.preventDefault(); void save(); }}>
      <h2>Extend the budget</h2>
      {extensible(view).map(({name, field, shown}) => <TextField key={name} name={`budgets.${name}`} label={`${field} to add`} numeric value={draft[name] ?? ''} error={form.errors[`budgets.${name}`]}
        onChange={value => setDraft(old => ({...old, [name]: value}))} help={`Now ${shown(limits[name]!)}${(most[name] ?? 0) > 0 ? `; the worker allows ${shown(most[name]!)} at most` : ''}.`} />)}
      <FormSummary form={form} />
      <div class="actions"><button type="button" class="button" onClick={onClose}>Keep it</button><button class="button primary" disabled={form.isBusy}>Extend</button></div>
    </form>
  </Dialog>;
}

/** Sent, and not yet read by the agent. */
function useWaiting(live: LiveRun): [number, (id: string) => void] {
  const [ids, setIds] = useState<string[]>([]);
  useEffect(() => live.subscribe(event => {
    if (event.type === 'steer.message' || event.type === 'steer.undelivered') setIds(old => old.filter(id => id !== event.data.command_id));
  }), [live.subscribe]);
  return [ids.length, id => setIds(old => [...old, id])];
}

export function Steering({live}: {live: LiveRun & {value: RunView}}) {
  const view = live.value;
  const who = useStore(identity);
  const [text, setText] = useState('');
  const [isExtending, setExtending] = useState(false);
  const [waiting, addWaiting] = useWaiting(live);
  const {id, job_id: jobId} = view.run;
  const pause = view.steering?.pause;
  const approvals = (view.steering?.approvals ?? []).filter(one => one.decision.verdict === 'waiting');
  const send = () => attempt(async () => {
    const sent = await tell(id, 'message', {text: text.trim()});
    addWaiting(sent.id);
    setText('');
  }, 'Sent. The agent reads it at its next turn.');
  if (view.run.state !== 'running') return null;
  return <div class="stack steering">
    {approvals.map(one => <ApprovalCard key={one.request.approval} run={id} approval={one} mayDecide={mayOperate(who)} />)}
    {pause && <Note tone="blocked" role="status">{pause.by} paused this run <Time at={pause.since} />. {pause.before ? <>It waits before <code>{pause.before}</code>; its time limit does not pass.</> : 'It waits as soon as what runs now has come to its end.'}</Note>}
    {/* An agent whose change waits for an approval has no further turn to read a message at. */}
    {mayOperate(who) && <form class="steering-bar" aria-label="Steer this run" onSubmit={event => { event.preventDefault(); void send(); }}>
      {!approvals.length && <textarea class="textarea" rows={1} aria-label="Message to the agent" placeholder="Tell the agent something …" maxLength={8000} value={text} onInput={event => setText(event.currentTarget.value)}
        onKeyDown={event => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); if (text.trim()) void send(); } }} />}
      <div class="row wrap">
        {!approvals.length && <button class="button" disabled={!text.trim()}><Send size={14} />Send</button>}
        {pause ? <button type="button" class="button primary" onClick={() => void attempt(() => tell(id, 'resume'), 'The run goes on.')}><Play size={14} />Resume</button>
          : <button type="button" class="button" onClick={() => void attempt(() => tell(id, 'pause'), 'The run is being paused.')}><Pause size={14} />Pause</button>}
        {extensible(view).length > 0 && <button type="button" class="button" onClick={() => setExtending(true)}><Gauge size={14} />Extend budget</button>}
        <CancelButton jobId={jobId} />
      </div>
    </form>}
    {waiting > 0 && <p class="small soft" role="status">{waiting === 1 ? 'A message waits' : `${waiting} messages wait`} for the agent’s next turn.</p>}
    {isExtending && <ExtendDialog view={view} onClose={() => setExtending(false)} />}
  </div>;
}
