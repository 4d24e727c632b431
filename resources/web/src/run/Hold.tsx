// A legal hold on a run: while it stands, no policy removes anything of it.
import {useState} from 'preact/hooks';
import {Lock} from 'lucide-preact';
import {api} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {Hold} from '../api/types.ts';
import {identity, mayConfigure, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {ConfirmButton, Dialog} from '../components/Dialog.tsx';
import {FormSummary, TextField, useForm} from '../components/Form.tsx';
import {Note, Time} from '../components/parts.tsx';
import {attempt} from '../components/Toasts.tsx';

function HoldForm({path, onClose, onDone}: {path: string; onClose: () => void; onDone: () => void}) {
  const form = useForm();
  const [reason, setReason] = useState('');
  const save = () => form.submit(async () => {
    await api.put(path, {reason});
    onDone();
  });
  return <Dialog title="Place a legal hold" onClose={onClose}><form class="inside form" ref={form.box} onSubmit={event => { event.preventDefault(); void save(); }}>
    <h2>Place a legal hold</h2>
    <p class="soft">Nothing of this run is removed while it stands. An admin releases it.</p>
    <TextField name="reason" label="Reason" value={reason} onChange={setReason} error={form.errors.reason} isRequired help="Stands in the audit log with your name." />
    <FormSummary form={form} />
    <div class="actions"><button type="button" class="button" onClick={onClose}>Cancel</button><button class="button primary" disabled={form.isBusy || !reason.trim()}>Place it</button></div>
  </form></Dialog>;
}

export function HoldPanel({runId}: {runId: string}) {
  const path = `/runs/${encodeURIComponent(runId)}/hold`;
  const who = useStore(identity);
  const hold = useResource<Hold>(path, /^hold\./);
  const [isPlacing, setPlacing] = useState(false);
  if (!hold.value) return null;
  if (!hold.value.is_held)
    return mayOperate(who) ? <div class="row"><button type="button" class="button small" onClick={() => setPlacing(true)}><Lock size={14} />Place a legal hold</button>
      {isPlacing && <HoldForm path={path} onClose={() => setPlacing(false)} onDone={() => { setPlacing(false); void hold.reload(); }} />}</div> : null;
  return <Note tone="blocked"><div class="row spread upper"><span>Legal hold by {hold.value.by}, <Time at={hold.value.at} />: {hold.value.reason}. Nothing of this run is removed while it stands.</span>
    {mayConfigure(who) && <ConfirmButton class="button small" label="Release" question="Release the legal hold?" verb="Release it" explanation="The retention policies hold for this run again; their next run may remove parts of it."
      onConfirm={() => attempt(() => api.remove(path), 'The hold was released').then(() => hold.reload())} />}</div></Note>;
}
