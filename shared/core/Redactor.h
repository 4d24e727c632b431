#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonValue>
#include <QString>

namespace mergeloom {

/// Replaces known secret values, and their usual encodings (base64, URL, JSON, hex), by `[redacted]`. A value: copies
/// are cheap and independent. Values shorter than 6 bytes are not taken, since they would eat ordinary text.
class Redactor
{
public:
    void addSecret(const QByteArray &value);
    bool isEmpty() const { return m_needles.isEmpty(); }

    QByteArray redact(const QByteArray &text) const;
    QString redact(const QString &text) const;
    /// Redacts every text inside, keys too.
    QJsonValue redact(const QJsonValue &value) const;

    /// For output that comes in pieces: a secret cut by a border of two pieces is still found. Not shared by threads.
    class Stream
    {
    public:
        explicit Stream(const Redactor &redactor) : m_redactor(redactor) {}
        /// What can be said safely by now; the rest waits for the next piece.
        QByteArray push(const QByteArray &piece);
        QByteArray finish();

    private:
        const Redactor &m_redactor;
        QByteArray m_held;
    };

private:
    QByteArrayList m_needles; // longest first
};

} // namespace mergeloom
