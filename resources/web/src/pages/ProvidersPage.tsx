import {useEffect, useState} from 'preact/hooks';
import {Cpu, Plus} from 'lucide-preact';
import {useResource} from '../api/resource.ts';
import type {Provider, ProviderKind, ProviderList} from '../api/types.ts';
import {identity, mayConfigure, mayOperate} from '../app/identity.ts';
import {go, place} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {ticked} from '../components/Form.tsx';
import {Empty, Loaded, Note, PageHead, Status, Time} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {freeId, isAsked, ProviderForm} from '../forms/ProviderForm.tsx';
import {SignInPanel} from '../forms/SignInPanel.tsx';
import {TestReport} from '../forms/TestReport.tsx';
import {testProvider, type TestState} from '../forms/testProvider.ts';

const hasOwnSignIn = (provider: Provider) => provider.profile.options?.auth === 'sign_in';

function keyWords(provider: Provider, kind?: ProviderKind): string {
  const {profile, has_secret} = provider;
  const fixed = kind?.form.find(field => field.kind === 'secret' && isAsked(field, kind, profile.options) && field.locked_by);
  return hasOwnSignIn(provider) ? 'own sign-in' : fixed ? `key from ${fixed.locked_by}` : has_secret ? 'key stored' : 'no key stored';
}

function Card({provider, kind, mayChange}: {provider: Provider; kind?: ProviderKind; mayChange: boolean}) {
  const who = useStore(identity);
  const [test, setTest] = useState<TestState>();
  const {profile} = provider;
  const isAsking = !!test && !test.result;
  return <div class="card provider-card">
    <div class="row spread wrap"><div class="row"><Cpu size={16} aria-hidden="true" class="soft" /><h2><a data-row style={{color: 'inherit'}} href={`/providers?edit=${encodeURIComponent(profile.id)}`}>{profile.name || kind?.label || profile.id}</a></h2>
      {profile.is_default && <span class="tag">default</span>}</div><Status state={provider.state} /></div>
    <div class="facts"><span>{kind?.label ?? profile.kind}</span>{profile.model && <span><code>{profile.model}</code></span>}{profile.endpoint && <span class="clip"><code class="clip">{profile.endpoint}</code></span>}<span>{keyWords(provider, kind)}</span>
      {provider.models.length > 0 && <span>{provider.models.length === 1 ? 'one model' : `${provider.models.length} models`} offered</span>}{provider.checked_at && <span>asked <Time at={provider.checked_at} /></span>}</div>
    {provider.detail && <p class={provider.state === 'ready' ? 'soft small' : 'small'}>{ticked(provider.detail)}</p>}
    {test && <TestReport test={test} />}
    <div class="row wrap">{hasOwnSignIn(provider) && provider.state === 'needs_sign_in' && mayConfigure(who) && <a class="button primary small" href={`/providers?edit=${encodeURIComponent(profile.id)}`}>Sign in</a>}
      <a class="button small" href={`/providers?edit=${encodeURIComponent(profile.id)}`}>{mayChange ? 'Change' : 'Look'}</a>
      {mayOperate(who) && <button type="button" class="button small" disabled={isAsking} onClick={() => void testProvider(profile.id, setTest)}>{isAsking ? 'Testing …' : 'Test'}</button>}</div>
  </div>;
}

function Kinds({kinds}: {kinds: ProviderKind[]}) {
  return <div class="choices">{kinds.map(kind => <a key={kind.kind} class="choice" data-row href={`/providers?add=${encodeURIComponent(kind.kind)}`}><b style={{color: 'var(--text)'}}>{kind.label}</b><span>{kind.description}</span></a>)}</div>;
}

export function ProvidersPage() {
  useTitle('Providers');
  const who = useStore(identity);
  const {search} = useStore(place);
  const list = useResource<ProviderList>('/providers', /^config\.changed/);
  const isChecking = !!list.value?.items.some(one => one.state === 'checking');
  useEffect(() => {
    if (!isChecking) return;
    const again = setTimeout(() => void list.reload(), 1000);
    return () => clearTimeout(again);
  }, [isChecking, list.value]);
  const back = () => {
    void list.reload();
    go('/providers');
  };
  return <Loaded from={list}>{value => {
    const isProvisioned = value.config_mode === 'provisioned';
    const mayChange = mayConfigure(who) && !isProvisioned;
    const edited = value.items.find(one => one.profile.id === search.get('edit'));
    const kind = value.kinds.find(one => one.kind === (edited?.profile.kind ?? search.get('add')));
    if (kind) return <>
      <PageHead title={edited ? edited.profile.name || kind.label : `Set up ${kind.label}`} />
      {edited && hasOwnSignIn(edited) && mayConfigure(who) && <SignInPanel provider={edited} />}
      <ProviderForm key={edited?.profile.id ?? kind.kind} kind={kind} provider={edited} isProvisioned={isProvisioned} id={edited?.profile.id ?? freeId(kind.kind, value.items.map(one => one.profile.id))} onDone={back} />
    </>;
    const isAdding = !isProvisioned && (search.get('add') !== null || !value.items.length);
    return <>
      <PageHead title={isAdding && value.items.length ? 'Add a provider' : 'Providers'} actions={mayChange && !isAdding && <a class="button primary" href="/providers?add="><Plus size={14} />Add a provider</a>}>The AI back ends that do the work. Keys are sealed on the worker and never shown again.</PageHead>
      {isAdding ? mayConfigure(who) ? <div class="stack wide"><h2>{value.items.length ? 'Which kind?' : 'No provider yet. Which kind do you have?'}</h2><Kinds kinds={value.kinds} /></div>
          : <div class="card"><Empty icon={Cpu} title="No provider yet">Ask an admin of this worker to set one up.</Empty></div>
        : <div class="stack" style={{gap: '12px'}}>{isProvisioned && <Note>They come from the environment of this worker (<code>JCA_PROVIDER_CONFIG_MODE=provisioned</code>); change the variables there.{!value.items.length && ' None is set yet; each kind names its own.'}</Note>}
          {isProvisioned && !value.items.length && <Kinds kinds={value.kinds} />}{value.items.map(one => <Card key={one.profile.id} provider={one} mayChange={mayChange} kind={value.kinds.find(each => each.kind === one.profile.kind)} />)}</div>}
    </>;
  }}</Loaded>;
}
