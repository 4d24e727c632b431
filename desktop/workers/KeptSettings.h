#pragma once

#include "desktop/workers/Connection.h"

#include <QObject>
#include <QTimer>

namespace mergeloom {

/// How differences were shown last.
struct DiffMemory {
    QString arrangement = QStringLiteral("automatic"); ///< `automatic`, `side_by_side`, `unified`
    QString whiteSpace =
        QStringLiteral("all");            ///< that counts: `all`, `not_at_end`, `not_amount`, `none`, `no_empty_lines`
    QString wrap = QStringLiteral("off"); ///< `on`, `off`

    static constexpr auto jsonName = "DiffMemory";
    static constexpr auto fields()
    {
        return fieldList(optional("arrangement", &DiffMemory::arrangement),
            optional("white_space", &DiffMemory::whiteSpace), optional("wrap", &DiffMemory::wrap));
    }
};

/// What the app remembers, apart from tokens.
struct AppMemory {
    QList<Connection> connections;
    QString workerId; ///< that is shown
    QString page;     ///< and where
    QString argument;
    QString theme = QStringLiteral("system");     ///< `system`, `light`, `dark`
    QString notifications = QStringLiteral("on"); ///< `on`, `off`
    QString rail = QStringLiteral("open");        ///< `open`, `folded`
    QString windowGeometry;                       ///< base64 of QWidget::saveGeometry()
    QMap<QString, QString> layouts;               ///< of splitters and tables, by name: base64 of saveState()
    DiffMemory diff;

    static constexpr auto jsonName = "AppMemory";
    static constexpr auto fields()
    {
        return fieldList(optional("connections", &AppMemory::connections), optional("worker", &AppMemory::workerId),
            optional("page", &AppMemory::page), optional("argument", &AppMemory::argument),
            optional("theme", &AppMemory::theme), optional("notifications", &AppMemory::notifications),
            optional("rail", &AppMemory::rail), optional("window_geometry", &AppMemory::windowGeometry),
            optional("layouts", &AppMemory::layouts), optional("diff", &AppMemory::diff));
    }
};

/// The memory of the app and its file, which is written off the main thread a moment after a change, and when this ends.
class KeptSettings : public QObject
{
    Q_OBJECT

public:
    /// `~/.config/mergeloom/desktop.json`, or where the system keeps such files.
    static QString defaultPath();
    /// `diff.json` beside it: windows of `mergeloom-desktop diff` are other processes, and must not write over the connections.
    static QString diffPath();

    explicit KeptSettings(QString path, QObject *parent = nullptr);
    ~KeptSettings() override;

    const AppMemory &memory() const { return m_memory; }
    void change(const std::function<void(AppMemory &)> &how);
    /// A file that could not be read was put aside; in words, with its new name. Or it could not be written.
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void problemFound(const QString &words);

private:
    void load();
    void save();

    QString m_path;
    AppMemory m_memory;
    QTimer m_later;
    QString m_problem;
    bool m_isChanged = false;
};

} // namespace mergeloom
