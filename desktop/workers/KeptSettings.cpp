#include "desktop/workers/KeptSettings.h"

#include "shared/core/SavedFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThreadPool>

namespace mergeloom {

namespace {

constexpr std::chrono::milliseconds savedAfter{400};

/// One after the other, so that the last one wins.
QThreadPool &writers()
{
    static QThreadPool pool;
    pool.setMaxThreadCount(1);
    return pool;
}

} // namespace

QString KeptSettings::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/mergeloom/desktop.json");
}

QString KeptSettings::diffPath() { return QFileInfo(defaultPath()).dir().filePath(QStringLiteral("diff.json")); }

KeptSettings::KeptSettings(QString path, QObject *parent) : QObject(parent), m_path(std::move(path))
{
    m_later.setSingleShot(true);
    m_later.setInterval(savedAfter);
    connect(&m_later, &QTimer::timeout, this, &KeptSettings::save);
    load();
}

KeptSettings::~KeptSettings()
{
    save();
    writers().waitForDone();
}

void KeptSettings::load()
{
    QFile file(m_path);
    if (!file.exists())
        return;
    Result<AppMemory> memory = file.open(QIODevice::ReadOnly)
        ? parseJsonAs<AppMemory>(file.readAll())
        : Result<AppMemory>(failure(ErrorCode::Io, file.errorString()));
    if (memory) {
        m_memory = *memory;
        // What was edited by hand is checked as what is typed.
        QList<Connection> good;
        for (const Connection &connection : m_memory.connections) {
            if (const Result<Connection> checked = checkedConnection(connection); checked && !checked->id.isEmpty())
                good << *checked;
            else
                m_problem = tr("The connection \"%1\" in %2 was left out: %3")
                                .arg(connection.name, m_path, checked ? tr("it has no id.") : checked.error().message);
        }
        m_memory.connections = good;
        return;
    }
    file.close();
    const QString aside = m_path + QStringLiteral(".unreadable");
    QFile::remove(aside);
    const bool isAside = QFile::rename(m_path, aside);
    m_problem = tr("The settings in %1 cannot be read (%2). They were put aside as %3; the app starts with none.")
                    .arg(m_path, memory.error().message, isAside ? aside : m_path);
}

void KeptSettings::change(const std::function<void(AppMemory &)> &how)
{
    how(m_memory);
    m_isChanged = true;
    if (!m_later.isActive())
        m_later.start();
}

void KeptSettings::save()
{
    if (!std::exchange(m_isChanged, false))
        return;
    QByteArray text = QJsonDocument(toJson(m_memory).toObject()).toJson();
    writers().start([path = m_path, text = std::move(text)] {
        QDir().mkpath(QFileInfo(path).path());
        if (const Result<void> saved = saveFile(path, text, Readers::OwnerAlone); !saved)
            qWarning("%s", qPrintable(saved.error().message));
    });
}

} // namespace mergeloom
