// One line per page. A page with a `rail` stands in the rail; `group` draws a line between groups.
import type {ComponentType} from 'preact';
import {AccessPage} from './AccessPage.tsx';
import {AuditPage} from './AuditPage.tsx';
import {AuditRunPage} from './AuditRunPage.tsx';
import {ComparePage} from './ComparePage.tsx';
import {DashboardPage} from './DashboardPage.tsx';
import {HealthPage} from './HealthPage.tsx';
import {HelpPage} from './HelpPage.tsx';
import {LivePage} from './LivePage.tsx';
import {ProvidersPage} from './ProvidersPage.tsx';
import {RepositoriesPage} from './RepositoriesPage.tsx';
import {RetentionPage} from './RetentionPage.tsx';
import {RunPage} from './RunPage.tsx';
import {RunsPage} from './RunsPage.tsx';
import {TicketsPage} from './TicketsPage.tsx';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface PageRow { path: string; title: string; component: ComponentType<any>; rail?: string; group?: 'work' | 'setup'; isFull?: boolean }

export const pages: PageRow[] = [
  {path: '/', title: 'Dashboard', component: DashboardPage, rail: 'dashboard', group: 'work'},
  {path: '/tickets', title: 'Tickets', component: TicketsPage, rail: 'tickets', group: 'work'},
  {path: '/runs', title: 'Runs', component: RunsPage, rail: 'runs', group: 'work'},
  {path: '/audit', title: 'Audit', component: AuditPage, rail: 'audit', group: 'work'},
  {path: '/repositories', title: 'Repositories', component: RepositoriesPage, rail: 'repositories', group: 'setup'},
  {path: '/providers', title: 'Providers', component: ProvidersPage, rail: 'providers', group: 'setup'},
  {path: '/access', title: 'Access', component: AccessPage, rail: 'access', group: 'setup'},
  {path: '/health', title: 'Health', component: HealthPage, rail: 'health', group: 'setup'},
  {path: '/help', title: 'Help', component: HelpPage, rail: 'help', group: 'setup'},
  {path: '/help/:name', title: 'Help', component: HelpPage},
  {path: '/runs/:id', title: 'Run', component: RunPage, isFull: true},
  {path: '/live/:job', title: 'Live', component: LivePage, isFull: true},
  {path: '/repositories/:alias/compare', title: 'Compare', component: ComparePage, isFull: true},
  {path: '/audit/retention', title: 'Retention', component: RetentionPage},
  {path: '/audit/:id', title: 'Ticket Audit', component: AuditRunPage},
];
