// The shapes of shared/api/ApiTypes.h and shared/domain, as they travel.
export interface Page<T> { items: T[]; next_cursor?: string }
export interface Done { message: string }

export type Role = 'viewer' | 'operator' | 'admin';
export interface Identity { name: string; role: Role; worker: string; version: string }

export type ValidationMode = 'off' | 'advisory' | 'required';
export interface DiffGuardSettings {
  maximum_files?: number; maximum_lines?: number; maximum_file_bytes?: number; on_binary?: string;
}
export interface RepositorySettings {
  setup_commands?: string[]; validation_commands?: string[]; validation_mode?: ValidationMode; context_files?: string[];
  maximum_repairs?: number; provider?: string; model?: string; diff_guard?: DiffGuardSettings;
}
export interface Repository {
  id: string; alias: string; clone_url: string; default_branch: string; is_enabled: boolean;
  settings: RepositorySettings; username: string; has_secret: boolean; version: number; updated_at: string;
}
export interface RepositoryRequest {
  alias: string; clone_url: string; default_branch?: string; is_enabled?: boolean; settings?: RepositorySettings;
  username?: string; password?: string; ssh_key?: string; known_hosts?: string;
}
export interface RepositoryTestResult { is_reachable: boolean; default_branch: string; head_commit: string; message: string }

export interface Ticket {
  source: string; key: string; title: string; body: string; labels?: string[]; url?: string; requester?: string;
}
export interface TicketRequest {
  title: string; body?: string; labels?: string[]; repository?: string; key?: string; priority?: number;
}
export type JobState = 'queued' | 'leased' | 'running' | 'completed' | 'blocked' | 'failed' | 'cancelled' | 'publish_failed';
export interface Job {
  id: string; ticket_key: string; title: string; repository: string; state: JobState; priority: number; attempt: number;
  run_id?: string; stage: string; reason: string; summary: string; branch: string; worker: string;
  queued_at: string; updated_at: string;
}
export interface TicketEntry { id: string; ticket: Ticket; created_at: string; job?: Job; refusal: string }

export interface ProviderProfile {
  id: string; kind: string; name?: string; model?: string; endpoint?: string; options?: Record<string, string>;
  is_default?: boolean;
}
export type ProviderState = 'not_configured' | 'needs_sign_in' | 'checking' | 'ready' | 'failing';
export interface Provider {
  profile: ProviderProfile; has_secret: boolean; state: ProviderState; detail: string; version: number;
}
export interface ProviderField {
  name: string; label: string; kind: string; choices: string[]; is_required: boolean; help: string; placeholder: string;
  variable: string; locked_by: string;
}
export interface ProviderKind { kind: string; label: string; description: string; form: ProviderField[] }
export interface ProviderList { items: Provider[]; kinds: ProviderKind[] }
export interface ProviderRequest {
  kind: string; name?: string; model?: string; endpoint?: string; options?: Record<string, string>;
  is_default?: boolean; secret?: string;
}

export interface Usage {
  input_tokens: number; output_tokens: number; cached_tokens?: number; cache_write_tokens?: number;
  reasoning_tokens?: number;
}
export interface ContentPart {
  type: string; text?: string; id?: string; name?: string; input?: Record<string, unknown>; is_error?: boolean;
}
export interface StageView {
  stage: string; attempt: number; status: string; summary: string; started_at: string; finished_at?: string;
  first_seq: number; last_seq: number;
}
export interface CommandView {
  command_id: string; kind: string; line: string; attempt: number; end: string; exit_code: number; duration_ms: number;
  first_seq: number; last_seq: number;
}
export interface ProviderCallView {
  call: number; attempt: number; model: string; stop: string; usage: Usage; cost_usd?: number; latency_ms: number;
  retries: number; tool_calls: number; first_seq: number;
}
export interface ContextSource { kind: string; path: string; bytes: number; tokens: number; is_cut: boolean }
export interface ValidationView { attempt: number; status: string; mode: string; tree: string; failed: string[] }
export interface ChangedFile {
  path: string; old_path: string; change: string; is_binary: boolean; additions: number; deletions: number; size: number;
}
export interface GuardFinding { verdict: string; rule: string; path: string; text: string }
export interface GuardReport { verdict: string; findings: GuardFinding[] }
export interface RunSummary {
  id: string; job_id: string; ticket_key: string; title: string; requester: string; repository: string; branch: string;
  provider: string; model: string; worker: string; attempt: number; state: string; reason: string; summary: string;
  stage: string; validation: string; base_commit: string; head_commit: string; is_pushed: boolean; additions: number;
  deletions: number; changed_files: number; repairs: number; usage: Usage; cost_usd?: number; is_replay: boolean;
  sandbox: string; started_at: string; finished_at?: string; last_seq: number;
}
export interface RunView {
  run: RunSummary; ticket_body: string; stages: StageView[]; context: ContextSource[];
  provider_calls: ProviderCallView[]; commands: CommandView[]; validations: ValidationView[]; files: ChangedFile[];
  guard?: GuardReport; warnings: string[]; tool_calls: number; change_seq: number;
}
export interface RunEvent { seq: number; ts: string; type: string; data: Record<string, unknown>; prev?: string }
export interface EventEntry { id: number; run_id: string; event: RunEvent }
export interface Patch { base: string; tree: string; patch: string; is_cut: boolean; files: ChangedFile[] }

export interface Executor {
  id: string; name: string; state: string; version: string; job_id?: string; run_id?: string; sandbox: string;
  last_seen_at: string;
}
export interface DayFigure {
  day: string; completed: number; blocked: number; failed: number; cancelled: number; cost_usd: number;
}
export interface Dashboard {
  worker: string; version: string; executors: Executor[]; active: Job[]; queue: Job[]; needs_person: Job[];
  recent: RunSummary[]; days: DayFigure[]; repositories: number; providers_ready: number; tickets: number;
  health: string; health_text: string;
}
export interface HealthCheck { name: string; status: string; seen: string; remedy: string; checked_at: string }
export interface Health { status: string; checks: HealthCheck[] }
export interface ProviderTestResult { is_working: boolean; message: string; duration_ms: number }
