import {useState} from 'preact/hooks';
import {ListChecks, Plus, RotateCcw, SearchX} from 'lucide-preact';
import {api, ApiError, query} from '../api/client.ts';
import {jobEvents} from '../api/changes.ts';
import {usePaged} from '../api/paged.ts';
import {useResource} from '../api/resource.ts';
import type {Page, Repository, TicketEntry, TicketRequest} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {go, place, setSearch} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {AreaField, FormSummary, SelectField, TextField, useForm} from '../components/Form.tsx';
import {Markdown} from '../components/Markdown.tsx';
import {More} from '../components/More.tsx';
import {openRow} from '../components/openRow.ts';
import {Empty, Loaded, Note, PageHead, Status, Time} from '../components/parts.tsx';
import {toast} from '../components/Toasts.tsx';
import {useDraft} from '../components/useDraft.ts';
import {useTitle} from '../components/useTitle.ts';
import {stageName} from '../model/words.ts';
import {CancelButton, retryJob} from '../run/RunHead.tsx';

const empty = {title: '', body: '', repository: '', labels: '', key: '', priority: '0'};

function TicketForm({repositories, onDone}: {repositories: Repository[]; onDone: () => void}) {
  const usable = repositories.filter(one => one.is_enabled);
  const [draft, setDraft, forget] = useDraft('ticket', empty);
  const [isPreview, setPreview] = useState(false);
  const form = useForm();
  const repository = draft.repository || (usable.length === 1 ? usable[0].alias : '');
  const set = (name: keyof typeof empty) => (value: string) => setDraft(old => ({...old, [name]: value}));
  const save = () => form.submit(async () => {
    if (!draft.title.trim()) throw new ApiError(400, 'invalid_input', 'Give the ticket a title.', {field: 'title'});
    const body: TicketRequest = {title: draft.title.trim(), body: draft.body, repository, labels: draft.labels.split(',').map(label => label.trim()).filter(Boolean), priority: Number(draft.priority) || 0};
    if (draft.key.trim()) body.key = draft.key.trim();
    const entry = await api.post<TicketEntry>('/tickets', body);
    forget();
    if (entry.job) go(`/live/${entry.job.id}`);
    else {
      toast('failed', entry.refusal || `${entry.ticket.key} was kept but not queued.`);
      onDone();
    }
  });
  return <form class="form" ref={form.box} noValidate onSubmit={event => { event.preventDefault(); void save(); }}>
    {!usable.length && <Note tone="blocked">No repository can take tickets yet. <a href="/repositories?edit=%2B">Add one</a>; what you write here is kept.</Note>}
    <TextField name="title" label="Title" value={draft.title} onChange={set('title')} error={form.errors.title} isRequired placeholder="Say what should be different afterwards" />
    <SelectField name="repository" label="Repository" value={repository} onChange={set('repository')} error={form.errors.repository} choices={[['', 'Choose one'], ...usable.map(one => [one.alias, one.alias] as [string, string])]} />
    {isPreview ? <div class="field"><span class="label">Description</span><div class="card"><div class="inside">{draft.body.trim() ? <Markdown text={draft.body} /> : <span class="soft">Nothing written yet.</span>}</div></div></div>
      : <AreaField name="body" label="Description" optional rows={12} value={draft.body} onChange={set('body')} error={form.errors.body} placeholder={'What is wrong or missing, where, and how one sees that it is done.'}
          help="Markdown. Name files and acceptance criteria: the clearer the ticket, the fewer repairs." />}
    <button type="button" class="button quiet small" style={{alignSelf: 'flex-start'}} aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>{isPreview ? 'Go on writing' : 'Preview the description'}</button>
    <details class="more"><summary>Key, labels and priority</summary><div class="stack" style={{gap: '18px'}}>
      <TextField name="key" label="Key" optional value={draft.key} onChange={set('key')} error={form.errors.key} placeholder="LOCAL-…" help="Empty: the next free LOCAL number." />
      <TextField name="labels" label="Labels" optional value={draft.labels} onChange={set('labels')} error={form.errors.labels} help="Parted by commas." />
      <TextField name="priority" label="Priority" type="number" value={draft.priority} onChange={set('priority')} error={form.errors.priority} help="Higher goes first." />
    </div></details>
    <FormSummary form={form} />
    <div class="actions"><button class="button primary" disabled={form.isBusy}>{form.isBusy ? 'Queueing …' : 'Queue the ticket'}</button>
      <button type="button" class="button" onClick={onDone}>Close</button><span class="tiny faint">What you write is kept in this browser until it is queued.</span></div>
  </form>;
}

function Row({entry}: {entry: TicketEntry}) {
  const who = useStore(identity);
  const {ticket, job} = entry;
  const isOpen = job && ['queued', 'leased', 'running'].includes(job.state);
  const address = !job ? `/tickets?q=${encodeURIComponent(ticket.key)}` : isOpen || !job.run_id ? `/live/${job.id}` : `/runs/${job.run_id}`;
  return <tr class="linked" onClick={openRow}>
    <td class="tight">{job ? <Status state={job.state} word={job.state === 'running' && job.stage ? stageName(job.stage) : undefined} /> : <Status state="unknown" word="Not queued" />}</td>
    <td class="main"><a class="title" data-row href={address} title={ticket.title}>{ticket.title}</a>
      <span class="under"><span>{ticket.key}</span>{job && <><span>·</span><span class="clip">{job.repository}</span></>}{entry.refusal && <><span>·</span><span class="clip" title={entry.refusal}>{entry.refusal}</span></>}</span></td>
    <td class="hide-m tight soft">{ticket.requester}</td>
    <td class="hide-m tight">{job?.run_id && <a href={`/runs?ticket=${encodeURIComponent(ticket.key)}`}>{job.attempt > 1 ? `${job.attempt} runs` : '1 run'}</a>}</td>
    <td class="number soft"><Time at={entry.created_at} /></td>
    <td class="tight hide-s" style={{textAlign: 'right'}}>{mayOperate(who) && job && (isOpen ? <CancelButton jobId={job.id} small />
      : job.state !== 'completed' && <button type="button" class="button small" onClick={() => void retryJob(job.id)}><RotateCcw size={12} />Retry</button>)}</td>
  </tr>;
}

export function TicketsPage() {
  useTitle('Tickets');
  const who = useStore(identity);
  const {search} = useStore(place);
  const wanted = search.get('q') ?? '';
  const list = usePaged<TicketEntry>(`/tickets${query({q: wanted, limit: 50})}`, jobEvents);
  const repositories = useResource<Page<Repository>>('/repositories');
  const isNew = search.get('new') === '1';
  const close = () => {
    setSearch({new: ''});
    void list.reload();
  };
  const elsewhere = who?.controller_url;
  if (isNew && elsewhere) return <>
    <PageHead title="Write a ticket">This worker does the work of another controller.</PageHead>
    <Note>Its jobs come from <a href={elsewhere}>{elsewhere}</a>. Write the ticket there.</Note>
  </>;
  if (isNew) return <>
    <PageHead title="Write a ticket">It is queued at once; an executor takes it, and you can watch.</PageHead>
    <Loaded from={repositories}>{value => <TicketForm repositories={value.items} onDone={close} />}</Loaded>
  </>;
  return <>
    <PageHead title="Tickets" actions={mayOperate(who) && !elsewhere && <a class="button primary" href="/tickets?new=1"><Plus size={14} />Write a ticket</a>}>Work that was asked for, and where it stands.</PageHead>
    <div class="filters" role="search"><input class="input small" type="search" placeholder="Search key or title" aria-label="Search tickets" value={wanted} onInput={event => setSearch({q: event.currentTarget.value})} /></div>
    <Loaded from={list} lines={8}>{() => <div class="table-wrap">{list.items.length
      ? <table class="table"><thead><tr><th>State</th><th>Ticket</th><th class="hide-m">Requester</th><th class="hide-m">Runs</th><th class="number">Written</th><th class="hide-s"><span class="unseen">Actions</span></th></tr></thead>
          <tbody>{list.items.map(entry => <Row key={entry.id} entry={entry} />)}</tbody></table>
      : wanted ? <Empty icon={SearchX} title="No ticket has that in its key or title" actions={<button type="button" class="button" onClick={() => setSearch({q: ''})}>Show all</button>} />
      : elsewhere ? <Empty icon={ListChecks} title="Tickets are written elsewhere">This worker takes its jobs from <a href={elsewhere}>{elsewhere}</a>. Their runs are under Runs.</Empty>
      : <Empty icon={ListChecks} title="No ticket yet" actions={<a class="button primary" href="/tickets?new=1">Write a ticket</a>}>A ticket says what should change in a repository. It becomes a job, and a job becomes a branch.</Empty>}
    </div>}</Loaded>
    <More list={list} />
  </>;
}
