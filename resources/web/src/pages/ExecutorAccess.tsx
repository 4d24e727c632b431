// The part of the Access page about executors: who has joined, and with what others may join.
import {useState} from 'preact/hooks';
import {KeyRound, Plus, Server} from 'lucide-preact';
import {api} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {EnrollmentToken, Executor, Page} from '../api/types.ts';
import {ConfirmButton, Dialog} from '../components/Dialog.tsx';
import {FormSummary, SelectField, TextField, useForm} from '../components/Form.tsx';
import {CopyButton, Empty, Loaded, Note, Status, Time} from '../components/parts.tsx';
import {attempt} from '../components/Toasts.tsx';
import {plural} from '../model/words.ts';

const spans: [string, string][] = [['1', 'An hour'], ['24', 'A day'], ['168', 'A week'], ['720', '30 days']];

function EnrollmentForm({onMade, onClose}: {onMade: (token: EnrollmentToken) => void; onClose: () => void}) {
  const form = useForm();
  const [name, setName] = useState('');
  const [uses, setUses] = useState('1');
  const [hours, setHours] = useState('24');
  const save = () => form.submit(async () => onMade(await api.post<EnrollmentToken>('/enrollment-tokens', {name, uses: Number(uses), hours: Number(hours)})));
  return <Dialog title="Make an enrolment token" onClose={onClose}><form class="inside form" ref={form.box} onSubmit={event => { event.preventDefault(); void save(); }}>
    <h2>Make an enrolment token</h2>
    <TextField name="name" label="Name" value={name} onChange={setName} error={form.errors.name} isRequired help="What it is for; shown in the audit." />
    <TextField name="uses" label="Uses" value={uses} onChange={setUses} error={form.errors.uses} isRequired help="How many executors may enrol with it." />
    <SelectField name="hours" label="Good for" value={hours} onChange={setHours} choices={spans} error={form.errors.hours} />
    <FormSummary form={form} />
    <div class="actions"><button type="button" class="button" onClick={onClose}>Cancel</button><button class="button primary" disabled={form.isBusy || !name.trim()}>Make it</button></div>
  </form></Dialog>;
}

function Secret({token, onClose}: {token: EnrollmentToken; onClose: () => void}) {
  return <Dialog title={`Enrolment token ${token.name}`} onClose={onClose}><div class="inside form">
    <h2>Enrolment token {token.name}</h2>
    <Note tone="blocked">Copy it now. It is shown this once; only its hash is kept.</Note>
    <div class="row spread text-block" style={{padding: '4px 4px 4px 12px'}}><code data-secret style={{overflowWrap: 'anywhere'}}>{token.secret}</code><CopyButton text={token.secret ?? ''} label="Copy the token" /></div>
    <p class="soft">On the other host, with the token in a file:</p>
    <pre class="text-block" style={{whiteSpace: 'pre-wrap', overflowWrap: 'anywhere'}}>{`JCA_WORKER_GATEWAY_URL=${location.origin} JCA_WORKER_ENROLLMENT_TOKEN_FILE=FILE mergeloom-worker serve --role executor`}</pre>
    <div class="actions"><button type="button" class="button primary" autofocus onClick={onClose}>I have copied it</button></div>
  </div></Dialog>;
}

function Executors() {
  const list = useResource<Page<Executor>>('/executors', /^config\.changed/);
  return <Loaded from={list}>{value => value.items.length ? <div class="table-wrap" tabIndex={0} role="region" aria-label="Executors"><table class="table">
    <thead><tr><th>Name</th><th>State</th><th class="hide-s">Last seen</th><th><span class="unseen">Actions</span></th></tr></thead>
    <tbody>{value.items.map(one => <tr key={one.id}><td class="main"><span class="title">{one.name}</span><span class="under">{one.version}</span></td>
      <td class="tight"><Status state={one.state} /></td><td class="hide-s tight"><Time at={one.last_seen_at} /></td>
      <td class="number"><div class="row" style={{justifyContent: 'flex-end'}}>
        <button type="button" class="button small hide-s" onClick={() => void attempt(() => api.post(`/executors/${one.id}/new-token`), `${one.name} replaces its token with its next report`)}>New token</button>
        <ConfirmButton class="button small" label="Revoke" question={`Revoke the executor ${one.name}?`} verb="Revoke it"
          explanation="It is refused from now on. A run that it works on ends as lease lost, and the job goes back into the queue."
          onConfirm={() => attempt(() => api.remove(`/executors/${one.id}`), `${one.name} was revoked`).then(() => list.reload())} /></div></td></tr>)}</tbody>
  </table></div> : <Empty icon={Server} title="No executor has enrolled" />}</Loaded>;
}

function Enrollments({list}: {list: ReturnType<typeof useResource<Page<EnrollmentToken>>>}) {
  return <Loaded from={list}>{value => value.items.length ? <div class="table-wrap" tabIndex={0} role="region" aria-label="Enrolment tokens"><table class="table">
    <thead><tr><th>Name</th><th>Left</th><th>Expires</th><th><span class="unseen">Revoke</span></th></tr></thead>
    <tbody>{value.items.map(one => <tr key={one.id}><td class="main"><span class="title">{one.name}</span></td><td class="tight">{plural(one.uses_left, 'use')}</td>
      <td class="tight"><Time at={one.expires_at} /></td>
      <td class="number"><ConfirmButton class="button small" label="Revoke" question={`Revoke the enrolment token ${one.name}?`} verb="Revoke it"
        explanation="Nobody can enrol with it any more. Executors that have stay."
        onConfirm={() => attempt(() => api.remove(`/enrollment-tokens/${one.id}`), `${one.name} was revoked`).then(() => list.reload())} /></td></tr>)}</tbody>
  </table></div> : <Empty icon={KeyRound} title="No enrolment token">An executor on another host joins with one.</Empty>}</Loaded>;
}

export function ExecutorAccess() {
  const list = useResource<Page<EnrollmentToken>>('/enrollment-tokens', /^config\.changed/);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<EnrollmentToken>();
  return <>
    <section class="stack"><h2>Executors</h2><Executors /></section>
    <section class="stack"><div class="row spread"><h2>Enrolment tokens</h2><button type="button" class="button small" onClick={() => setMaking(true)}><Plus size={14} />Make one</button></div><Enrollments list={list} /></section>
    {isMaking && <EnrollmentForm onClose={() => setMaking(false)} onMade={token => { setMaking(false); setMade(token); void list.reload(); }} />}
    {made && <Secret token={made} onClose={() => setMade(undefined)} />}
  </>;
}
