#include "desktop/pages/RepositoryFields.h"

#include "desktop/pages/RunLimits.h"

namespace mergeloom {

namespace {

using FieldKind = RepositoryField::Kind;
using SectionShown = RepositorySection::Shown;

/// The order of what commands may reach; each one includes those before it.
const QStringList networkReach{QStringLiteral("none"), QStringLiteral("allowlist"), QStringLiteral("open")};

} // namespace

QList<RepositorySection> RepositoryFields::of(const RepositoryChoices &choices)
{
    return {address(), signIn(), commands(choices), network(choices), approval(), brief(choices), budgets(),
        guard(choices)};
}

RepositorySection RepositoryFields::address()
{
    return {{}, {}, SectionShown::Always,
        {{"clone_url", FieldKind::Text, tr("Clone address"), tr("HTTPS, SSH, or a path on the machine of the worker."),
             QStringLiteral("https://host/team/project.git")},
            {"alias", FieldKind::Text, tr("Alias"), tr("What tickets and pages call it: small letters, digits, . _ -"),
                {}},
            {"default_branch", FieldKind::Text, tr("Branch to start from (optional)"), {}, tr("as the remote says")},
            {"is_enabled", FieldKind::Check, tr("Enabled"), tr("Tickets may be queued for it."), {}}}};
}

RepositorySection RepositoryFields::signIn()
{
    return {tr("Sign-in"), {}, SectionShown::Always,
        {{"username", FieldKind::Text, tr("User name (optional)"), tr("Many hosts take any name with a token."), {}},
            {"password", FieldKind::Secret, tr("Password or token (optional)"),
                tr("Sealed on the worker, and never shown again."), {}},
            {"ssh_key", FieldKind::SecretArea, tr("Private key (optional)"),
                tr("Sealed on the worker, and never shown again."),
                QStringLiteral("-----BEGIN OPENSSH PRIVATE KEY-----")},
            {"known_hosts", FieldKind::Area, tr("Known hosts (optional)"),
                tr("Empty: the first key that is seen is trusted."), QStringLiteral("host ssh-ed25519 AAAA…")}}};
}

RepositorySection RepositoryFields::commands(const RepositoryChoices &choices)
{
    return {tr("Commands"), choices.allowList, SectionShown::Always,
        {{"settings.validation_commands", FieldKind::Lines, tr("Validation (optional)"),
             tr("One a line. A change counts as validated when each ends with exit code 0. Without any, results say “not validated”."),
             QStringLiteral("npm test\nnpm run lint")},
            {"settings.validation_mode", FieldKind::Choice, tr("When validation is red"), {}, {},
                {{"required", tr("Required: nothing is pushed")},
                    {"advisory", tr("Advisory: it is recorded, and the run goes on")},
                    {"off", tr("Off: it does not run")}}},
            {"settings.revalidate_on_drift", FieldKind::Check, tr("When the default branch moved meanwhile"),
                tr("Merge with it and validate again before the push; conflicts go to the agent once."), {}},
            {"settings.setup_commands", FieldKind::Lines, tr("Setup (optional)"),
                tr("One a line; run once before the work begins."), QStringLiteral("npm ci")}}};
}

RepositorySection RepositoryFields::network(const RepositoryChoices &choices)
{
    RepositorySection section{tr("Network"),
        tr("An open network is that of the worker's machine: commands reach services that listen there, and the local network."),
        SectionShown::OnDemand, {}};
    const QStringList words{tr("no network"), tr("the listed hosts"), tr("an open network")};
    const QList<std::tuple<const char *, CommandKind, QString>> kinds{
        {"setup", CommandKind::Setup, tr("Setup commands reach")},
        {"validation", CommandKind::Validation, tr("Validation commands reach")},
        {"agent", CommandKind::Agent, tr("Commands of the agent reach")}};
    for (const auto &[name, kind, label] : kinds) {
        RepositoryField field{QStringLiteral("settings.network.") + QLatin1StringView(name), FieldKind::Choice, label,
            {}, {},
            {{"none", tr("No network")}, {"allowlist", tr("The hosts listed below")},
                {"open", tr("Everything: an open network")}}};
        const QString variable = QStringLiteral("JCA_WORKER_NETWORK_") + QString::fromLatin1(name).toUpper();
        const QString most = choices.network ? enumName(choices.network->modeOf(kind)) : QStringLiteral("open");
        if (most == u"none") {
            field.lockedValue = most;
            field.lockedBy = variable;
        } else if (most != u"open") {
            field.help = tr("The worker allows %1 at most (%2); more is not given.")
                             .arg(words.value(networkReach.indexOf(most)), variable);
        }
        section.fields << field;
    }
    QString help = tr(
        "One a line: host, host:port, *.host, an address. Without a port 443 and 80. What is refused is told in the run.");
    if (choices.network)
        help += u' '
            + (choices.network->hosts.contains(QStringLiteral("*:*"))
                    ? tr("The worker allows all public hosts (JCA_WORKER_NETWORK_HOSTS).")
                    : choices.network->hosts.isEmpty() ? tr("The worker allows no host (JCA_WORKER_NETWORK_HOSTS).")
                                                       : tr("The worker allows %1 (JCA_WORKER_NETWORK_HOSTS).")
                                                             .arg(choices.network->hosts.join(QStringLiteral(", "))));
    section.fields << RepositoryField{QStringLiteral("settings.network.hosts"), FieldKind::Lines,
        tr("Hosts (optional)"), help, QStringLiteral("packages.example.org\nfiles.example.org:8443")};
    return section;
}

RepositorySection RepositoryFields::brief(const RepositoryChoices &choices)
{
    QList<std::pair<QString, QString>> providers{{QString(), tr("The default one")}};
    providers += choices.providers;
    return {tr("Brief, provider and repairs"), {}, SectionShown::OnDemand,
        {{"settings.context_files", FieldKind::Lines, tr("Files that are always in the brief (optional)"),
             tr("Guidance files (MERGELOOM.md, AGENTS.md, CLAUDE.md, CODEX.md) are there by themselves."),
             QStringLiteral("docs/architecture.md")},
            {"settings.provider", FieldKind::Choice, tr("Provider"), {}, {}, providers},
            {"settings.model", FieldKind::Text, tr("Model (optional)"), {}, tr("as the provider is set")},
            {"settings.maximum_repairs", FieldKind::Number, tr("Repairs at most (optional)"), {},
                tr("as the worker is set")}}};
}

RepositorySection RepositoryFields::approval()
{
    return {tr("Approval"), {}, SectionShown::Always,
        {{"settings.approval.before_publish", FieldKind::Check, tr("Before publishing"),
             tr("Nothing is pushed before a person has approved it."), {}},
            {"settings.approval.on_guard_flags", FieldKind::Check, tr("When the diff guard flags the change"),
                tr("A change without flags goes on by itself."), {}},
            {"settings.approval.timeout_seconds", FieldKind::Limit, tr("Minutes to wait"),
                tr("Then the run ends blocked. The executor waits with it and takes no other job."), {}, {}, 60}}};
}

RepositorySection RepositoryFields::budgets()
{
    RepositorySection section{tr("Budgets"),
        tr("What one run may use, and all of them in one day. People can extend each budget of a run while it goes on, up to what the worker allows."),
        SectionShown::OnDemand, {}};
    const QStringList ofWorker{"wall_seconds", "turns", "output_bytes"};
    for (const RunLimit &limit : RunLimits::all()) {
        const QString name = QString::fromLatin1(limit.name);
        section.fields << RepositoryField{QStringLiteral("settings.budgets.") + name, FieldKind::Limit,
            tr("%1 of one run (optional)").arg(limit.amount), {},
            ofWorker.contains(name) ? tr("as the worker allows") : tr("no limit"), {}, limit.unit};
    }
    for (const RunLimit &limit : RunLimits::all().mid(0, 2))
        section.fields << RepositoryField{QStringLiteral("settings.day_budgets.") + QLatin1StringView(limit.name),
            FieldKind::Limit, tr("%1 of one day (optional)").arg(limit.amount),
            tr("Of all runs that begin in one day. When it is used up, tickets wait in the queue until 00:00 UTC."),
            tr("no limit"), {}, limit.unit};
    return section;
}

RepositorySection RepositoryFields::guard(const RepositoryChoices &choices)
{
    RepositorySection section{tr("Diff guard"),
        tr("It looks at each change before it is pushed. What is flagged goes on and is shown with the result; what is blocked is not pushed."),
        SectionShown::OnDemand,
        {{"settings.diff_guard.maximum_files", FieldKind::Number, tr("Changed files at most"), {}, {}},
            {"settings.diff_guard.maximum_lines", FieldKind::Number, tr("Changed lines at most"),
                tr("Added and removed together."), {}},
            {"settings.diff_guard.maximum_file_bytes", FieldKind::Number, tr("Size of a changed file at most"),
                tr("In bytes."), {}}}};
    const QMap<QString, QString> words{{"off", tr("Off")}, {"flag", tr("Flag")}, {"block", tr("Block")}};
    for (const api::GuardRuleView &rule : choices.rules)
        section.fields << RepositoryField{QStringLiteral("settings.diff_guard.rules.") + rule.id, FieldKind::Choice,
            rule.title, rule.looksAt, {},
            {{QString(), tr("%1 (as usual)").arg(words.value(enumName(rule.standard)))}, {"off", words["off"]},
                {"flag", words["flag"]}, {"block", words["block"]}}};
    return section;
}

} // namespace mergeloom
