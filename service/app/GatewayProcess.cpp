#include "service/app/GatewayProcess.h"

#include "service/app/DatabaseOptions.h"
#include "service/app/ProviderSecrets.h"
#include "service/app/RunSettings.h"
#include "service/cli/WorkerSettings.h"
#include "service/gateway/ControllerHolder.h"
#include "service/providers/Provider.h"
#include "service/providers/ProviderSelfTest.h"
#include "service/providers/SignInWatch.h"
#include "shared/core/Log.h"

#include <QFile>

namespace mergeloom {

namespace {

/// With its own sign-in, an agent program says itself whether it is ready.
ProviderCatalog::Check providerCheck(const QString &signInRoot)
{
    return [signInRoot, watch = std::make_shared<SignInWatch>()](
               const ProviderProfile &profile, const QByteArray &secret) -> Result<void> {
        MERGELOOM_CHECK(ProviderRegistry::check({profile, secret}));
        MERGELOOM_TRY(const auto signIn, SignIn::of(profile, signInRoot));
        return signIn ? watch->state(*signIn) : Result<void>();
    };
}

/// For executors as well, which have paths of their own.
protocol::ProviderWithSecret effectiveProvider(const protocol::ProviderWithSecret &stored)
{
    const ConfiguredProvider used = ProviderRegistry::effective(
        {.profile = stored.profile, .secret = stored.secret.toUtf8(), .fixed = FixedFields::AllButPaths});
    return {used.profile, QString::fromUtf8(used.secret)};
}

/// The key never leaves its box; should it be read some other way, the log does not tell it.
void hideKey(const QString &path, const QString &name)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        log::hide(file.read(32), name);
}

/// A recording is not asked: its answers belong to one ticket. Every other provider has to work with tools.
ProviderTest providerTest(const GatewayOptions &options)
{
    return [options](const protocol::ProviderWithSecret &provider, const OnSelfTestStep &onStep,
               std::stop_token stop) -> Result<api::ProviderTestResult> {
        ConfiguredProvider configured{provider.profile, provider.secret.toUtf8()};
        configured.priceFile = options.dataDirectory + QStringLiteral("/prices.json");
        const auto start = std::chrono::steady_clock::now();
        api::ProviderTestResult result;
        if (provider.profile.kind == u"replay") {
            const auto ready = ProviderRegistry::create(configured);
            result.isWorking = ready.has_value();
            result.message = ready
                ? QStringLiteral("The recording can be read. It replays its own ticket; no model is asked.")
                : ready.error().message;
        } else {
            SandboxPolicy sandbox = options.sandbox;
            sandbox.backend = Sandbox::probe(sandbox.backend).backend;
            const GateOptions gate{.upstream = proxySettingsOfEnvironment()};
            MERGELOOM_TRY(const SelfTestReport report,
                testProvider(configured, {options.dataDirectory, sandbox, options.signInRoot, gate, onStep}, stop));
            result.isWorking = report.isPassed;
            result.message = report.text;
            result.steps = report.steps;
        }
        result.durationMs =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
        return result;
    };
}

Queue::Options queueOptionsOf(const GatewayOptions &options)
{
    Queue::Options queue;
    queue.dayBudgets = options.dayBudgets;
    return queue;
}

} // namespace

Result<GatewayOptions> GatewayOptions::of(const Settings &settings)
{
    GatewayOptions options;
    options.name = settings.text(QStringLiteral("name"));
    MERGELOOM_TRY(options.dataDirectory, prepareDataDirectory(settings));
    options.database = databaseOptionsOf(settings);
    options.database.directory = options.dataDirectory;
    const SettingValue host = settings.value(QStringLiteral("host"));
    if (host.text == u"localhost")
        options.address = QHostAddress(QHostAddress::LocalHost);
    else if (!options.address.setAddress(host.text))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The listen address \"%1\" (from %2) is no IP address. Use e.g. 127.0.0.1, or 0.0.0.0 for all.")
                .arg(host.text, host.source));
    MERGELOOM_TRY(const int port, settings.integer(QStringLiteral("port"), 0, 65535));
    options.port = quint16(port);
    options.uiToken = settings.text(QStringLiteral("ui_token"));
    options.clusterToken = settings.text(QStringLiteral("cluster_token"));
    options.controllerUrl = settings.text(QStringLiteral("control_plane_url"));
    options.hostNames = commaList(settings.text(QStringLiteral("host_names")));
    options.tlsCertificate = settings.text(QStringLiteral("tls_certificate"));
    options.tlsKey = settings.text(QStringLiteral("tls_key"));
    if (options.tlsCertificate.isEmpty() != options.tlsKey.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("TLS needs both JCA_WORKER_TLS_CERTIFICATE and JCA_WORKER_TLS_KEY; only one is set."));
    options.signInRoot = settings.text(QStringLiteral("cli_config_dir"));
    options.secretKeyPath = settings.text(QStringLiteral("provider_secret_key_path"));
    options.isProvisioned = settings.text(QStringLiteral("provider_config_mode")) == u"provisioned";
    options.auditKeyPath = settings.text(QStringLiteral("audit_key_path"));
    options.checkpointPlaces = {settings.text(QStringLiteral("audit_checkpoint_file")),
        QUrl(settings.text(QStringLiteral("audit_checkpoint_url")))};
    options.traces = {QUrl(settings.text(QStringLiteral("otlp_url"))), {}, options.name};
    MERGELOOM_TRY(options.traces.headers, TraceExport::headersFrom(settings.text(QStringLiteral("otlp_headers"))));
    options.allowedCommands = commaList(settings.text(QStringLiteral("allowed_commands")));
    options.network = networkSettingsOf(settings);
    if (settings.text(QStringLiteral("metrics_access")) == u"public")
        options.metricsAccess = Access::Public;
    MERGELOOM_TRY(options.sandbox, sandboxPolicyOf(settings));
    MERGELOOM_TRY(
        options.dayBudgets.tokens, settings.wholeNumber(QStringLiteral("day_max_tokens"), 0, largestBudgets.tokens));
    MERGELOOM_TRY(
        options.dayBudgets.costUsd, settings.decimal(QStringLiteral("day_max_usd"), 0, largestBudgets.costUsd));
    return options;
}

HealthChecks::Listening GatewayOptions::listening() const
{
    const QString where = QStringLiteral("%1, port %2").arg(address.toString()).arg(port);
    if (address.isLoopback())
        return {where + QStringLiteral(", this machine alone"), {}};
    if (!tlsCertificate.isEmpty())
        return {where + QStringLiteral(", with TLS"), {}};
    return {where + QStringLiteral(", other machines too, without TLS"),
        QStringLiteral("Tokens and code cross the network in the clear. Set JCA_WORKER_TLS_CERTIFICATE and "
                       "JCA_WORKER_TLS_KEY, or listen on 127.0.0.1 behind a tunnel or a proxy with TLS.")};
}

GatewayProcess::GatewayProcess(const GatewayOptions &options, std::unique_ptr<Database> database, Keys &&keys)
    : m_options(options), m_clusterToken(keys.clusterToken), m_database(std::move(database)),
      m_transport({options.dataDirectory + QStringLiteral("/mirrors"), std::chrono::seconds(60), {}}),
      m_queue(*m_database, keys.box, queueOptionsOf(options)), m_intake(*m_database, m_queue, options.controllerUrl),
      m_catalog(*m_database, keys.box), m_workers(*m_database, {}), m_metrics(*m_database, m_workers),
      m_traces(*m_database, options.traces), m_tokens(*m_database),
      m_providers(
          *m_database, keys.box, &ProviderRegistry::kinds, providerCheck(options.signInRoot), &effectiveProvider),
      m_readiness(m_providers,
          [](const protocol::ProviderWithSecret &provider, std::stop_token stop) {
              return ProviderRegistry::look({provider.profile, provider.secret.toUtf8()}, std::move(stop));
          }),
      m_signIns(*m_database, m_providers, options.signInRoot), m_ingest(*m_database), m_runs(*m_database, m_ingest),
      m_audit(*m_database, std::move(keys.audit), options.checkpointPlaces), m_retention(*m_database),
      m_health(*m_database, m_workers, m_providers,
          {options.dataDirectory, options.allowedCommands, options.sandbox, options.listening(), options.network,
              options.controllerUrl}),
      m_dashboard({*m_database, m_workers, m_providers, m_health}, options.name),
      m_callers(m_tokens, m_workers, keys.clusterToken),
      m_access([this](const QString &token) { return m_callers.find(token); }, options.hostNames),
      m_api({*m_database, m_catalog, m_intake, m_queue, m_workers, m_ingest, m_runs, m_hub, m_providers, m_signIns,
                m_tokens, m_health, m_dashboard, m_transport, m_access, m_callers, m_audit, m_retention},
          options.name, providerTest(options)),
      m_metricsApi(m_metrics, m_hub, options.metricsAccess), m_files(QStringLiteral(":/web"))
{
    m_database->onEventsStored([this](const QList<StoredEvent> &events) {
        m_hub.publish(events);
        m_metrics.take(events);
        if (std::ranges::any_of(
                events, [](const StoredEvent &event) { return event.line.contains(event_type::runFinished); }))
            runEnded();
        if (m_database->isShared())
            hearOthers(events);
        const bool isConfig = std::ranges::any_of(events, [](const StoredEvent &event) {
            return event.stream == QLatin1StringView(controllerStream)
                && event.line.contains(event_type::configChanged);
        });
        if (isConfig)
            QMetaObject::invokeMethod(
                &m_lookClock, [this] { lookAtProviders(); }, Qt::QueuedConnection);
    });
    m_database->onTransaction([this](Database::Kind kind, std::chrono::nanoseconds time) {
        const QString name = kind == Database::Kind::Read ? QStringLiteral("read") : QStringLiteral("write");
        m_metrics.registry().observe(Metric::StoreSeconds, {name}, std::chrono::duration<double>(time).count());
    });
    m_providers.refineBy([this](api::ProviderView &view) {
        if (view.profile.options.value(QStringLiteral("auth")) != QLatin1StringView(signInChoice))
            m_readiness.refine(view); // else its program has said all that there is to know
    });
    m_lookClock.setInterval(std::chrono::seconds(30));
    QObject::connect(&m_lookClock, &QTimer::timeout, [this] { lookAtProviders(); });
    m_providers.onRemoved([this](const ProviderProfileId &id) {
        m_signIns.forget(id);
        SignInFolder::forget(m_options.signInRoot, id.text());
    });
    m_health.add([this] { return m_audit.healthCheck(); });
    if (!options.traces.collector.isEmpty())
        m_health.add([this] { return m_traces.healthCheck(); });
    if (!options.controllerUrl.isEmpty())
        m_audit.alsoHeldBy([this] { return QList{controllerAsHolder(m_workers, m_options.controllerUrl)}; });
    m_sealClock.setInterval(std::chrono::minutes(1));
    QObject::connect(&m_sealClock, &QTimer::timeout, [this] { sealAudit(); });
    m_verifyClock.setInterval(std::chrono::hours(24));
    QObject::connect(&m_verifyClock, &QTimer::timeout, [this] { verifyAuditNow(); });
    m_catalog.onChanged([this] { m_queue.queueChanged(); });
    m_leaseClock.setInterval(std::chrono::seconds(1));
    QObject::connect(&m_leaseClock, &QTimer::timeout, [this] {
        m_housekeeping.run<Result<int>>([this] { return m_queue.expireLeases(); },
            [](const Result<int> &expired) {
                if (!expired)
                    log::error(QStringLiteral("Leases could not be looked at"), {{"error", expired.error().message}});
            });
        m_access.endExpired();
        m_housekeeping.run<bool>([this, due = m_access.refusals().due()] { return storeRefusals(due); }, [](bool) {});
    });
}

void GatewayProcess::runEnded()
{
    QMetaObject::invokeMethod(
        &m_sealClock, [this] { sealAudit(); }, Qt::QueuedConnection);
    m_traces.wake();
}

/// Another gateway may have put a job into the queue, or taken a command for a run whose executor asks here.
void GatewayProcess::hearOthers(const QList<StoredEvent> &events)
{
    for (const StoredEvent &stored : events) {
        if (stored.stream != QLatin1StringView(controllerStream))
            continue;
        const auto event = parseEventLine(stored.line);
        if (event && (event->type.startsWith(u"job.") || event->type == QLatin1StringView(event_type::configChanged)))
            QMetaObject::invokeMethod(
                &m_leaseClock,
                [this, job = JobId(event->data.value(QStringLiteral("job_id")).toString())] {
                    m_queue.queueChanged();
                    m_queue.commandWaits(job);
                },
                Qt::QueuedConnection);
    }
}

void GatewayProcess::lookAtProviders()
{
    m_lookout.run<bool>(
        [this, stop = m_stop.get_token()] {
            m_readiness.look(stop);
            return true;
        },
        [](bool) {});
}

void GatewayProcess::sealAudit()
{
    m_sealing.run<Result<StoredCheckpoint>>([this, stop = m_stop.get_token()] { return m_audit.seal(stop); },
        [](const Result<StoredCheckpoint> &sealed) {
            if (!sealed && sealed.error().code != ErrorCode::Unavailable) // the health page tells that
                log::error(QStringLiteral("The audit log could not be signed"), {{"error", sealed.error().message}});
        });
}

void GatewayProcess::verifyAuditNow()
{
    m_verifying.run<Result<AuditReport>>(
        [this, stop = m_stop.get_token()] {
            m_health.checkIntegrity();
            return m_audit.verify([](qint64, qint64) {}, stop);
        },
        [](const Result<AuditReport> &report) {
            if (!report && report.error().code != ErrorCode::Cancelled)
                log::error(QStringLiteral("The audit log could not be verified"), {{"error", report.error().message}});
        });
}

GatewayProcess::~GatewayProcess()
{
    m_stop.request_stop();
    m_sealClock.stop();
    m_verifyClock.stop();
    m_dailyRetention.stop();
    m_leaseClock.stop();
    m_lookClock.stop();
    if (m_database->isShared())
        m_database->onEventsStored({}); // its feed has a thread of its own
    // First those who call, then what they call.
    m_listener.reset();
    m_signIns.stop();
    storeRefusals(m_access.refusals().rest());
    (void)m_audit.seal(m_stop.get_token());
    m_database->onEventsStored(nullptr); // it outlives those that it tells
}

Result<std::unique_ptr<GatewayProcess>> GatewayProcess::start(const GatewayOptions &options)
{
    MERGELOOM_CHECK(checkKeyFiles());
    MERGELOOM_TRY(auto database, Database::open(options.database));
    MERGELOOM_TRY(SecretBox box, SecretBox::open(options.secretKeyPath));
    hideKey(options.secretKeyPath, QStringLiteral("sealing key"));
    MERGELOOM_TRY(auto audit, AuditLog::open(*database, options.auditKeyPath));
    hideKey(options.auditKeyPath, QStringLiteral("audit key"));
    QString clusterToken = options.clusterToken;
    if (clusterToken.isEmpty()) {
        MERGELOOM_TRY(clusterToken, loadOrMakeTokenFile(options.dataDirectory + QStringLiteral("/cluster_token")));
    }
    std::unique_ptr<GatewayProcess> process(
        new GatewayProcess(options, std::move(database), {std::move(box), std::move(audit), clusterToken}));
    if (options.isProvisioned)
        MERGELOOM_CHECK(process->m_providers.provision(ProviderRegistry::provisioned()));
    MERGELOOM_CHECK(process->m_tokens.ensureAdmin(options.uiToken, options.dataDirectory));
    MERGELOOM_CHECK(process->m_access.sessions().keepIn(*process->m_database));
    MERGELOOM_CHECK(process->m_queue.start());
    MERGELOOM_CHECK(process->listen());
    process->lookAtProviders();
    process->m_lookClock.start();
    process->m_sealClock.start();
    process->m_verifyClock.start();
    process->verifyAuditNow();
    process->m_dailyRetention.start();
    return process;
}

bool GatewayProcess::storeRefusals(const QList<QJsonObject> &refusals)
{
    if (refusals.isEmpty())
        return true;
    const auto done = m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
        for (const QJsonObject &refusal : refusals)
            MERGELOOM_CHECK(EventStore::record(transaction, QLatin1StringView(controllerStream),
                QLatin1StringView(event_type::accessDenied), refusal));
        return {};
    });
    if (!done)
        log::error(QStringLiteral("Refused calls could not be recorded"), {{"error", done.error().message}});
    return done.has_value();
}

Result<void> GatewayProcess::listen()
{
    m_router.add(m_access.routes());
    m_router.add(m_api.routes());
    m_router.add(m_metricsApi.routes());
    HttpOptions http;
    http.onAnswer = [this](const QString &path, int status) {
        m_metrics.registry().count(Metric::HttpRequests, {Metrics::routeClass(path), QString::number(status)});
    };
    http.bodySizes.insert("/api/gateway/", 16 << 20);
    m_listener = std::make_unique<HttpListener>(m_router, m_access, m_files, http);
    if (!m_options.tlsCertificate.isEmpty()) {
        MERGELOOM_TRY(const TlsIdentity identity, TlsIdentity::load(m_options.tlsCertificate, m_options.tlsKey));
        takeIdentity(identity);
    }
    MERGELOOM_TRY(const quint16 port, m_listener->listen(m_options.address, m_options.port));
    const bool isAny = m_options.address == QHostAddress(QHostAddress::AnyIPv4)
        || m_options.address == QHostAddress(QHostAddress::Any)
        || m_options.address == QHostAddress(QHostAddress::AnyIPv6);
    m_url.setScheme(m_options.tlsCertificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    m_url.setHost(isAny ? QStringLiteral("127.0.0.1") : m_options.address.toString());
    m_url.setPort(port);
    m_url.setPath(QStringLiteral("/"));
    m_leaseClock.start();
    return {};
}

QUrl GatewayProcess::loginLink()
{
    QUrl link = m_url;
    link.setPath(QStringLiteral("/login"));
    link.setQuery(
        QStringLiteral("code=") + m_access.loginCodes().issue({Access::Admin, QStringLiteral("login link"), {}}));
    return link;
}

void GatewayProcess::takeIdentity(const TlsIdentity &identity)
{
    m_access.addHostNames(identity.hostNames());
    m_listener->useTls(identity);
    if (const QString warning = identity.warning(); !warning.isEmpty())
        log::warning(warning, {{"file", m_options.tlsCertificate}});
}

void GatewayProcess::reloadCertificate()
{
    if (m_options.tlsCertificate.isEmpty())
        return;
    const auto identity = TlsIdentity::load(m_options.tlsCertificate, m_options.tlsKey);
    if (!identity)
        return log::error(QStringLiteral("The certificate was not read again; the old one stays"),
            {{"error", identity.error().message}});
    takeIdentity(*identity);
    log::info(QStringLiteral("The certificate was read again"), {{"file", m_options.tlsCertificate}});
}

QString GatewayProcess::warning() const { return m_options.listening().remedy; }

} // namespace mergeloom
