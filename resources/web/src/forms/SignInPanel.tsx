// The own sign-in of an agent program: the worker runs its login, and what it shows and asks for is here.
import {useEffect, useRef, useState} from 'preact/hooks';
import {LogIn} from 'lucide-preact';
import {api, ApiError} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {Provider, SignIn} from '../api/types.ts';
import {TextField, ticked, useForm} from '../components/Form.tsx';
import {CopyButton, Note, Status, useNow} from '../components/parts.tsx';
import {toast} from '../components/Toasts.tsx';
import {duration} from '../model/words.ts';

const minutesLeft = (end?: string) => (now: number) => end ? Math.max(0, Math.ceil((Date.parse(end) - now) / 60_000)) : 0;

function CodeField({path, output, onEntered}: {path: string; output: string; onEntered: () => Promise<void>}) {
  const [code, setCode] = useState('');
  const [isRefused, setRefused] = useState(false);
  const form = useForm();
  const enter = () => form.submit(async () => {
    await api.post<SignIn>(`${path}/code`, {code});
    setRefused(true); // if this is seen again, the program asked once more
    setCode('');
    await onEntered();
  });
  return <form class="stack" ref={form.box} onSubmit={event => { event.preventDefault(); void enter(); }}>
    {isRefused && <Note tone="blocked" role="status">The program says: {output.slice(output.lastIndexOf('\n') + 1)}</Note>}
    <TextField name="code" label="The code from that page" value={code} onChange={setCode} error={form.errors.code} code isRequired help="Copy all of it. It goes to the program alone and is not kept." />
    {form.failure && !form.failure.field && <Note tone="failed" role="alert">{form.failure.message}</Note>}
    <div class="row"><button class="button primary" disabled={form.isBusy}>Hand over the code</button></div>
  </form>;
}

function UnderWay({path, signIn, reload}: {path: string; signIn: SignIn; reload: () => Promise<void>}) {
  const left = useNow(useRef(minutesLeft(signIn.ends_at)).current);
  const [hasEntered, setEntered] = useState(false);
  const waits = signIn.is_code_awaited ? '' : !signIn.url && !signIn.code ? 'The program starts …'
    : signIn.code || !hasEntered ? 'Waiting until you have signed in there …' : 'The program checks the code …';
  return <>
    <ol class="sign-in-steps">
      {signIn.url && <li><div>Open this page and sign in:</div>
        <div class="row"><a class="clip" href={signIn.url} target="_blank" rel="noopener noreferrer">{signIn.url}</a><CopyButton text={signIn.url} label="Copy the link" /></div></li>}
      {signIn.code && <li><div>Enter this code there:</div><div class="row"><code class="sign-in-code">{signIn.code}</code><CopyButton text={signIn.code} label="Copy the code" /></div></li>}
      {/* Kept while the program checks a code, so that it is known whether it asks again. */}
      {(signIn.is_code_awaited || hasEntered) && <li hidden={!signIn.is_code_awaited}><CodeField path={path} output={signIn.output} onEntered={async () => { setEntered(true); await reload(); }} /></li>}
    </ol>
    {waits && <p class="soft small row" role="status"><i class="dot running" aria-hidden="true" />{waits}</p>}
    {signIn.output && <details class="more"><summary>What the program says</summary><pre class="sign-in-output">{signIn.output}</pre></details>}
    <p class="soft small">It is given up by itself in {duration(left * 60_000)}. Only go on with a sign-in that you began here yourself.</p>
  </>;
}

/** Begun, found again after a reload, and given up here. For admins. */
export function SignInPanel({provider}: {provider: Provider}) {
  const path = `/providers/${encodeURIComponent(provider.profile.id)}/sign-in`;
  const latest = useResource<SignIn>(path, /^config\.changed/);
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);
  const wasRunning = useRef(false);
  const signIn = latest.value;
  const isRunning = signIn?.state === 'running';
  const isLost = wasRunning.current && signIn?.state === 'none';
  if (isRunning) wasRunning.current = true;

  useEffect(() => {
    if (!isRunning) return;
    const again = setTimeout(() => void latest.reload(), 1000);
    return () => clearTimeout(again);
  }, [isRunning, latest.value, latest.error]);

  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure('');
    wasRunning.current = false;
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setFailure(cause.message);
    }
    await latest.reload();
    setBusy(false);
  };
  const begin = () => act(() => api.post<SignIn>(path));
  const giveUp = () => act(async () => {
    await api.remove(path);
    toast('completed', 'The sign-in was given up.');
  });

  const isReady = provider.state === 'ready';
  const isAway = !!latest.error && !latest.error.status;
  return <section class="card sign-in" aria-labelledby="sign-in">
    <header><h2 id="sign-in">Sign-in on this host</h2>{!isAway && <Status state={isRunning ? 'running' : provider.state} word={isRunning ? 'signing in' : undefined} />}</header>
    <div class="inside stack">
      {latest.error && <Note tone="failed" role="alert">{latest.error.message}{isAway && isRunning && ' A sign-in ends when the worker does.'}</Note>}
      {failure && <Note tone="failed" role="alert">{failure}</Note>}
      {isRunning ? !latest.error && <UnderWay path={path} signIn={signIn} reload={latest.reload} />
        : isLost ? <Note tone="blocked" role="status">The worker was started again, and the sign-in ended with it. Nothing has changed; begin a new one.</Note>
        : signIn?.detail ? <Note tone={signIn.state === 'done' ? 'completed' : signIn.state === 'failed' ? 'failed' : 'plain'} role="status">{ticked(signIn.detail)}</Note>
        : <p class="soft">{isReady ? 'The program is signed in. A new sign-in takes the place of this one once it has succeeded.' : 'The worker starts the program’s own login here, and shows its link and code.'}</p>}
      {!isAway && <div class="row wrap">{isRunning
        ? <button type="button" class="button" disabled={isBusy} onClick={() => void giveUp()}>Give up</button>
        : <button type="button" class={`button${isReady ? '' : ' primary'}`} disabled={isBusy || !signIn} onClick={() => void begin()}><LogIn size={14} aria-hidden="true" />{isReady ? 'Sign in again' : 'Sign in'}</button>}</div>}
      {!isRunning && <p class="soft small">It is kept on the worker’s host. For executors on other hosts, run <code>mergeloom-worker provider login {provider.profile.id}</code> there.</p>}
    </div>
  </section>;
}
