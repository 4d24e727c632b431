import {FolderGit2, GitCompare, KeyRound, Plus} from 'lucide-preact';
import {useResource} from '../api/resource.ts';
import type {Page, Repository} from '../api/types.ts';
import {identity, mayConfigure} from '../app/identity.ts';
import {place, setSearch} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {openRow} from '../components/openRow.ts';
import {Empty, Loaded, PageHead, Status, Time} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {plural, stateWord} from '../model/words.ts';
import {RepositoryForm} from '../forms/RepositoryForm.tsx';

const comparePlace = (alias: string) => `/repositories/${encodeURIComponent(alias)}/compare`;

function Row({repository}: {repository: Repository}) {
  const {settings} = repository;
  const commands = settings.validation_commands?.length ?? 0;
  return <tr class="linked" onClick={openRow}>
    <td class="main"><a class="title" data-row href={`/repositories?edit=${encodeURIComponent(repository.alias)}`}>{repository.alias}</a>
      <span class="under"><span class="clip">{repository.clone_url}</span>{repository.has_secret && <KeyRound size={12} aria-label="has a credential" />}</span></td>
    <td class="tight"><Status state={repository.is_enabled ? 'ready' : 'unknown'} word={repository.is_enabled ? 'Enabled' : 'Off'} /></td>
    <td class="hide-m tight">{repository.default_branch ? <code>{repository.default_branch}</code> : <span class="faint">remote’s own</span>}</td>
    <td class="hide-s tight">{commands ? <>{plural(commands, 'command')}<span class="faint">, {stateWord(settings.validation_mode ?? 'required').toLowerCase()}</span></> : <span class="faint">none</span>}</td>
    <td class="number soft hide-s"><Time at={repository.updated_at} /></td>
    <td class="tight"><a class="button small" href={comparePlace(repository.alias)} aria-label={`Compare in ${repository.alias}`}><GitCompare size={14} aria-hidden="true" /><span class="hide-s">Compare</span></a></td>
  </tr>;
}

function Edit({alias, isNew, testsAtOnce}: {alias: string; isNew: boolean; testsAtOnce: boolean}) {
  const repository = useResource<Repository>(isNew ? '' : `/repositories/${encodeURIComponent(alias)}`);
  return <>
    <PageHead title={isNew ? 'Add a repository' : alias} actions={!isNew && <a class="button" href={comparePlace(alias)}><GitCompare size={14} />Compare</a>}>{isNew ? 'Where the code is, and how the worker knows that a change is good.' : 'Changes hold from the next run on.'}</PageHead>
    {isNew ? <RepositoryForm /> : <Loaded from={repository}>{value => <RepositoryForm key={value.id} repository={value} testsAtOnce={testsAtOnce} onSaved={() => void repository.reload()} />}</Loaded>}
  </>;
}

export function RepositoriesPage() {
  useTitle('Repositories');
  const who = useStore(identity);
  const {search} = useStore(place);
  const edited = search.get('edit') ?? '';
  const list = useResource<Page<Repository>>('/repositories', /^config\.changed/);
  if (edited) return <Edit key={edited} alias={edited} isNew={edited === '+'} testsAtOnce={search.get('test') === '1'} />;
  const add = () => setSearch({edit: '+'});
  return <>
    <PageHead title="Repositories" actions={mayConfigure(who) && <button type="button" class="button primary" onClick={add}><Plus size={14} />Add a repository</button>}>Where tickets may lead, and what must be green before anything is pushed.</PageHead>
    <Loaded from={list}>{value => <div class="table-wrap">{value.items.length
      ? <table class="table"><thead><tr><th>Repository</th><th>State</th><th class="hide-m">Branch</th><th class="hide-s">Validation</th><th class="number hide-s">Changed</th><th><span class="unseen">Compare</span></th></tr></thead><tbody>{value.items.map(one => <Row key={one.id} repository={one} />)}</tbody></table>
      : <Empty icon={FolderGit2} title="No repository yet" actions={mayConfigure(who) && <button type="button" class="button primary" onClick={add}>Add a repository</button>}>Tickets need one to go to. HTTPS, SSH and local paths all work.</Empty>}</div>}</Loaded>
  </>;
}
