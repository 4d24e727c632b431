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
const kinds: [keyof NetworkDraft & ('setup' | 'validation' | 'agent'), string][] = [['setup', 'Setup commands reach'], ['validation', 'Validation commands reach'], ['agent', 'Commands of the agent reach']];

export function NetworkFields({draft, form, onChange}: {draft: NetworkDraft; form: FormState; onChange: (draft: NetworkDraft) => void}) {
  const isOpen = kinds.some(([kind]) => draft[kind] === 'open');
  return <fieldset class="boxed"><legend>Network</legend>
    {kinds.map(([kind, label]) => <SelectField key={kind} name={`settings.network.${kind}`} label={label} value={draft[kind]} choices={choices} error={form.errors[`settings.network.${kind}`]}
      onChange={value => onChange({...draft, [kind]: value})} />)}
    {isOpen && <Note tone="blocked">An open network is that of the worker’s machine: commands reach services that listen on 127.0.0.1 there, and the local network. The worker has to allow it.</Note>}
    <AreaField name="settings.network.hosts" label="Hosts" optional code rows={3} placeholder={'packages.example.org\nfiles.example.org:8443'} value={draft.hosts} error={form.errors['settings.network.hosts']} onChange={hosts => onChange({...draft, hosts})}
      help="One a line: `host`, `host:port`, `*.host`, an address. Without a port 443 and 80. What is refused is told in the run." />
  </fieldset>;
}
