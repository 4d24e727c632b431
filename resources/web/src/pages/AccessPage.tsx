import {useState} from 'preact/hooks';
import {KeyRound, Plus, ShieldCheck} from 'lucide-preact';
import {api} from '../api/client.ts';
import {usePaged} from '../api/paged.ts';
import {useResource} from '../api/resource.ts';
import type {BrowserSession, Page, Refusal, Role, Token} from '../api/types.ts';
import {identity, mayConfigure} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {ConfirmButton, Dialog} from '../components/Dialog.tsx';
import {FormSummary, SelectField, TextField, useForm} from '../components/Form.tsx';
import {More} from '../components/More.tsx';
import {CopyButton, Empty, Loaded, Note, PageHead, Time} from '../components/parts.tsx';
import {attempt} from '../components/Toasts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {plain, plural} from '../model/words.ts';
import {ExecutorAccess} from './ExecutorAccess.tsx';

const roles: [Role, string][] = [['viewer', 'Viewer: sees everything'], ['operator', 'Operator: writes tickets and steers runs'], ['admin', 'Admin: sets everything up']];
const spans: [string, string][] = [['30', '30 days'], ['7', '7 days'], ['90', '90 days'], ['365', 'A year'], ['', 'Never']];

function TokenForm({onMade, onClose}: {onMade: (token: Token) => void; onClose: () => void}) {
  const form = useForm();
  const [name, setName] = useState('');
  const [role, setRole] = useState<string>('viewer');
  const [days, setDays] = useState('30');
  const save = () => form.submit(async () => {
    const expires = days && {expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString()};
    onMade(await api.post<Token>('/tokens', {name, role, ...expires}));
  });
  return <Dialog title="Make a token" onClose={onClose}><form class="inside form" ref={form.box} onSubmit={event => { event.preventDefault(); void save(); }}>
    <h2>Make a token</h2>
    <TextField name="name" label="Name" value={name} onChange={setName} error={form.errors.name} isRequired help="Who or what will use it; shown in the audit." />
    <SelectField name="role" label="Role" value={role} onChange={setRole} choices={roles} />
    <SelectField name="expires_at" label="Expires after" value={days} onChange={setDays} choices={spans} error={form.errors.expires_at} />
    <FormSummary form={form} />
    <div class="actions"><button type="button" class="button" onClick={onClose}>Cancel</button><button class="button primary" disabled={form.isBusy || !name.trim()}>Make it</button></div>
  </form></Dialog>;
}

function Secret({token, onClose}: {token: Token; onClose: () => void}) {
  return <Dialog title={`Token of ${token.name}`} onClose={onClose}><div class="inside form">
    <h2>Token of {token.name}</h2>
    <Note tone="blocked">Copy it now. It is shown this once; only its hash is kept.</Note>
    <div class="row spread text-block" style={{padding: '4px 4px 4px 12px'}}><code data-secret style={{overflowWrap: 'anywhere'}}>{token.secret}</code><CopyButton text={token.secret ?? ''} label="Copy the token" /></div>
    <div class="actions"><button type="button" class="button primary" autofocus onClick={onClose}>I have copied it</button></div>
  </div></Dialog>;
}

function Tokens({list}: {list: ReturnType<typeof useResource<Page<Token>>>}) {
  return <Loaded from={list}>{value => <div class="table-wrap" tabIndex={0} role="region" aria-label="Tokens"><table class="table">
    <thead><tr><th>Name</th><th class="hide-s">Made</th><th class="hide-s">Last used</th><th>Expires</th><th><span class="unseen">Revoke</span></th></tr></thead>
    <tbody>{value.items.map(token => <tr key={token.id}><td class="main"><span class="title">{token.name}</span><span class="under">{plain(token.role)}</span></td>
      <td class="hide-s tight"><Time at={token.created_at} /></td><td class="hide-s tight"><Time at={token.last_used_at} /></td><td class="tight"><Time at={token.expires_at} /></td>
      <td class="number"><ConfirmButton class="button small" label="Revoke" question={`Revoke the token ${token.name}?`} verb="Revoke it"
        explanation="Whoever uses it is refused from now on, and browsers that were signed in with it are signed out."
        onConfirm={() => attempt(() => api.remove(`/tokens/${token.id}`), `${token.name} was revoked`).then(() => list.reload())} /></td></tr>)}</tbody>
  </table></div>}</Loaded>;
}

function Sessions({list}: {list: ReturnType<typeof useResource<Page<BrowserSession>>>}) {
  return <Loaded from={list}>{value => value.items.length ? <div class="table-wrap" tabIndex={0} role="region" aria-label="Sessions"><table class="table">
    <thead><tr><th>Who</th><th class="hide-s">From</th><th class="hide-s">Since</th><th class="hide-s">Last seen</th><th class="hide-m">Ends</th><th><span class="unseen">End</span></th></tr></thead>
    <tbody>{value.items.map(one => <tr key={one.id}><td class="main"><span class="title">{one.name}</span><span class="under">{plain(one.role)}, {one.browser}{one.is_own && ' (this one)'}</span></td>
      <td class="hide-s tight"><code>{one.address}</code></td><td class="hide-s tight"><Time at={one.opened_at} /></td><td class="hide-s tight"><Time at={one.last_seen_at} /></td><td class="hide-m tight"><Time at={one.ends_at} /></td>
      <td class="number"><ConfirmButton class="button small" label="End" question={one.is_own ? 'Sign this browser out?' : `End the session of ${one.name}?`} verb="End it"
        explanation={one.is_own ? 'You will have to sign in again.' : 'That browser has to sign in again.'}
        onConfirm={() => attempt(() => api.remove(`/sessions/${one.id}`), 'The session has ended').then(() => list.reload())} /></td></tr>)}</tbody>
  </table></div> : <Empty icon={KeyRound} title="No browser is signed in" />}</Loaded>;
}

function Refused() {
  const list = usePaged<Refusal>('/refusals?limit=20', /^access\.denied/);
  return <Loaded from={list}>{() => list.items.length ? <><div class="table-wrap" tabIndex={0} role="region" aria-label="Refused calls"><table class="table">
    <thead><tr><th>When</th><th>Why</th><th class="hide-s">From</th><th class="hide-m">Route</th><th class="number">Times</th></tr></thead>
    <tbody>{list.items.map((one, index) => <tr key={`${one.at}${index}`}><td class="tight"><Time at={one.at} /></td><td class="main"><span style={{overflowWrap: 'anywhere'}}>{one.reason}</span><span class="under"><span class="clip">{plain(one.cause)}{one.who && `, ${one.who}`}</span></span></td>
      <td class="hide-s tight">{one.address ? <code>{one.address}</code> : <span class="faint">several</span>}</td><td class="hide-m tight"><code>{one.method} {one.path}</code></td><td class="number">{one.count}</td></tr>)}</tbody>
  </table></div><More list={list} /></> : <Empty icon={ShieldCheck} title="Nothing was refused">Calls without a right, failed logins and too many requests are listed here.</Empty>}</Loaded>;
}

export function AccessPage() {
  useTitle('Access');
  const who = useStore(identity);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Token>();
  const isAdmin = mayConfigure(who);
  const tokens = useResource<Page<Token>>(isAdmin ? '/tokens' : '', /^config\.changed/);
  const sessions = useResource<Page<BrowserSession>>(isAdmin ? '/sessions' : '', /^config\.changed/);
  if (!isAdmin) return <><PageHead title="Access" /><Empty icon={KeyRound} title="Only an admin sees this">Tokens, sessions and refused calls are for those who set the worker up. You are signed in as {who?.role}.</Empty></>;
  const others = sessions.value?.items.filter(one => !one.is_own).length ?? 0;
  return <>
    <PageHead title="Access" actions={<button type="button" class="button primary" onClick={() => setMaking(true)}><Plus size={14} />Make a token</button>}>Who may use this worker, who is signed in, which executors have joined, and who was refused.</PageHead>
    <div class="stack wider">
      <section class="stack"><h2>Tokens</h2><Tokens list={tokens} /></section>
      <section class="stack"><div class="row spread"><h2>Signed-in browsers</h2>{others > 0 && <ConfirmButton class="button small" label="End all others" question={`End ${plural(others, 'other session')}?`} verb="End them"
        explanation="Every browser but this one has to sign in again." onConfirm={() => attempt(() => api.remove('/sessions'), 'All other sessions have ended').then(() => sessions.reload())} />}</div><Sessions list={sessions} /></section>
      <ExecutorAccess />
      <section class="stack"><h2>Refused</h2><Refused /></section>
    </div>
    {isMaking && <TokenForm onClose={() => setMaking(false)} onMade={token => { setMaking(false); setMade(token); void tokens.reload(); }} />}
    {made && <Secret token={made} onClose={() => setMade(undefined)} />}
  </>;
}
