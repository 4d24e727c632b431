// How the audit log stands: up to where it is signed and verified, and who else holds its checkpoints.
import {useState} from 'preact/hooks';
import {ChevronRight, ShieldAlert, ShieldCheck, ShieldQuestion} from 'lucide-preact';
import {api, ApiError} from '../api/client.ts';
import {useResource, type Resource} from '../api/resource.ts';
import type {AuditLog, AuditReport} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {CopyButton, Failure, Note, Time} from '../components/parts.tsx';
import {count, plural} from '../model/words.ts';

export function useAuditLog(): Resource<AuditLog> {
  return useResource<AuditLog>('/audit/log', /^run\.finished|^log\./);
}

function faults(log: AuditLog): string[] {
  return [...log.problem ? [log.problem] : [], ...log.verified?.faults.map(fault => fault.text) ?? []];
}

/** In one sentence. */
function standing(log: AuditLog): string {
  if (log.problem) return 'Events are not signed.';
  if (!log.verified) return `${plural(log.size, 'event')}, signed up to ${count(log.signed_size)}; not verified yet since the worker started.`;
  if (log.verified.fault_count) return `The log does not fit: ${plural(log.verified.fault_count, 'fault')}.`;
  return `Verified up to event ${log.verified.events.toLocaleString('en')}`;
}

function Sign({log}: {log: AuditLog}) {
  const name = faults(log).length ? 'failed' : log.verified ? 'completed' : 'blocked';
  const Shield = {failed: ShieldAlert, completed: ShieldCheck, blocked: ShieldQuestion}[name];
  return <Shield size={16} class={`shield ${name}`} aria-hidden="true" />;
}

function holdersOf(log: AuditLog): string {
  const holding = log.holders.filter(holder => holder.size > 0);
  return holding.length ? `${plural(holding.length, 'place')} outside of the database hold${holding.length === 1 ? 's' : ''} a checkpoint` : 'nobody else holds a checkpoint';
}

/** For the page of one run; `lastEvent`: id of its last one. */
export function LogStanding({log, lastEvent}: {log: Resource<AuditLog>; lastEvent?: number}) {
  const value = log.value;
  if (!value) return log.error ? <span class="small soft">How the audit log stands is not known: {log.error.message}</span> : <span />;
  const covers = lastEvent === undefined || !value.verified || value.verified.fault_count ? '' : lastEvent <= value.verified.events ? ', with all events of this run' : '; this run has newer events';
  return <a class="row small soft standing" href="/audit#log"><Sign log={value} /><span>{standing(value)}{value.verified_at && !value.verified?.fault_count && <>, <Time at={value.verified_at} /></>}{covers}; {holdersOf(value)}</span></a>;
}

type Doing = {done: number; of: number} | undefined;

function useVerification(log: Resource<AuditLog>): {doing: Doing; failure?: ApiError; verify: () => Promise<void>} {
  const [doing, setDoing] = useState<Doing>();
  const [failure, setFailure] = useState<ApiError>();
  const verify = async () => {
    setDoing({done: 0, of: log.value?.size ?? 0});
    setFailure(undefined);
    try {
      for await (const line of api.postForLines<{done?: number; of?: number; result?: AuditReport; error?: {code: string; message: string}}>('/audit/log/verification')) {
        if (line.error) setFailure(new ApiError(0, line.error.code, line.error.message));
        else if (line.done !== undefined) setDoing({done: line.done, of: line.of ?? 0});
      }
    } catch (cause) {
      setFailure(cause instanceof ApiError ? cause : new ApiError(0, 'internal', (cause as Error).message));
    }
    setDoing(undefined);
    await log.reload();
  };
  return {doing, failure, verify};
}

function Holders({log}: {log: AuditLog}) {
  if (!log.holders.length) return <>nobody: set JCA_WORKER_AUDIT_CHECKPOINT_URL, or give the newest checkpoint to somebody</>;
  return <ul class="stack" style={{gap: '4px'}}>{log.holders.map(holder => <li key={holder.place}><code>{holder.place}</code> <span class="soft">{holder.size ? <>up to event {holder.size.toLocaleString('en')}{holder.at && <>, <Time at={holder.at} /></>}</> : 'has none yet'}</span>
    {holder.problem && <Note tone="blocked">It did not take the last one: {holder.problem}</Note>}</li>)}</ul>;
}

export function AuditLogPanel() {
  const log = useAuditLog();
  const who = useStore(identity);
  const [isOpen, setOpen] = useState(location.hash === '#log');
  const {doing, failure, verify} = useVerification(log);
  const value = log.value;
  if (!value) return log.error ? <Failure error={log.error} retry={() => log.reload()} /> : null;
  return <details id="log" class="opener log-panel" open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
    <summary><ChevronRight class="chevron" size={14} aria-hidden="true" /><Sign log={value} /><span class="clip">{standing(value)}{value.verified_at && !value.verified?.fault_count && <>, <Time at={value.verified_at} /></>}</span>
      <span class="took hide-s" style={{marginLeft: 'auto'}}>{holdersOf(value)}</span></summary>
    <div class="inside stack">
      {faults(value).map((text, index) => <Note key={index} tone="failed">{text}</Note>)}
      {(value.verified?.fault_count ?? 0) > (value.verified?.faults.length ?? 0) && <p class="small soft">and {value.verified!.fault_count - value.verified!.faults.length} more; <code>mergeloom-worker audit verify</code> tells them</p>}
      <dl class="pairs">
        <dt>Log</dt><dd><code>{value.origin}</code></dd>
        <dt>Public key</dt><dd><code>{value.key}</code><CopyButton text={value.key} label="Copy the key" /></dd>
        <dt>Events</dt><dd class="number">{value.size.toLocaleString('en')}</dd>
        <dt>Signed</dt><dd>{value.signed_size ? <>up to event <span class="number">{value.signed_size.toLocaleString('en')}</span>{value.signed_at && <>, <Time at={value.signed_at} /></>}</> : 'not yet'}</dd>
        <dt>Verified</dt><dd>{value.verified ? <>{plural(value.verified.events, 'event')} read and hashed, {plural(value.verified.checkpoints, 'checkpoint')} compared ({count(value.verified.held_checkpoints)} held outside of the database), <Time at={value.verified_at} />: {value.verified.fault_count ? plural(value.verified.fault_count, 'fault') : 'all of it fits'}</> : 'not since the worker started'}</dd>
        <dt>Held by</dt><dd><Holders log={value} /></dd>
      </dl>
      {failure && <Failure error={failure} />}
      {mayOperate(who) && <div class="row wrap"><button type="button" class="button small" disabled={!!doing} onClick={() => void verify()}><ShieldCheck size={14} />Verify now</button>
        {doing && <span class="small soft number" role="status">{doing.of ? `${doing.done.toLocaleString('en')} of ${doing.of.toLocaleString('en')} events` : 'reading …'}</span>}</div>}
    </div>
  </details>;
}
