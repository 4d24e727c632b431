// What the commands of a repository may reach.
import type {NetworkMode, NetworkSettings} from '../api/types.ts';
import {AreaField, SelectField} from '../components/Form.tsx';
import type {FormState} from '../components/Form.tsx';
import {Note} from '../components/parts.tsx';

export interface NetworkDraft {setup: string; validation: string; agent: string; hosts: string}

export const networkDraft = (network: NetworkSettings = {}): NetworkDraft =>
  ({setup: network.setup ?? 'allowlist', validation: network.validation ?? 'none', agent: network.agent ?? 'none', hosts: (network.hosts ?? []).join('\n')});

const entries = (hosts: string) => hosts.split(/[\n,]/).map(host => host.trim()).filter(Boolean);

export const networkSettings = (draft: NetworkDraft): NetworkSettings =>
  ({setup: draft.setup as NetworkMode, validation: draft.validation as NetworkMode, agent: draft.agent as NetworkMode, hosts: entries(draft.hosts)});

const choices: [string, string][] = [['none', 'No network'], ['allowlist', 'The hosts listed below'], ['open', 'Everything: an open network']];
type Kind = 'setup' | 'validation' | 'agent';
const kinds: [Kind, string][] = [['setup', 'Setup commands reach'], ['validation', 'Validation commands reach'], ['agent', 'Commands of the agent reach']];

const reach: NetworkMode[] = ['none', 'allowlist', 'open']; // each one includes those before it
const inWords: Record<NetworkMode, string> = {none: 'no network', allowlist: 'listed hosts', open: 'an open network'};

const ticked = (names: string[]) => names.map(name => `\`${name}\``).join(', ');

/** What a list of hosts may hold, as the worker's own list says. */
export function hostsWords(most: NetworkSettings): string {
  const hosts = most.hosts ?? [];
  const named = hosts.filter(host => host !== '*:*');
  if (named.length < hosts.length) return `The worker allows all public hosts${named.length ? ` and ${ticked(named)}` : '; it must name those of private networks itself'} (\`JCA_WORKER_NETWORK_HOSTS\`).`;
  return hosts.length ? `The worker allows ${ticked(hosts)} and no other (\`JCA_WORKER_NETWORK_HOSTS\`).` : 'The worker allows no host (`JCA_WORKER_NETWORK_HOSTS`).';
}

/** The most that commands of a kind get; nothing where the worker sets no limit, or is not known yet. */
export function limitWords(kind: Kind, asked: string, most?: NetworkSettings): string | undefined {
  const allowed = most?.[kind];
  if (!allowed || allowed === 'open') return undefined;
  const isOver = reach.indexOf(asked as NetworkMode) > reach.indexOf(allowed);
  return `The worker allows ${inWords[allowed]} at most (\`JCA_WORKER_NETWORK_${kind.toUpperCase()}\`)${isOver ? ', and these commands get no more' : ''}.`;
}

export function NetworkFields({draft, form, most, onChange}: {draft: NetworkDraft; form: FormState; most?: NetworkSettings; onChange: (draft: NetworkDraft) => void}) {
  const isOpen = kinds.some(([kind]) => draft[kind] === 'open');
  return <fieldset class="boxed"><legend>Network</legend>
    {kinds.map(([kind, label]) => <SelectField key={kind} name={`settings.network.${kind}`} label={label} value={draft[kind]} choices={choices} error={form.errors[`settings.network.${kind}`]} help={limitWords(kind, draft[kind], most)}
      onChange={value => onChange({...draft, [kind]: value})} />)}
    {isOpen && <Note tone="blocked">An open network is that of the worker’s machine: commands reach services that listen on 127.0.0.1 there, and the local network. The worker has to allow it.</Note>}
    <AreaField name="settings.network.hosts" label="Hosts" optional code rows={3} placeholder={'packages.example.org\nfiles.example.org:8443'} value={draft.hosts} error={form.errors['settings.network.hosts']} onChange={hosts => onChange({...draft, hosts})}
      help={['One a line: `host`, `host:port`, `*.host`, an address. Without a port 443 and 80. What is refused is told in the run.', most && hostsWords(most)].filter(Boolean).join(' ')} />
  </fieldset>;
}
