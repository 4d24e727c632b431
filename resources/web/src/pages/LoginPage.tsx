import {useState} from 'preact/hooks';
import {GitMerge} from 'lucide-preact';
import {isForgotten, signIn} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {FormSummary, TextField, useForm} from '../components/Form.tsx';
import {CopyButton, Note} from '../components/parts.tsx';

const command = 'mergeloom-worker token login';

export function LoginPage() {
  const [token, setToken] = useState('');
  const form = useForm();
  const wasForgotten = useStore(isForgotten);
  const isExpired = new URLSearchParams(location.search).get('login') === 'expired';
  return <main class="login">
    <div class="card">
      <div class="row"><GitMerge size={24} aria-hidden="true" style={{color: 'var(--accent)'}} /><h1>Sign in to MergeLoom</h1></div>
      {isExpired && <Note tone="blocked">That login link was used already or is older than 15 minutes. Make a new one with the command below.</Note>}
      {wasForgotten && <Note tone="blocked">You were signed out: your session ended, or somebody ended it. Sign in with a token, and this page goes on where it was.</Note>}
      <p class="soft">On the machine of the worker, this prints a link that signs this browser in:</p>
      <div class="row spread text-block" style={{padding: '4px 4px 4px 12px'}}><code>{command}</code><CopyButton text={command} label="Copy the command" /></div>
      <form class="form" ref={form.box} onSubmit={event => { event.preventDefault(); void form.submit(() => signIn(token.trim())); }}>
        <TextField name="token" label="Or paste a token" type="password" value={token} onChange={setToken} error={form.errors.token} isRequired
          help={<>From <code>mergeloom-worker token create</code>, or the one that the first start printed.</>} />
        {form.failure && !form.errors.token && <Note tone="failed" role="alert">{form.failure.status === 401 ? 'This token is not known. Check that all of it was pasted, or make a new one.' : form.failure.message}</Note>}
        <FormSummary form={{...form, failure: undefined}} />
        <div class="actions"><button class="button primary" disabled={form.isBusy || !token.trim()}>Sign in</button></div>
      </form>
    </div>
  </main>;
}
