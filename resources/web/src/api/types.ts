// The shapes of the API. They are made from the OpenAPI document; here they get the names that pages use.
import type {components} from './schema.ts';

type Schemas = components['schemas'];

export interface Page<T> { items: T[]; next_cursor?: string }

export type Identity = Schemas['Identity'];
export type DiffGuardSettings = Schemas['DiffGuardSettings'];
export type GuardRule = Schemas['GuardRule'];
export type GuardRuleList = Schemas['GuardRuleList'];
export type RepositorySettings = Schemas['RepositorySettings'];
export type BaseDrift = Schemas['BaseDrift'];
export type MergeConflict = Schemas['MergeConflict'];
export type NetworkSettings = Schemas['NetworkSettings'];
export type NetworkMode = NonNullable<NetworkSettings['setup']>;
export type Repository = Schemas['Repository'];
export type RepositoryRequest = Schemas['RepositoryRequest'];
export type RepositoryTestResult = Schemas['RepositoryTestResult'];
export type Ticket = Schemas['Ticket'];
export type TicketRequest = Schemas['TicketRequest'];
export type Job = Schemas['Job'];
export type TicketEntry = Schemas['TicketEntry'];
export type ProviderProfile = Schemas['ProviderProfile'];
export type Provider = Schemas['Provider'];
export type ProviderField = Schemas['ProviderField'];
export type ProviderKind = Schemas['ProviderKind'];
export type ProviderList = Schemas['ProviderList'];
export type ProviderRequest = Schemas['ProviderRequest'];
export type ProviderTestResult = Schemas['ProviderTestResult'];
export type SignIn = Schemas['SignIn'];
export type SelfTestStep = Schemas['SelfTestStep'];
export type Usage = Schemas['Usage'];
export type StageView = Schemas['StageView'];
export type CommandView = Schemas['CommandView'];
export type ProviderCallView = Schemas['ProviderCallView'];
export type ContextSource = Schemas['ContextSource'];
export type ValidationView = Schemas['ValidationView'];
export type ChangedFile = Schemas['ChangedFile'];
export type GuardFinding = Schemas['GuardFinding'];
export type GuardReport = Schemas['GuardReport'];
export type Approval = Schemas['Approval'];
export type ApprovalSettings = Schemas['ApprovalSettings'];
export type Budgets = Schemas['Budgets'];
export type DayBudgets = Schemas['DayBudgets'];
export type RunUse = Schemas['RunUse'];
export type SentCommand = Schemas['SentCommand'];
export type RunSummary = Schemas['RunSummary'];
export type RunChoices = Schemas['RunChoices'];
export type RunView = Schemas['RunView'];
export type EventEntry = Schemas['EventEntry'];
export type Patch = Schemas['Patch'];
export type FileContent = Schemas['FileContent'];
export type Refs = Schemas['Refs'];
export type Comparison = Schemas['Comparison'];
export type AttributedLines = Schemas['AttributedLines'];
export type Executor = Schemas['Executor'];
export type DayFigure = Schemas['DayFigure'];
export type Dashboard = Schemas['Dashboard'];
export type Token = Schemas['Token'];
export type EnrollmentToken = Schemas['EnrollmentToken'];
export type BrowserSession = Schemas['BrowserSession'];
export type Refusal = Schemas['Refusal'];
export type HealthCheck = Schemas['HealthCheck'];
export type AuditLog = Schemas['AuditLogView'];
export type AuditReport = Schemas['AuditReport'];
export type Health = Schemas['Health'];
// A piece of a message inside an event; events are open objects in the document.
export interface ContentPart {
  type: string; text?: string; id?: string; name?: string; input?: Record<string, unknown>; is_error?: boolean;
}
export type RunEvent = Schemas['Event'];
export type RemovedMark = Schemas['RemovedMark'];
export type Removal = Schemas['RemovalView'];
export type Hold = Schemas['HoldView'];
export type RetentionPolicy = Schemas['RetentionPolicy'];
export type Retention = Schemas['RetentionView'];
export type RetentionOutcome = Schemas['RetentionOutcome'];
export type Role = Identity['role'];
export type JobState = Job['state'];
export type ValidationMode = NonNullable<RepositorySettings['validation_mode']>;
export type ProviderState = Provider['state'];
