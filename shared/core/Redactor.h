#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <memory>

namespace mergeloom {

class SecretAutomaton;

/// Takes secrets out of what is written or sent: known values in every usual spelling (see Spelling), and tokens that are
/// known by their shape (see TokenShape). In their place stands `[redacted:NAME]`, or `[redacted]` for one without a name.
/// A value: copies are cheap and independent.
class Redactor
{
public:
    Redactor();

    /// Knows `value` from now on, and each longer line of it. False if the value cannot be hidden: see canBeHidden().
    bool addSecret(const QByteArray &value, const QString &name = {});
    /// Values that ordinary text is full of are not looked for: those of fewer than 6 bytes, with fewer than 4 different
    /// bytes, of fewer than 8 that are all small letters, all capitals or all digits, and some well-known words.
    static bool canBeHidden(const QByteArray &value);

    QByteArray redact(const QByteArray &text) const;
    QString redact(const QString &text) const;
    /// Redacts every text inside, keys too.
    QJsonValue redact(const QJsonValue &value) const;

    /// For output that comes in pieces: a secret cut by a border of two pieces is still found. What has come out of it is
    /// the same however the text was cut. Not shared by threads.
    class Stream
    {
    public:
        explicit Stream(const Redactor &redactor) : m_automaton(redactor.m_automaton) {}
        /// What can be said safely by now; what could still become a secret waits for the next piece.
        QByteArray push(const QByteArray &piece);
        QByteArray finish();

    private:
        std::shared_ptr<const SecretAutomaton> m_automaton;
        QByteArray m_held;
        QByteArray m_before;
    };

private:
    std::shared_ptr<SecretAutomaton> m_automaton;
};

} // namespace mergeloom
