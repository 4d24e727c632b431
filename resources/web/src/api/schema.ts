// Made from resources/api/openapi.json by `npm run types`; do not change it by hand.
export interface components {
    schemas: {
        Acknowledged: {
            acknowledged: boolean;
        };
        Approval: {
            /** Format: date-time */
            decided_at?: string;
            decision: components["schemas"]["ApprovalDecision"];
            request: components["schemas"]["ApprovalRequest"];
            /** Format: int64 */
            seq: number;
            /** Format: date-time */
            since: string;
        };
        ApprovalDecision: {
            approval: string;
            by?: string;
            command_id?: string;
            reason?: string;
            /** @enum {string} */
            verdict: "waiting" | "approved" | "rejected" | "timed_out";
        };
        ApprovalRequest: {
            approval: string;
            causes: string[];
            tree: string;
            /** Format: date-time */
            until: string;
            why: string;
        };
        ApprovalSettings: {
            /** @description Nothing is pushed before a person has approved the change */
            before_publish?: boolean;
            /** @description A change that the diff guard flags waits for a person */
            on_guard_flags?: boolean;
            /**
             * Format: int32
             * @description A run that was not approved by then ends blocked (86400)
             */
            timeout_seconds?: number;
        };
        AttributedLines: {
            /**
             * Format: int32
             * @description From 1
             */
            first: number;
            /** Format: int32 */
            last: number;
            /** @description As it is after the change */
            path: string;
            run: string;
            /** @description Key */
            ticket: string;
        };
        AuditFault: {
            /**
             * Format: int64
             * @description Number of the first event that it is about; 0: of none
             */
            event: number;
            /** @description changed, chain, missing, removal, hold, cut_off, unsealed, tile, checkpoint, forked, or key */
            kind: string;
            /** Format: int64 */
            seq?: number;
            /** @description A run id, or `controller` */
            stream?: string;
            text: string;
        };
        AuditLogView: {
            /** @description Who else holds checkpoints */
            holders: components["schemas"]["CheckpointHolder"][];
            /** @description Public key that signs it, as a C2SP signed-note verifier key */
            key: string;
            /** @description Names this log among all */
            origin: string;
            problem?: string;
            /** Format: date-time */
            signed_at?: string;
            /**
             * Format: int64
             * @description Events under the newest checkpoint
             */
            signed_size: number;
            /**
             * Format: int64
             * @description Events in the log
             */
            size: number;
            /** @description The newest verification of the whole log */
            verified?: components["schemas"]["AuditReport"];
            /** Format: date-time */
            verified_at?: string;
        };
        AuditRemoval: {
            /** Format: date-time */
            at: string;
            content: string;
            /**
             * Format: int64
             * @description Id of the event that says so
             */
            event: number;
            /** Format: int64 */
            events: number;
            /** @description [first, last] of each range */
            ids: number[][];
            policy: string;
            run_id: string;
        };
        AuditReport: {
            /**
             * Format: int64
             * @description Whose signature and root were compared
             */
            checkpoints: number;
            /**
             * Format: int64
             * @description Read and hashed
             */
            events: number;
            /** Format: int64 */
            fault_count: number;
            /** @description The first hundred, by event */
            faults: components["schemas"]["AuditFault"][];
            /**
             * Format: int64
             * @description Of these: held by somebody else
             */
            held_checkpoints: number;
            /** @description The key was compared with one that the caller held */
            is_key_given: boolean;
            /** @description Public key that signs it now */
            key: string;
            /** @description Which log */
            origin: string;
            /**
             * Format: date-time
             * @description When that checkpoint was made
             */
            proven_at: string;
            /**
             * Format: int64
             * @description Events under the newest checkpoint that fits
             */
            proven_up_to: number;
            /** Format: int64 */
            removal_count: number;
            /** @description The first hundred */
            removals: components["schemas"]["AuditRemoval"][];
            /**
             * Format: int64
             * @description Of these events: whose line a policy has removed
             */
            removed_events: number;
        };
        BaseDrift: {
            /** @description Default branch of the repository */
            branch: string;
            /**
             * Format: int32
             * @description How many commits it went ahead
             */
            commits: number;
            /** @description Its commit at checkout */
            from: string;
            /** @description Its commit right before publish; empty: it is gone */
            head: string;
            /** @description The commit at checkout is no longer a part of it */
            is_rewritten?: boolean;
            /** @description Its commit that the change was merged with; empty: none */
            merged?: string;
        };
        BrowserSession: {
            /** @description Where it was opened from */
            address: string;
            /** @description What the browser says it is */
            browser: string;
            /** Format: date-time */
            ends_at: string;
            id: string;
            /** @description The caller's own */
            is_own: boolean;
            /** Format: date-time */
            last_seen_at: string;
            /** @description Name of the token that signed it in */
            name: string;
            /** Format: date-time */
            opened_at: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
        };
        BrowserSessionPage: {
            items: components["schemas"]["BrowserSession"][];
            next_cursor?: string;
        };
        Budgets: {
            /**
             * Format: int32
             * @description Setup, validation and the agent's own
             */
            commands?: number;
            cost_usd?: number;
            /**
             * Format: int64
             * @description Growth of the workspace after the checkout
             */
            disk_bytes?: number;
            /**
             * Format: int64
             * @description Recorded output of commands and tools
             */
            output_bytes?: number;
            /** Format: int64 */
            tokens?: number;
            /**
             * Format: int32
             * @description Of one attempt
             */
            turns?: number;
            /** Format: int32 */
            wall_seconds?: number;
        };
        CancelRequest: {
            /** @description For the audit */
            reason?: string;
        };
        ChangedFile: {
            /** Format: int32 */
            additions: number;
            /** @description added, modified, deleted, renamed or mode_changed */
            change: string;
            /** Format: int32 */
            deletions: number;
            is_binary: boolean;
            old_path: string;
            path: string;
            /**
             * Format: int64
             * @description Bytes, after the change
             */
            size: number;
        };
        CheckpointHolder: {
            /** Format: date-time */
            at?: string;
            /** @description A file or a URL */
            place: string;
            problem?: string;
            /**
             * Format: int64
             * @description Of the newest checkpoint it has taken; 0: none yet
             */
            size: number;
        };
        CheckpointNote: {
            /** @description C2SP tlog-checkpoint */
            note: string;
            /**
             * Format: int64
             * @description Events that it covers
             */
            size: number;
        };
        CommandView: {
            /** Format: int32 */
            attempt: number;
            command_id: string;
            /** Format: int64 */
            duration_ms: number;
            /** @description Empty while it runs; exited, signalled, timed_out or cancelled */
            end: string;
            /** Format: int32 */
            exit_code: number;
            /** Format: int64 */
            first_seq: number;
            /** @description setup, validation or agent */
            kind: string;
            /** Format: int64 */
            last_seq: number;
            line: string;
        };
        ComparedCommit: {
            /**
             * Format: date-time
             * @description When it was committed
             */
            at: string;
            author: string;
            /** @description 40 hex digits */
            id: string;
            /** @description The run that made it; absent: no run that is known here */
            run?: string;
            subject: string;
            /** @description Key of the run's ticket */
            ticket?: string;
        };
        Comparison: {
            /** @description There may be more such lines */
            attribution_cut: boolean;
            /** @description Newest first, at most 200 */
            commits: components["schemas"]["ComparedCommit"][];
            commits_cut: boolean;
            files: components["schemas"]["ChangedFile"][];
            /** @description 40 hex digits; empty: a root commit, against nothing */
            from: string;
            is_cut: boolean;
            /** @description Lines that runs wrote, as blame tells; lines of others are not listed */
            lines: components["schemas"]["AttributedLines"][];
            /** @description Unified diff with git headers */
            patch: string;
            /** @description As it was asked for */
            range: string;
            /** @description 40 hex digits */
            to: string;
        };
        ConsistencyProof: {
            /** Format: int64 */
            from: number;
            /** @description Base64, in the order of RFC 9162, 2.1.4 */
            hashes: string[];
            /** Format: int64 */
            to: number;
        };
        ContentPart: {
            id?: string;
            input?: {
                [key: string]: unknown;
            };
            is_error?: boolean;
            name?: string;
            text?: string;
            type: string;
            vendor?: {
                [key: string]: unknown;
            };
        };
        ContextSource: {
            /** Format: int64 */
            bytes: number;
            is_cut: boolean;
            kind: string;
            path: string;
            /**
             * Format: int64
             * @description Estimated
             */
            tokens: number;
        };
        ControllerContact: {
            /** Format: date-time */
            answered_at?: string;
            /** Format: date-time */
            checkpoint_at?: string;
            /**
             * Format: int64
             * @description Of the newest checkpoint of the audit log that it has taken; 0: none yet
             */
            checkpoint_size?: number;
            /**
             * Format: int64
             * @description Of the controller's clock, by its newest answer
             */
            clock_ahead_seconds: number;
            /** @description Of the newest call; empty: it was answered */
            error: string;
            url: string;
        };
        Dashboard: {
            active: components["schemas"]["Job"][];
            /** @description The last 14, oldest first */
            days: components["schemas"]["DayFigure"][];
            executors: components["schemas"]["Executor"][];
            /** @description ok, warning or failing */
            health: string;
            health_text: string;
            needs_person: components["schemas"]["Job"][];
            /** Format: int32 */
            providers_ready: number;
            queue: components["schemas"]["Job"][];
            recent: components["schemas"]["RunSummary"][];
            /** Format: int32 */
            repositories: number;
            /** Format: int32 */
            tickets: number;
            version: string;
            worker: string;
        };
        DayBudgets: {
            cost_usd?: number;
            /** Format: int64 */
            tokens?: number;
        };
        DayFigure: {
            /** Format: int32 */
            blocked: number;
            /** Format: int32 */
            cancelled: number;
            /** Format: int32 */
            completed: number;
            cost_usd: number;
            day: string;
            /** Format: int32 */
            failed: number;
        };
        DiffGuardSettings: {
            /**
             * Format: int64
             * @description Size of one changed file; more is file_too_large
             */
            maximum_file_bytes?: number;
            /**
             * Format: int32
             * @description Changed files; more are too_many_files
             */
            maximum_files?: number;
            /**
             * Format: int32
             * @description Added and removed lines; more are too_many_lines
             */
            maximum_lines?: number;
            /** @description Older form of the rule binary_file: allow, flag or block */
            on_binary?: string;
            /** @description Rule id to off, flag or block; a rule that is not named does what GET /diff-guard/rules says */
            rules?: {
                [key: string]: "off" | "flag" | "block";
            };
        };
        DiskUsage: {
            /**
             * Format: int64
             * @description Of mirrors and workspaces, on disk
             */
            bytes: number;
            /**
             * Format: date-time
             * @description When something was last removed
             */
            collected_at?: string;
            /**
             * Format: int32
             * @description Of both, that may not be removed now
             */
            kept: number;
            /** Format: date-time */
            measured_at: string;
            /** Format: int32 */
            mirrors: number;
            /**
             * Format: int64
             * @description 0: no limit
             */
            quota_bytes: number;
            /**
             * Format: int32
             * @description Since the data directory was made
             */
            removed: number;
            /** Format: int64 */
            removed_bytes: number;
            /** Format: int32 */
            workspaces: number;
        };
        Done: {
            message: string;
        };
        EnrollAnswer: {
            /** Format: int32 */
            heartbeat_seconds: number;
            /** Format: int32 */
            lease_seconds: number;
            /**
             * Format: int32
             * @description Revision of the protocol that the controller speaks
             */
            protocol?: number;
            worker_id: string;
            worker_token: string;
        };
        EnrollRequest: {
            capabilities?: string[];
            enrollment_token?: string;
            name: string;
            platform?: string;
            /**
             * Format: int32
             * @description Revision of the protocol that the worker speaks
             */
            protocol?: number;
            tenant: string;
            version: string;
        };
        EnrollmentToken: {
            /** Format: date-time */
            expires_at: string;
            id: string;
            name: string;
            /** @description Shown once, when it is made */
            secret?: string;
            /** Format: int32 */
            uses_left: number;
        };
        EnrollmentTokenPage: {
            items: components["schemas"]["EnrollmentToken"][];
            next_cursor?: string;
        };
        EnrollmentTokenRequest: {
            /**
             * Format: int32
             * @description How long it lasts, at most a year
             */
            hours?: number;
            /** @description What it is for */
            name: string;
            /**
             * Format: int32
             * @description How many executors may enrol with it, at most 1000
             */
            uses?: number;
        };
        Error: {
            error: components["schemas"]["ErrorContent"];
        };
        ErrorContent: {
            /** @description What the caller can do about it, e.g. invalid_input */
            code: string;
            /** @description `field` names the place of bad input */
            details: {
                [key: string]: unknown;
            };
            /** @description What happened, to what, and what to do */
            message: string;
        };
        Event: {
            data: {
                [key: string]: unknown;
            };
            prev?: string;
            /** @description Its line was removed by a policy; `data` is what stays of it */
            removed?: components["schemas"]["RemovedMark"];
            /**
             * Format: int64
             * @description From 1, without a gap in one run
             */
            seq: number;
            /** Format: date-time */
            ts: string;
            type: string;
        };
        EventEntry: {
            event: components["schemas"]["Event"];
            /** Format: int64 */
            id: number;
            run_id: string;
        };
        EventPage: {
            items: components["schemas"]["EventEntry"][];
            next_cursor?: string;
        };
        Executor: {
            /** @description Where its jobs come from, when that is not this gateway */
            controller?: components["schemas"]["ControllerContact"];
            /** @description Mirrors and workspaces */
            disk?: components["schemas"]["DiskUsage"];
            id: string;
            job_id?: string;
            /** Format: date-time */
            last_seen_at: string;
            name: string;
            run_id?: string;
            sandbox: string;
            /** @description idle, running or away */
            state: string;
            version: string;
        };
        ExecutorPage: {
            items: components["schemas"]["Executor"][];
            next_cursor?: string;
        };
        FileContent: {
            /** @description The bytes of the file */
            base64: string;
            path: string;
            /** @description before or after a run; empty: in a commit */
            side: string;
        };
        FinishAnswer: {
            request_url?: string;
            status: string;
        };
        FinishRequest: {
            /** @description Newest signed checkpoint of the worker's own audit log (C2SP tlog-checkpoint), to be held by a remote controller */
            checkpoint?: string;
            lease_id: string;
            result: components["schemas"]["RunResult"];
            run_id: string;
        };
        GuardFinding: {
            /**
             * Format: int32
             * @description Of the file after the change; absent: the file as a whole
             */
            line?: number;
            /** @description Empty: the change as a whole */
            path: string;
            rule: string;
            text: string;
            /** @enum {string} */
            verdict: "allow" | "flag" | "block";
        };
        GuardReport: {
            findings: components["schemas"]["GuardFinding"][];
            /** @enum {string} */
            verdict: "allow" | "flag" | "block";
        };
        GuardRule: {
            id: string;
            /** @description What it finds */
            looks_at: string;
            /**
             * @description What it does where a repository does not say
             * @enum {string}
             */
            standard: "off" | "flag" | "block";
            title: string;
        };
        GuardRuleList: {
            items: components["schemas"]["GuardRule"][];
        };
        Health: {
            checks: components["schemas"]["HealthCheck"][];
            /** @description The most that commands may reach, whatever a repository asks for */
            network: components["schemas"]["NetworkSettings"];
            status: string;
        };
        HealthCheck: {
            /** Format: date-time */
            checked_at: string;
            name: string;
            remedy: string;
            seen: string;
            /** @description ok, warning or failing */
            status: string;
        };
        HeartbeatRequest: {
            /** @description Ids of commands that are in the journal */
            acknowledged?: string[];
            /** @description Newest signed checkpoint of the worker's own audit log (C2SP tlog-checkpoint), to be held by a remote controller */
            checkpoint?: string;
            cost_usd?: number;
            lease_id: string;
            progress?: string;
            stage?: string;
            /** Format: int64 */
            tokens?: number;
            /** Format: int32 */
            wait_seconds?: number;
        };
        HoldPage: {
            items: components["schemas"]["HoldView"][];
            next_cursor?: string;
        };
        HoldRequest: {
            /** @description 1 to 500 characters */
            reason: string;
        };
        HoldView: {
            /** Format: date-time */
            at?: string;
            by?: string;
            is_held: boolean;
            reason?: string;
            run_id: string;
        };
        Identity: {
            /** @description Where the worker's jobs come from, and tickets are written; empty: here */
            controller_url?: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            version: string;
            /** @description Name of this worker */
            worker: string;
        };
        IngestAnswer: {
            /** @description The newest of the gateway's audit log */
            checkpoint?: components["schemas"]["CheckpointNote"];
            /** Format: int64 */
            stored_seq: number;
        };
        Job: {
            /** Format: int32 */
            attempt: number;
            branch: string;
            id: string;
            /** Format: int32 */
            priority: number;
            /** Format: date-time */
            queued_at: string;
            reason: string;
            /** @description It does this run again with its recorded answers */
            replay_of?: string;
            repository: string;
            /** @description Of the newest run */
            run_id?: string;
            stage: string;
            /** @enum {string} */
            state: "queued" | "leased" | "running" | "completed" | "blocked" | "failed" | "cancelled" | "publish_failed";
            summary: string;
            ticket_key: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Why a queued job is not given out, in plain words; empty: an executor takes it when one is free */
            waits_for?: string;
            worker: string;
        };
        JobCredential: {
            /**
             * Format: date-time
             * @description From then on the executor does not use it any more
             */
            ends_at?: string;
            known_hosts?: string;
            password?: string;
            ssh_key?: string;
            username?: string;
        };
        JobEnvelope: {
            /** Format: int32 */
            attempt: number;
            branch: string;
            budgets?: components["schemas"]["Budgets"];
            /** @description Tokens and money: what budgets of the day leave to this run; 0: there is none */
            day_share?: components["schemas"]["Budgets"];
            job_id: string;
            lease_id: string;
            /** Format: int32 */
            lease_seconds: number;
            model?: string;
            provider?: string;
            /** @description Do this run again with its recorded answers, and publish nothing */
            replay?: components["schemas"]["ReplayPlan"];
            repositories: components["schemas"]["JobRepository"][];
            run_id: string;
            ticket: components["schemas"]["Ticket"];
        };
        JobPage: {
            items: components["schemas"]["Job"][];
            next_cursor?: string;
        };
        JobRepository: {
            alias: string;
            clone_url: string;
            credential?: components["schemas"]["JobCredential"];
            default_branch?: string;
            id: string;
            /** @description work or context */
            role: string;
            settings?: components["schemas"]["RepositorySettings"];
        };
        KeptAmount: {
            /**
             * Format: int64
             * @description As they are stored, which may be compressed
             */
            bytes: number;
            /** Format: int64 */
            events: number;
        };
        LeaseAnswer: {
            commands: components["schemas"]["RunCommand"][];
            /**
             * Format: int32
             * @description From now
             */
            lease_seconds: number;
        };
        LeaseRequest: {
            capabilities?: string[];
            executor_id: string;
            request_id: string;
            /**
             * Format: int32
             * @description At most 50; 0 answers at once
             */
            wait_seconds?: number;
        };
        Login: {
            /** @description an API token of a viewer, operator or admin */
            token: string;
        };
        LoginLink: {
            /** @description Works once, for 15 minutes */
            url: string;
        };
        MergeConflict: {
            kind: string;
            path: string;
        };
        NetworkSettings: {
            /**
             * @description Of commands that the agent asks for
             * @enum {string}
             */
            agent?: "none" | "allowlist" | "open";
            /** @description Of allowlist: host[:port], *.host, *, an address, a network; without a port 443 and 80 */
            hosts?: string[];
            /**
             * @description Of setup commands
             * @enum {string}
             */
            setup?: "none" | "allowlist" | "open";
            /**
             * @description Of validation commands
             * @enum {string}
             */
            validation?: "none" | "allowlist" | "open";
        };
        Patch: {
            base: string;
            files: components["schemas"]["ChangedFile"][];
            is_cut: boolean;
            /** @description Unified diff with git headers */
            patch: string;
            tree: string;
        };
        Pause: {
            /** @description What waits; empty: what runs is still brought to its end */
            before: string;
            by: string;
            /** Format: date-time */
            since: string;
        };
        Probe: {
            message?: string;
            /** @description ok or failing */
            status: string;
        };
        Provider: {
            /**
             * Format: date-time
             * @description When the service itself was asked last
             */
            checked_at?: string;
            detail: string;
            has_secret: boolean;
            /** @description That the service offers; empty: not known */
            models: string[];
            profile: components["schemas"]["ProviderProfile"];
            /** @enum {string} */
            state: "not_configured" | "needs_sign_in" | "checking" | "ready" | "failing";
            /** Format: int64 */
            version: number;
        };
        ProviderCallView: {
            /** Format: int32 */
            attempt: number;
            /** Format: int32 */
            call: number;
            cost_usd?: number;
            /** Format: int64 */
            first_seq: number;
            /** Format: int64 */
            latency_ms: number;
            model: string;
            /** Format: int32 */
            retries: number;
            stop: string;
            /** Format: int32 */
            tool_calls: number;
            usage: components["schemas"]["Usage"];
        };
        ProviderField: {
            choices: string[];
            help: string;
            is_required: boolean;
            /** @description text, url, secret, path or choice */
            kind: string;
            label: string;
            /** @description The environment variable that fixes this field, or empty */
            locked_by: string;
            /** @description What it is fixed to; empty for secrets */
            locked_value: string;
            name: string;
            placeholder: string;
            variable: string;
            /** @description The choice that decides whether it is asked for, or empty */
            when_field: string;
            /** @description The values with which it is; a choice that was not made counts as its first */
            when_values: string[];
        };
        ProviderKind: {
            description: string;
            form: components["schemas"]["ProviderField"][];
            kind: string;
            label: string;
        };
        ProviderList: {
            /** @description ui, or provisioned: they come from the worker's environment, and cannot be changed */
            config_mode: string;
            items: components["schemas"]["Provider"][];
            kinds: components["schemas"]["ProviderKind"][];
        };
        ProviderProfile: {
            endpoint?: string;
            id: string;
            is_default?: boolean;
            kind: string;
            model?: string;
            name?: string;
            options?: {
                [key: string]: string;
            };
        };
        ProviderRequest: {
            endpoint?: string;
            is_default?: boolean;
            kind: string;
            model?: string;
            name?: string;
            options?: {
                [key: string]: string;
            };
            /** @description Write-only; empty removes it, absent keeps it */
            secret?: string;
        };
        ProviderTestResult: {
            /** Format: int64 */
            duration_ms: number;
            is_working: boolean;
            /** @description What was seen, and what to do when it does not work */
            message: string;
            steps: components["schemas"]["SelfTestStep"][];
        };
        ProviderWithSecret: {
            profile: components["schemas"]["ProviderProfile"];
            secret: string;
        };
        RecordedAnswer: {
            content: components["schemas"]["ContentPart"][];
            stop?: string;
            usage?: components["schemas"]["Usage"];
        };
        RecordedChange: {
            is_cut?: boolean;
            patch: string;
            tree: string;
        };
        RecordedStep: {
            call: string;
            tree: string;
        };
        Recording: {
            answers: components["schemas"]["RecordedAnswer"][];
            format: string;
            model: string;
        };
        Ref: {
            /**
             * Format: date-time
             * @description When it was committed
             */
            at: string;
            /** @description 40 hex digits */
            commit: string;
            /** @description branch or tag */
            kind: string;
            name: string;
            /** @description First line of the commit's message */
            subject: string;
        };
        Refs: {
            /** @description Empty: there is no telling */
            default_branch: string;
            /**
             * Format: date-time
             * @description When the mirror was brought up to date last
             */
            fetched_at?: string;
            /** @description Newest first, at most 500 */
            items: components["schemas"]["Ref"][];
        };
        Refusal: {
            /** @description Empty: of several addresses together */
            address?: string;
            /** Format: date-time */
            at: string;
            cause: string;
            /** Format: int32 */
            count: number;
            method?: string;
            /** @description The route, not its parameters */
            path?: string;
            reason: string;
            /** @description Name of the token or session, where one was recognised */
            who?: string;
        };
        RefusalPage: {
            items: components["schemas"]["Refusal"][];
            next_cursor?: string;
        };
        ReleaseRequest: {
            lease_id: string;
            run_id: string;
        };
        RemovalView: {
            /** Format: date-time */
            at: string;
            /** @description transcripts, command_output or runs */
            content: string;
            /**
             * Format: int64
             * @description Id of the event that says so
             */
            event: number;
            /** Format: int64 */
            events: number;
            policy: string;
        };
        RemovedMark: {
            /** Format: date-time */
            at: string;
            /** @description transcripts, command_output or runs */
            content: string;
            /**
             * Format: int64
             * @description Id of the event that says so
             */
            event: number;
            /** @description SHA-256 of the line that was */
            hash: string;
            policy: string;
        };
        ReplayComparison: {
            /** @description Files that are not the same */
            files: string[];
            /** @description The same tree after each step and at the end */
            is_same: boolean;
            /** @description That is on record */
            recorded_tree: string;
            /** @description The run that was done again */
            run: string;
            /** @description In one or two sentences */
            text: string;
            /** @description That came out now; empty: nothing was changed */
            tree: string;
        };
        ReplayPlan: {
            base: string;
            body: string;
            changes: components["schemas"]["RecordedChange"][];
            recording: components["schemas"]["Recording"];
            run: string;
            settings?: components["schemas"]["RepositorySettings"];
            steps: components["schemas"]["RecordedStep"][];
            title: string;
        };
        Repository: {
            alias: string;
            clone_url: string;
            default_branch: string;
            has_secret: boolean;
            id: string;
            is_enabled: boolean;
            settings: components["schemas"]["RepositorySettings"];
            /** Format: date-time */
            updated_at: string;
            username: string;
            /**
             * Format: int64
             * @description Send it as If-Match to change the repository
             */
            version: number;
        };
        RepositoryPage: {
            items: components["schemas"]["Repository"][];
            next_cursor?: string;
        };
        RepositoryRequest: {
            /** @description [a-z0-9][a-z0-9._-]* */
            alias: string;
            /** @description https, ssh, or a local path */
            clone_url: string;
            /** @description Empty: the remote's own */
            default_branch?: string;
            is_enabled?: boolean;
            /** @description Lines of known_hosts; empty: trust the first key seen */
            known_hosts?: string;
            /** @description Write-only; empty removes it, absent keeps it */
            password?: string;
            settings?: components["schemas"]["RepositorySettings"];
            /** @description Write-only private key */
            ssh_key?: string;
            username?: string;
        };
        RepositorySettings: {
            /** @description When a run waits for a person */
            approval?: components["schemas"]["ApprovalSettings"];
            /** @description Limits of one run; 0: the worker's own */
            budgets?: components["schemas"]["Budgets"];
            /** @description Paths that are always part of the brief */
            context_files?: string[];
            /** @description Limits of all runs that begin in one day (UTC); 0: none. Jobs wait for the next day then */
            day_budgets?: components["schemas"]["DayBudgets"];
            diff_guard?: components["schemas"]["DiffGuardSettings"];
            /**
             * Format: int32
             * @description -1: as the worker is set
             */
            maximum_repairs?: number;
            model?: string;
            /** @description What commands reach; the worker may give less */
            network?: components["schemas"]["NetworkSettings"];
            /** @description Provider profile; empty: the worker's default */
            provider?: string;
            /** @description When the default branch moved: merge with it and validate again before the push */
            revalidate_on_drift?: boolean;
            /** @description Run once before implementation, in order */
            setup_commands?: string[];
            /** @description Must be green on the final tree */
            validation_commands?: string[];
            /** @enum {string} */
            validation_mode?: "off" | "advisory" | "required";
        };
        RepositoryTestResult: {
            default_branch: string;
            head_commit: string;
            is_reachable: boolean;
            message: string;
        };
        ResumeAnswer: {
            commands: components["schemas"]["RunCommand"][];
            /** @description As it is given out now, with credentials for this process and the new id of the lease */
            job?: components["schemas"]["JobEnvelope"];
            /**
             * Format: int32
             * @description From now
             */
            lease_seconds: number;
        };
        ResumeRequest: {
            lease_id: string;
            run_id: string;
        };
        RetentionOutcome: {
            /**
             * Format: int64
             * @description Room in the database file that is used before it grows; 0 with PostgreSQL, and of a dry run
             */
            free_bytes: number;
            /** @description Nothing was removed: what would be */
            is_dry_run: boolean;
            /** @description false: somebody read the database for so long that removed bytes may still be in its write-ahead log; done with the next run */
            is_swept: boolean;
            /** @description Of all runs that have ended, before it */
            kept: components["schemas"]["KeptAmount"];
            removed: components["schemas"]["KeptAmount"];
            /**
             * Format: int32
             * @description That lose something
             */
            runs: number;
            /** @description What each policy takes */
            shares: components["schemas"]["RetentionShare"][];
        };
        RetentionPolicy: {
            /**
             * Format: int64
             * @description Removed so many days after the end of the run
             */
            after_days?: number;
            /**
             * Format: int64
             * @description Removed, of the oldest runs first, when that content takes more than this
             */
            at_most_bytes?: number;
            /** @description transcripts (what models and tools said), command_output, or runs (everything but the fact that a run was) */
            content: string;
            /** @description Pages name it where something was removed */
            name: string;
            /** @description Only of runs that ended so: completed, blocked, failed, cancelled; empty: of all */
            outcomes?: string[];
        };
        RetentionRequest: {
            /** @description All of them; none: everything is kept */
            policies: components["schemas"]["RetentionPolicy"][];
        };
        RetentionShare: {
            content: string;
            /**
             * Format: int32
             * @description That stay for a legal hold
             */
            held_runs: number;
            policy: string;
            removed: components["schemas"]["KeptAmount"];
            /** Format: int32 */
            runs: number;
        };
        RetentionView: {
            /** Format: date-time */
            changed_at?: string;
            changed_by: string;
            /**
             * Format: int32
             * @description Legal holds that stand
             */
            holds: number;
            /** @description None: everything is kept */
            policies: components["schemas"]["RetentionPolicy"][];
            /**
             * Format: date-time
             * @description When the policies were last carried out
             */
            ran_at?: string;
            /** Format: int64 */
            version: number;
        };
        RunChoices: {
            models: string[];
            providers: string[];
            reasons: string[];
            repositories: string[];
            requesters: string[];
        };
        RunCommand: {
            /** @description Of approve and reject */
            approval?: string;
            /** @description Of extend: what to add */
            budgets?: components["schemas"]["Budgets"];
            by?: string;
            /** @description cancel, pause, resume, message, extend, approve or reject; others are acknowledged and left */
            command: string;
            id?: string;
            /** @description Reason or message */
            text?: string;
        };
        RunPage: {
            items: components["schemas"]["RunSummary"][];
            next_cursor?: string;
        };
        RunResult: {
            base_commit?: string;
            branch?: string;
            cost_usd?: number;
            /** @description How far the default branch went on while the run worked */
            drift?: components["schemas"]["BaseDrift"];
            /** @description What the diff guard said */
            guard?: components["schemas"]["GuardReport"];
            head_commit?: string;
            is_pushed?: boolean;
            /** @enum {string} */
            outcome: "completed" | "blocked" | "failed" | "cancelled";
            /** @enum {string} */
            reason: "" | "unclear_ticket" | "directive_invalid" | "provider_not_ready" | "checkout_failed" | "context_failed" | "provider_failed" | "provider_stuck" | "budget_exceeded" | "command_not_allowed" | "setup_failed" | "validation_failed" | "review_rejected" | "diff_guard_blocked" | "approval_missing" | "no_change" | "publish_failed" | "lease_lost" | "timeout" | "cancelled" | "sandbox_unavailable" | "replay_differs" | "internal";
            summary: string;
            /** Format: int64 */
            tokens?: number;
            validation?: string;
        };
        RunSummary: {
            /** Format: int32 */
            additions: number;
            /** Format: int32 */
            attempt: number;
            base_commit: string;
            branch: string;
            /** Format: int32 */
            changed_files: number;
            /** @description Absent: a price is not known */
            cost_usd?: number;
            /** Format: int32 */
            deletions: number;
            /** Format: date-time */
            finished_at?: string;
            head_commit: string;
            id: string;
            is_pushed: boolean;
            /** @description The answers were recorded, not made by a model now */
            is_replay: boolean;
            job_id: string;
            /** Format: int64 */
            last_seq: number;
            /** @description Now, with what was added; 0: none */
            limits?: components["schemas"]["Budgets"];
            model: string;
            provider: string;
            /** @description Reason code; empty for completed */
            reason: string;
            /** Format: int32 */
            repairs: number;
            /** @description Id of the run that was done again */
            replay_of?: string;
            repository: string;
            requester: string;
            sandbox: string;
            /** @description The newest stage */
            stage: string;
            /** Format: date-time */
            started_at: string;
            /** @description running, completed, blocked, failed or cancelled */
            state: string;
            summary: string;
            ticket_key: string;
            title: string;
            usage: components["schemas"]["Usage"];
            /** @description What it has used of its limits */
            use?: components["schemas"]["RunUse"];
            /** @description passed, failed or not_validated */
            validation: string;
            /** @description approval, paused, or empty: it goes on by itself */
            waits_for?: string;
            worker: string;
        };
        RunUse: {
            /** Format: int32 */
            commands: number;
            cost_usd: number;
            /** Format: date-time */
            counted_at: string;
            /**
             * Format: int64
             * @description As last measured; 0 without a limit
             */
            disk_bytes: number;
            /** @description false: the price of a call is not known */
            is_priced: boolean;
            /** @description The newest attempt is of an agent program */
            is_program?: boolean;
            /** @description For a person: no time passes */
            is_waiting: boolean;
            /** Format: int64 */
            output_bytes: number;
            /** Format: int64 */
            tokens: number;
            /**
             * Format: int32
             * @description Of the newest attempt
             */
            turns: number;
            /**
             * Format: int64
             * @description Microseconds up to counted_at, without waiting for a person
             */
            worked_us: number;
        };
        RunView: {
            /**
             * Format: int64
             * @description Event with the newest diff; 0: none yet
             */
            change_seq: number;
            /** @description The tree of git with that diff */
            change_tree?: string;
            commands: components["schemas"]["CommandView"][];
            /** @description Files that conflicted with it */
            conflicts?: components["schemas"]["MergeConflict"][];
            context: components["schemas"]["ContextSource"][];
            /** @description How far the default branch went on while the run worked */
            drift?: components["schemas"]["BaseDrift"];
            files: components["schemas"]["ChangedFile"][];
            guard?: components["schemas"]["GuardReport"];
            provider_calls: components["schemas"]["ProviderCallView"][];
            /** @description What retention policies have removed of it */
            removals?: components["schemas"]["RemovalView"][];
            /** @description What came out when a run was done again */
            replay?: components["schemas"]["ReplayComparison"];
            run: components["schemas"]["RunSummary"];
            /** @description An agent program worked with its own sign-in, past the model proxy: the hosts that it may reach */
            sign_in_hosts?: string[];
            stages: components["schemas"]["StageView"][];
            steering?: components["schemas"]["Steering"];
            ticket_body: string;
            /** Format: int32 */
            tool_calls: number;
            validations: components["schemas"]["ValidationView"][];
            warnings: string[];
        };
        SelfTestStep: {
            detail: string;
            is_done: boolean;
            /** Format: int64 */
            milliseconds: number;
            /** @description read, edit, command or finish */
            name: string;
            /** Format: int64 */
            tokens: number;
        };
        SentCommand: {
            by: string;
            command: string;
            /** @description Events of the run carry it as command_id */
            id: string;
            run_id: string;
        };
        SessionsEnded: {
            /** Format: int32 */
            ended: number;
        };
        SignIn: {
            /** @description To be typed there; empty: none was shown */
            code: string;
            /** @description How it ended, and what to do */
            detail: string;
            /**
             * Format: date-time
             * @description When it is given up by itself
             */
            ends_at?: string;
            /** @description The program waits for the code that the page shows */
            is_code_awaited: boolean;
            /** @description The last of what the program printed */
            output: string;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            state: "none" | "running" | "done" | "failed" | "given_up";
            /** @description https, for a person to open; empty: none was shown */
            url: string;
        };
        SignInCode: {
            /** @description As the vendor's page shows it; never kept */
            code: string;
        };
        SignedIn: {
            /** @description name of the token */
            name: string;
            /** @description viewer, operator or admin */
            role: string;
        };
        StageView: {
            /** Format: int32 */
            attempt: number;
            /** Format: date-time */
            finished_at?: string;
            /** Format: int64 */
            first_seq: number;
            /** Format: int64 */
            last_seq: number;
            stage: string;
            /** Format: date-time */
            started_at: string;
            /** @description running, ok, failed or skipped */
            status: string;
            summary: string;
        };
        StatusAnswer: {
            acknowledged: boolean;
            /** @description The worker is to replace its token now */
            needs_new_token?: boolean;
        };
        StatusRequest: {
            controller?: components["schemas"]["ControllerContact"];
            /** @description Mirrors and workspaces */
            disk?: components["schemas"]["DiskUsage"];
            /** Format: int64 */
            free_disk_bytes?: number;
            job_id?: string;
            role: string;
            run_id?: string;
            sandbox?: string;
            sandbox_detail?: string;
            state: string;
            version: string;
        };
        SteerRequest: {
            /** @description Of extend: what to add */
            budgets?: components["schemas"]["Budgets"];
            /** @description message, pause, resume, cancel, extend, approve or reject */
            command: string;
            /** @description The message (at most 8000 characters), or a reason */
            text?: string;
        };
        Steering: {
            approvals?: components["schemas"]["Approval"][];
            /** @description Now, with what was added; 0: none */
            limits?: components["schemas"]["Budgets"];
            /** @description What the worker allows at most; 0: no bound */
            most?: components["schemas"]["Budgets"];
            /** @description Absent: the run is not paused */
            pause?: components["schemas"]["Pause"];
        };
        Ticket: {
            /** @description Markdown */
            body: string;
            /** @description Unique in its source, e.g. LOCAL-12 */
            key: string;
            labels?: string[];
            requester?: string;
            /** @description Where the ticket lives */
            source: string;
            title: string;
            url?: string;
        };
        TicketEntry: {
            /** Format: date-time */
            created_at: string;
            id: string;
            job?: components["schemas"]["Job"];
            /** @description Why the ticket was not queued; empty when it was */
            refusal: string;
            ticket: components["schemas"]["Ticket"];
        };
        TicketPage: {
            items: components["schemas"]["TicketEntry"][];
            next_cursor?: string;
        };
        TicketRequest: {
            /** @description Markdown; may hold a [JCA] block */
            body?: string;
            /** @description Empty: the next LOCAL-n */
            key?: string;
            labels?: string[];
            /**
             * Format: int32
             * @description Higher goes first
             */
            priority?: number;
            /** @description Alias; the same as the label repo-<alias> */
            repository?: string;
            title: string;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at?: string;
            id: string;
            /** Format: date-time */
            last_used_at?: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** @description Shown once, when it is made */
            secret?: string;
        };
        TokenPage: {
            items: components["schemas"]["Token"][];
            next_cursor?: string;
        };
        TokenReplacement: {
            /** @description SHA-256 of the new token, in hex */
            token_hash: string;
        };
        TokenRequest: {
            /**
             * Format: date-time
             * @description From when on it is refused; absent: it does not expire
             */
            expires_at?: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
        };
        Usage: {
            /** Format: int64 */
            cache_write_tokens?: number;
            /** Format: int64 */
            cached_tokens?: number;
            /** Format: int64 */
            input_tokens: number;
            /** Format: int64 */
            output_tokens: number;
            /** Format: int64 */
            reasoning_tokens?: number;
        };
        ValidationView: {
            /** Format: int32 */
            attempt: number;
            failed: string[];
            mode: string;
            /** @description passed, failed or not_validated */
            status: string;
            tree: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
