import {useEffect, useState} from 'preact/hooks';
import {Trash2} from 'lucide-preact';
import {api, ApiError} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {Health, ProviderList, Repository, RepositoryRequest, RepositoryTestResult, ValidationMode} from '../api/types.ts';
import {identity, mayConfigure} from '../app/identity.ts';
import {go} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {ConfirmButton} from '../components/Dialog.tsx';
import {AreaField, CheckField, FormSummary, SelectField, TextField, useForm} from '../components/Form.tsx';
import {Note} from '../components/parts.tsx';
import {ApprovalFields, approvalDraft, approvalSettings} from './ApprovalFields.tsx';
import {BudgetFields, budgetDraft, budgetSettings, dayBudgetSettings} from './BudgetFields.tsx';
import {GuardFields, guardDraft, guardSettings, type GuardDraft} from './GuardFields.tsx';
import {attempt, toast} from '../components/Toasts.tsx';
import {NetworkFields, networkDraft, networkSettings} from './NetworkFields.tsx';

const lines = (text: string) => text.split('\n').map(line => line.trim()).filter(Boolean);

function start(repository?: Repository) {
  const settings = repository?.settings ?? {};
  return {
    alias: repository?.alias ?? '', clone_url: repository?.clone_url ?? '', default_branch: repository?.default_branch ?? '', is_enabled: repository?.is_enabled ?? true,
    username: repository?.username ?? '', password: '', ssh_key: '', known_hosts: '',
    setup: (settings.setup_commands ?? []).join('\n'), validation: (settings.validation_commands ?? []).join('\n'), mode: settings.validation_mode ?? 'required',
    context: (settings.context_files ?? []).join('\n'), repairs: settings.maximum_repairs === undefined || settings.maximum_repairs < 0 ? '' : String(settings.maximum_repairs),
    provider: settings.provider ?? '', model: settings.model ?? '',
    revalidates: settings.revalidate_on_drift ?? false, network: networkDraft(settings.network), approval: approvalDraft(settings.approval), budgets: budgetDraft(settings.budgets, settings.day_budgets),
  };
}
type Draft = ReturnType<typeof start>;

function request(draft: Draft, guard: GuardDraft): RepositoryRequest {
  const body: RepositoryRequest = {
    alias: draft.alias.trim(), clone_url: draft.clone_url.trim(), default_branch: draft.default_branch.trim(), is_enabled: draft.is_enabled, username: draft.username.trim(),
    settings: {setup_commands: lines(draft.setup), validation_commands: lines(draft.validation), validation_mode: draft.mode as ValidationMode, context_files: lines(draft.context),
      maximum_repairs: draft.repairs.trim() === '' ? -1 : Number(draft.repairs), provider: draft.provider, model: draft.model.trim(),
      diff_guard: guardSettings(guard), network: networkSettings(draft.network), revalidate_on_drift: draft.revalidates, approval: approvalSettings(draft.approval),
      budgets: budgetSettings(draft.budgets), day_budgets: dayBudgetSettings(draft.budgets)},
  };
  // What is absent stays as it is on the worker.
  if (draft.password) body.password = draft.password;
  if (draft.ssh_key) body.ssh_key = draft.ssh_key;
  if (draft.known_hosts.trim()) body.known_hosts = draft.known_hosts;
  return body;
}

/** `https://host/team/shop-api.git` suggests `shop-api`. */
function aliasOf(address: string): string {
  const name = address.replace(/\/+$/, '').replace(/\.git$/, '').split(/[/:]/).pop() ?? '';
  return name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '').slice(0, 64);
}

export function RepositoryForm({repository, onSaved, testsAtOnce}: {repository?: Repository; onSaved?: () => void; testsAtOnce?: boolean}) {
  const who = useStore(identity);
  const providers = useResource<ProviderList>('/providers');
  const health = useResource<Health>('/health').value;
  const allowList = health?.checks.find(check => check.name === 'allow-list')?.seen;
  const [draft, setDraft] = useState<Draft>(() => start(repository));
  const [guard, setGuard] = useState(() => guardDraft(repository?.settings.diff_guard));
  const [isAliasOwn, setAliasOwn] = useState(!!repository);
  const [version, setVersion] = useState(repository?.version);
  const [test, setTest] = useState<RepositoryTestResult | 'asking' | undefined>();
  const form = useForm({asks: true});
  const set = (name: keyof Draft) => (value: string) => setDraft(old => ({...old, [name]: value}));
  const field = (name: keyof Draft, api: string = name) => ({name: api, value: String(draft[name]), onChange: set(name), error: form.errors[api]});
  const address = draft.clone_url.trim();
  const isSsh = /^ssh:|^[^/:]+@[^/]+:/.test(address);
  const isHttp = /^https?:/.test(address);

  const save = async (): Promise<Repository> => {
    const saved = repository ? await api.put<Repository>(`/repositories/${encodeURIComponent(repository.alias)}`, request(draft, guard), version)
      : await api.post<Repository>('/repositories', request(draft, guard));
    form.saved();
    setVersion(saved.version);
    setDraft(old => ({...old, password: '', ssh_key: ''}));
    return saved;
  };
  const saveAndLeave = () => form.submit(async () => {
    const saved = await save();
    toast('completed', `${saved.alias} is saved.`);
    onSaved?.();
    go('/repositories');
  });
  const saveAndTest = () => form.submit(async () => {
    const saved = await save();
    // A new one has its own address from now on; the form that opens there runs the test.
    if (!repository || saved.alias !== repository.alias) go(`/repositories?edit=${encodeURIComponent(saved.alias)}&test=1`, 'replace');
    else await ask(saved.alias);
  });
  const ask = async (alias: string) => {
    setTest('asking');
    try {
      setTest(await api.post<RepositoryTestResult>(`/repositories/${encodeURIComponent(alias)}/test`));
    } catch (cause) {
      setTest({is_reachable: false, default_branch: '', head_commit: '', message: (cause as ApiError).message});
    }
  };
  useEffect(() => {
    if (testsAtOnce && repository) void ask(repository.alias);
  }, []);
  const mayWrite = mayConfigure(who);

  return <form class="form" ref={form.box} onSubmit={event => { event.preventDefault(); void saveAndLeave(); }}>
    {!mayWrite && <Note>Only an admin may change this. You can look at it.</Note>}
    <TextField {...field('clone_url')} label="Clone address" code isRequired placeholder="https://host/team/project.git" help="HTTPS, SSH, or a path on the machine of the worker."
      onChange={value => setDraft(old => ({...old, clone_url: value, alias: isAliasOwn ? old.alias : aliasOf(value)}))} />
    <TextField {...field('alias')} label="Alias" code isRequired help="What tickets and pages call it: small letters, digits, . _ -" onChange={value => { setAliasOwn(true); setDraft(old => ({...old, alias: value})); }} />
    <TextField {...field('default_branch')} label="Branch to start from" optional code placeholder="as the remote says" />
    {isHttp && <fieldset class="boxed"><legend>Sign-in</legend>
      <TextField {...field('username')} label="User name" optional help="Many hosts take any name with a token." />
      <TextField {...field('password')} label="Password or token" type="password" optional placeholder={repository?.has_secret ? 'kept; type to replace it' : ''} help="Sealed on the worker, and never shown again." /></fieldset>}
    {isSsh && <fieldset class="boxed"><legend>Sign-in</legend>
      <AreaField {...field('ssh_key')} label="Private key" optional code rows={4} placeholder={repository?.has_secret ? 'kept; paste to replace it' : '-----BEGIN OPENSSH PRIVATE KEY-----'} help="Sealed on the worker, and never shown again." />
      <AreaField {...field('known_hosts')} label="Known hosts" optional code rows={2} placeholder="host ssh-ed25519 AAAA…" help="Empty: the first key that is seen is trusted." /></fieldset>}
    <fieldset class="boxed"><legend>Commands</legend>
      {allowList && <p class="soft small allow-list">{allowList}</p>}
      <AreaField {...field('validation', 'settings.validation_commands')} label="Validation" optional code rows={3} placeholder={'npm test\nnpm run lint'} help="One a line. A change counts as validated when each ends with exit code 0. Without any, results say “not validated”." />
      <SelectField {...field('mode', 'settings.validation_mode')} label="When validation is red" choices={[['required', 'Required: nothing is pushed'], ['advisory', 'Advisory: it is recorded, and the run goes on'], ['off', 'Off: it does not run']]} />
      <CheckField name="settings.revalidate_on_drift" label="When the default branch moved meanwhile" help="merge with it and validate again before the push; conflicts go to the agent once" isOn={draft.revalidates} onChange={isOn => setDraft(old => ({...old, revalidates: isOn}))} />
      <AreaField {...field('setup', 'settings.setup_commands')} label="Setup" optional code rows={2} placeholder="npm ci" help="One a line; run once before the work begins." /></fieldset>
    <NetworkFields draft={draft.network} form={form} most={health?.network} onChange={network => setDraft(old => ({...old, network}))} />
    <details class="more"><summary>Brief, provider and repairs</summary><div class="stack" style={{gap: '18px'}}>
      <AreaField {...field('context', 'settings.context_files')} label="Files that are always in the brief" optional code rows={2} placeholder="docs/architecture.md" help="Guidance files (MERGELOOM.md, AGENTS.md, CLAUDE.md, CODEX.md) are there by themselves." />
      <SelectField {...field('provider', 'settings.provider')} label="Provider" choices={[['', 'The default one'], ...(providers.value?.items ?? []).map(one => [one.profile.id, one.profile.name || one.profile.id] as [string, string])]} />
      <TextField {...field('model', 'settings.model')} label="Model" optional code placeholder="as the provider is set" />
      <TextField {...field('repairs', 'settings.maximum_repairs')} label="Repairs at most" type="number" optional placeholder="as the worker is set" />
    </div></details>
    <ApprovalFields draft={draft.approval} form={form} onChange={approval => setDraft(old => ({...old, approval}))} />
    <BudgetFields draft={draft.budgets} form={form} onChange={budgets => setDraft(old => ({...old, budgets}))} />
    <GuardFields draft={guard} onChange={setGuard} form={form} />
    <CheckField name="is_enabled" label="Enabled" help="tickets may be queued for it" isOn={draft.is_enabled} onChange={isOn => setDraft(old => ({...old, is_enabled: isOn}))} />
    <FormSummary form={form} />
    {test && (test === 'asking' ? <Note role="status">Asking the remote …</Note> : <Note tone={test.is_reachable ? 'completed' : 'failed'} role="status">{test.message || (test.is_reachable ? 'The remote answers.' : 'The remote cannot be reached.')}
      {test.is_reachable && test.head_commit && <div class="soft">Branch <code>{test.default_branch}</code> at <code>{test.head_commit.slice(0, 10)}</code></div>}</Note>)}
    <div class="actions">
      {mayWrite && <><button class="button primary" disabled={form.isBusy || !draft.alias.trim() || !address}>{form.isBusy ? 'Saving …' : 'Save'}</button>
        <button type="button" class="button" disabled={form.isBusy || !draft.alias.trim() || !address} onClick={() => void saveAndTest()}>Save and test</button></>}
      <a class="button quiet" href="/repositories">Back</a>
      {repository && mayWrite && <span style={{marginLeft: 'auto'}}><ConfirmButton class="button danger" icon={<Trash2 size={14} />} label="Remove" question={`Remove ${repository.alias}?`} verb="Remove it" explanation="Tickets can no longer go to it. Past runs and their record stay."
        onConfirm={async () => { if (await attempt(() => api.remove(`/repositories/${encodeURIComponent(repository.alias)}`, version), `${repository.alias} is removed.`)) { form.saved(); go('/repositories'); } }} /></span>}
    </div>
  </form>;
}
