#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace mergeloom {

/// A word of a command, as far as it is known before the line runs.
struct ShellWord {
    QStringList values;    ///< every text that it can stand for; empty when that cannot be told
    QString start;         ///< its beginning, which is written out; all of it when isLiteral()
    bool isOneWord = true; ///< false: it may be split into several, or vanish
    bool isLiteral = false;
    bool isPattern = false; ///< of its several words, all have this start

    static ShellWord of(const QString &text) { return {{text}, text, true, true, false}; }
    /// Arguments that come from elsewhere, such as the input of xargs.
    static ShellWord unknown() { return {{}, {}, false, false, false}; }
    /// One argument of which only the beginning is known.
    static ShellWord beginning(const QString &start) { return {{}, start, true, false, false}; }

    const QString &text() const { return start; }
    bool is(QLatin1String other) const { return isLiteral && start == other; }
    bool isKnown() const { return !values.isEmpty() && isOneWord; }
    /// Whether a program may take it for an option.
    bool mayBeOption() const;
};

using ShellWords = QList<ShellWord>;

/// The values that the variables of one line can have, from all of its assignments, in whatever order they run.
class ShellVariables
{
public:
    /// What a variable holds that the line does not set: the worker's own environment, or, in a text that another line
    /// hands to a shell, whatever that line exported.
    enum class Environment { Trusted, Unknown };
    /// Stands in `values` for what the worker's environment holds.
    static constexpr QChar fromOutside{u'\xe000'};
    /// Stands for what a pattern finds.
    static constexpr QChar fromFiles{u'\xe001'};
    ShellVariables(const QJsonObject &file, QByteArray source, Environment environment);

    ShellWord word(const QJsonObject &node) const;
    ShellWords words(const QJsonArray &nodes) const;
    /// Whether the variable can only be a number. bash evaluates other text in arithmetic, substitutions included.
    bool isNumber(const QString &name) const;
    bool isNumber(const QJsonObject &wordNode) const;

private:
    using Values = std::optional<QStringList>; ///< nothing: cannot be told
    void collect(const QJsonValue &node);
    void collectCall(const QJsonArray &arguments);
    void assign(const QString &name, const QJsonValue &value);
    Values valuesOf(const QString &name, int depth) const;
    Values valuesOfWord(const QJsonObject &word, int depth) const;
    Values valuesOfParts(const QJsonArray &parts, int depth) const;
    Values valuesOfPart(const QJsonObject &part, int depth) const;
    Values valuesOfExpansion(const QJsonObject &expansion, int depth) const;
    Values valuesOfCommand(const QJsonObject &substitution, int depth) const;
    bool maySplit(const QJsonObject &part) const;

    QHash<QString, QList<QJsonObject>> m_assigned; ///< the words
    QSet<QString> m_unknown;                       ///< assigned by something that cannot be followed
    QByteArray m_source;
    Environment m_environment;
    bool m_hasForeignCode = false; ///< source: anything may have been assigned
};

/// `text` split at blanks.
QSet<QString> wordSet(const char *text);

} // namespace mergeloom
