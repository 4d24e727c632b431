// The whole record of one run on one page.
import {useMemo} from 'preact/hooks';
import {FileJson, PackageCheck} from 'lucide-preact';
import {query} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {EventEntry, Page, Repository, RunView, TicketEntry} from '../api/types.ts';
import {LogStanding, useAuditLog} from '../audit/AuditLogPanel.tsx';
import {Loaded} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {AuditSections, Section} from '../run/AuditSections.tsx';
import {HoldPanel} from '../run/Hold.tsx';
import {RawEvents} from '../run/RawEvents.tsx';
import {isWhollyRemoved, Removals} from '../run/Removals.tsx';
import {ReplayResult} from '../run/Replay.tsx';
import {RunHead, type RunLinks} from '../run/RunHead.tsx';
import {RecordContext, recordOfWorker} from '../run/runRecord.ts';

const webAddress = (address?: string) => address && /^https?:\/\//i.test(address) ? address : undefined;

/** Only addresses that somebody wrote down; none is put together here. */
function useLinks(view?: RunView): RunLinks {
  const ticket = useResource<TicketEntry>(view ? `/tickets/${encodeURIComponent(view.run.ticket_key)}` : '');
  const repository = useResource<Repository>(view ? `/repositories/${encodeURIComponent(view.run.repository)}` : '');
  return {ticket: webAddress(ticket.value?.ticket.url), repository: webAddress(repository.value?.clone_url)};
}

/** How far the log is verified, and whether that takes in this run. */
function Standing({view}: {view: RunView}) {
  const log = useAuditLog();
  const last = useResource<Page<EventEntry>>(`/runs/${view.run.id}/events${query({after: view.run.last_seq - 1, limit: 1})}`);
  return <LogStanding log={log} lastEvent={last.value?.items[0]?.id} />;
}

export function AuditRunPage({id}: {id: string}) {
  const resource = useResource<RunView>(`/runs/${encodeURIComponent(id)}`, /^run\.finished|^stage\./);
  useTitle(resource.value ? `Audit of ${resource.value.run.ticket_key}` : 'Ticket Audit');
  const links = useLinks(resource.value);
  const file = (kind: string) => `/api/v1/runs/${encodeURIComponent(id)}/${kind}`;
  return <RecordContext.Provider value={useMemo(() => recordOfWorker(encodeURIComponent(id)), [id])}><Loaded from={resource} lines={9}>{view => <>
    <RunHead run={view.run} signInHosts={view.sign_in_hosts} links={links} place="audit" />
    <div class="stack wider">
      <Removals view={view} />
      <ReplayResult view={view} />
      <div class="row spread wrap"><Standing view={view} />
        <div class="row wrap"><a class="button small" download href={file('export')}><FileJson size={14} />Export JSON</a>
          <a class="button small" download href={file('bundle')} title="One page that shows this run and proves its events offline"><PackageCheck size={14} />Proof bundle</a></div></div>
      <HoldPanel runId={view.run.id} />
      {!isWhollyRemoved(view) && <AuditSections view={view} />}
      <Section title="Events"><RawEvents runId={view.run.id} lastSeq={view.run.last_seq} /></Section>
    </div>
  </>}</Loaded></RecordContext.Provider>;
}
