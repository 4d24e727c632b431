// A form that the worker describes: fields, kinds, help, and what the environment fixes.
import {useState} from 'preact/hooks';
import {Trash2} from 'lucide-preact';
import {api} from '../api/client.ts';
import type {Provider, ProviderField, ProviderKind, ProviderRequest} from '../api/types.ts';
import {identity, mayConfigure} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {ConfirmButton} from '../components/Dialog.tsx';
import {CheckField, FormSummary, SelectField, TextField, useForm} from '../components/Form.tsx';
import {Note} from '../components/parts.tsx';
import {attempt, toast} from '../components/Toasts.tsx';
import {TestReport} from './TestReport.tsx';
import {testProvider, type TestState} from './testProvider.ts';

function valueOf(provider: Provider | undefined, field: ProviderField): string {
  if (!provider || field.kind === 'secret') return '';
  if (field.name === 'model') return provider.profile.model ?? '';
  if (field.name === 'endpoint') return provider.profile.endpoint ?? '';
  return provider.profile.options?.[field.name] ?? '';
}

/** One that other fields hang on counts as its first choice until it is made. */
function choicesOf(kind: ProviderKind, field: ProviderField): [string, string][] {
  const named = field.choices.map(choice => [choice, choice] as [string, string]);
  if (field.is_required) return named;
  const decides = kind.form.some(other => other.when_field === field.name);
  return decides ? [['', field.choices[0]!], ...named.slice(1)] : [['', 'As usual'], ...named];
}

/** `claude-api`, or `claude-api-2` when that is taken. */
export function freeId(kind: string, taken: string[]): string {
  if (!taken.includes(kind)) return kind;
  for (let number = 2; ; ++number)
    if (!taken.includes(`${kind}-${number}`)) return `${kind}-${number}`;
}

/** Whether a field counts, as the choices of the environment and of the form are. */
export function isAsked(field: ProviderField, kind: ProviderKind, values: Record<string, string> = {}): boolean {
  const choice = kind.form.find(other => other.name === field.when_field);
  return !choice || field.when_values.includes((choice.locked_by ? choice.locked_value : values[choice.name]) || choice.choices[0]!);
}

export function ProviderForm({kind, provider, id: wantedId, isProvisioned, onDone}: {kind: ProviderKind; provider?: Provider; id: string; isProvisioned: boolean; onDone: () => void}) {
  const who = useStore(identity);
  // Saving puts the id on the list, and the list then proposes another one.
  const [id] = useState(wantedId);
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(kind.form.map(field => [field.name, valueOf(provider, field)])));
  const [name, setName] = useState(provider?.profile.name ?? '');
  const [isDefault, setDefault] = useState(provider?.profile.is_default ?? false);
  const [version, setVersion] = useState(provider?.version);
  const [hasSecret, setHasSecret] = useState(!!provider?.has_secret);
  const [test, setTest] = useState<TestState>();
  const form = useForm({asks: true});
  const save = async () => {
    const body: ProviderRequest = {kind: kind.kind, name: name.trim(), is_default: isDefault, options: {}};
    for (const field of kind.form) {
      const value = (values[field.name] ?? '').trim();
      if (field.locked_by || !isAsked(field, kind, values)) continue;
      if (field.kind === 'secret') {
        if (value) body.secret = value;
      } else if (field.name === 'model') body.model = value;
      else if (field.name === 'endpoint') body.endpoint = value;
      else if (value) body.options![field.name] = value;
    }
    const saved = await api.put<Provider>(`/providers/${encodeURIComponent(id)}`, body, version);
    form.saved();
    setVersion(saved.version);
    setHasSecret(saved.has_secret);
    setValues(old => Object.fromEntries(kind.form.map(field => [field.name, field.kind === 'secret' ? '' : old[field.name]])));
  };
  const saveAndLeave = () => form.submit(async () => {
    await save();
    toast('completed', `${name || kind.label} is saved.`);
    onDone();
  });
  const saveAndTest = () => form.submit(async () => {
    await save();
    await testProvider(id, setTest);
  });
  const mayWrite = mayConfigure(who) && !isProvisioned;
  const errorOf = (field: ProviderField) => form.errors[field.name] ?? form.errors[`options.${field.name}`] ?? (field.kind === 'secret' ? form.errors.secret : undefined);

  return <form class="form" ref={form.box} onSubmit={event => { event.preventDefault(); void saveAndLeave(); }}>
    <p class="soft">{kind.description}</p>
    {isProvisioned ? <Note>It comes from the environment of this worker (<code>JCA_PROVIDER_CONFIG_MODE=provisioned</code>). You can look at it.</Note>
      : !mayWrite && <Note>Only an admin may change this. You can look at it.</Note>}
    {kind.form.filter(field => isAsked(field, kind, values)).map(field => {
      const shared = {name: field.name, label: field.label, help: [field.help, field.variable && !field.locked_by ? `${isProvisioned ? 'Set' : 'Can also be set'} by ${field.variable}.` : ''].filter(Boolean).join(' '), error: errorOf(field),
        optional: !field.is_required, lockedBy: field.locked_by, value: (field.locked_by ? field.locked_value : values[field.name]) ?? '', onChange: (value: string) => setValues(old => ({...old, [field.name]: value}))};
      if (field.kind === 'choice') return <SelectField key={field.name} {...shared} choices={choicesOf(kind, field)} />;
      const isSecret = field.kind === 'secret';
      return <TextField key={field.name} {...shared} proposals={field.name === 'model' ? provider?.models : undefined} type={isSecret ? 'password' : field.kind === 'url' ? 'url' : 'text'} code={!isSecret}
        isRequired={field.is_required && !field.locked_by && !(isSecret && hasSecret)} placeholder={isSecret && hasSecret ? 'kept; type to replace it' : field.placeholder} />;
    })}
    <TextField name="name" label="Name" optional value={name} onChange={setName} error={form.errors.name} placeholder={kind.label} help="What pages call it." />
    <CheckField name="is_default" label="The default one" help="used where a repository names no other" isOn={isDefault} onChange={setDefault} />
    <FormSummary form={form} />
    {test && <TestReport test={test} />}
    <div class="actions">
      {mayWrite && <><button class="button primary" disabled={form.isBusy}>{form.isBusy ? 'Saving …' : 'Save'}</button><button type="button" class="button" disabled={form.isBusy} onClick={() => void saveAndTest()}>Save and test</button></>}
      <button type="button" class="button quiet" onClick={onDone}>Back</button>
      {provider && mayWrite && <span style={{marginLeft: 'auto'}}><ConfirmButton class="button danger" icon={<Trash2 size={14} />} label="Remove" question={`Remove ${provider.profile.name || provider.profile.id}?`} verb="Remove it"
        explanation="Its key is deleted. Repositories that name it fall back to nothing until they are changed." onConfirm={async () => { if (await attempt(() => api.remove(`/providers/${encodeURIComponent(id)}`, version), 'The provider is removed.')) { form.saved(); onDone(); } }} /></span>}
    </div>
  </form>;
}
