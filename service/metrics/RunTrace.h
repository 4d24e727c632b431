#pragma once

#include "shared/domain/Event.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

namespace mergeloom {

/// A run as spans of OpenTelemetry, in the JSON of OTLP 1.x: the run, its stages, model calls, tool calls and commands, with the
/// names of the conventions for generative AI (1.41). Figures and names alone: no text of tickets, models, files or commands.
/// The same events give the same ids, so that a trace that is sent twice is one.
class RunTrace
{
public:
    /// `vendor`: gen_ai.provider.name.
    RunTrace(QString run, QString vendor);

    /// In the order of the run.
    void add(const Event &event);
    /// What is open by now ends with the last event.
    QJsonArray spans();

    /// Types of the events that say something here.
    static QStringList types();
    /// By the kind of a provider; its own name where there is no common one.
    static QString vendorOf(const QString &kind);

private:
    enum class Kind { Internal = 1, Client = 3 };
    struct Span {
        QString name;
        Kind kind = Kind::Internal;
        QByteArray id;
        QByteArray parent;
        Timestamp start;
        QJsonObject attributes; ///< plain values
        QString error;          ///< empty: it went well
    };
    Span &open(const QString &key, const QString &name, Kind kind, const Event &event, const QByteArray &parent);
    void close(const QString &key, const Event &event);
    QByteArray idOf(qint64 seq) const;
    void addRun(const Event &event);
    void addStage(const Event &event);
    void addCall(const Event &event);
    void addTool(const Event &event);
    void addCommand(const Event &event);

    QString m_run;
    QString m_vendor;
    QByteArray m_traceId;
    QByteArray m_root;
    QByteArray m_stage; ///< that is open, else the run
    QByteArray m_tool;  ///< that is open, else empty
    QMap<QString, Span> m_open;
    QJsonArray m_spans;
    Timestamp m_last;
};

} // namespace mergeloom
