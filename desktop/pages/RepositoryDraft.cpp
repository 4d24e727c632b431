#include "desktop/pages/RepositoryDraft.h"

#include "desktop/pages/RunLimits.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace mergeloom {

namespace {

using FieldKind = RepositoryField::Kind;

QJsonValue valueAt(const QJsonObject &object, const QString &path)
{
    QJsonValue value = object;
    for (const QString &name : path.split(u'.'))
        value = value[name];
    return value;
}

/// An undefined value takes what is there away.
void setValueAt(QJsonObject &object, const QString &path, const QJsonValue &value)
{
    const QString name = path.section(u'.', 0, 0);
    const QString rest = path.section(u'.', 1);
    if (rest.isEmpty())
        return value.isUndefined() ? object.remove(name) : void(object.insert(name, value));
    QJsonObject inside = object.value(name).toObject();
    setValueAt(inside, rest, value);
    object.insert(name, inside);
}

QJsonObject unchangedRequest(const std::optional<api::RepositoryView> &view)
{
    if (!view)
        return toJson(api::RepositoryRequest{}).toObject();
    return toJson(api::RepositoryRequest{view->alias, view->cloneUrl, view->defaultBranch, view->isEnabled,
                      view->settings, view->username, {}, {}, {}})
        .toObject();
}

bool isWritten(const RepositoryField &field)
{
    return field.kind == FieldKind::Secret || field.kind == FieldKind::SecretArea || field.name == u"known_hosts";
}

QString numberText(double value) { return QString::number(value, 'g', 12); }

} // namespace

RepositoryDraft::RepositoryDraft(const std::optional<api::RepositoryView> &view) : m_base(unchangedRequest(view)) {}

QString RepositoryDraft::value(const RepositoryField &field) const
{
    if (m_typed.contains(field.name))
        return m_typed.value(field.name);
    if (isWritten(field))
        return {};
    const QJsonValue value = valueAt(m_base, field.name);
    switch (field.kind) {
    case FieldKind::Check:
        return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
    case FieldKind::Lines: {
        QStringList lines;
        for (const QJsonValue &line : value.toArray())
            lines << line.toString();
        return lines.join(u'\n');
    }
    case FieldKind::Number:
        return value.toDouble(-1) < 0 ? QString() : numberText(value.toDouble());
    case FieldKind::Limit:
        return value.toDouble() > 0 ? numberText(value.toDouble() / field.unit) : QString();
    default:
        return value.toString();
    }
}

QString RepositoryDraft::simpleValue(const char *field) const
{
    RepositoryField simple;
    simple.name = QString::fromLatin1(field);
    simple.kind = valueAt(m_base, simple.name).isBool() ? FieldKind::Check : FieldKind::Text;
    return value(simple).trimmed();
}

bool RepositoryDraft::isAsked(const QString &field) const
{
    static const QRegularExpression ssh(QStringLiteral("^ssh:|^[^/:]+@[^/]+:"));
    const QString address = simpleValue("clone_url");
    if (field == u"username" || field == u"password")
        return address.startsWith(u"http:") || address.startsWith(u"https:");
    if (field == u"ssh_key" || field == u"known_hosts")
        return ssh.match(address).hasMatch();
    if (field == u"settings.approval.timeout_seconds")
        return simpleValue("settings.approval.before_publish") == u"yes"
            || simpleValue("settings.approval.on_guard_flags") == u"yes";
    return true;
}

QJsonValue RepositoryDraft::parsed(const RepositoryField &field, QMap<QString, QString> &errors) const
{
    const QString typed = value(field);
    const QString text = typed.trimmed();
    switch (field.kind) {
    case FieldKind::Check:
        return typed == u"yes";
    case FieldKind::Lines: {
        static const QRegularExpression line(QStringLiteral("\n"));
        static const QRegularExpression lineOrComma(QStringLiteral("[\n,]"));
        QJsonArray lines;
        for (const QString &one : typed.split(field.name.endsWith(u".hosts") ? lineOrComma : line))
            if (!one.trimmed().isEmpty())
                lines << one.trimmed();
        return lines;
    }
    case FieldKind::Number: {
        bool isNumber = false;
        const qint64 number = text.toLongLong(&isNumber);
        if (!text.isEmpty() && (!isNumber || number < 0))
            errors.insert(field.name, tr("“%1” is no whole number.").arg(text));
        else if (text.isEmpty() && field.name != u"settings.maximum_repairs")
            errors.insert(field.name, tr("Write a whole number."));
        return text.isEmpty() ? -1 : number;
    }
    case FieldKind::Limit: {
        const QByteArray name = field.name.section(u'.', -1).toLatin1();
        const auto limit = RunLimits::read(text, RunLimit{name.constData(), {}, {}, {}, field.unit, nullptr});
        if (!limit)
            errors.insert(field.name, limit.error().message);
        else if (name == "cost_usd")
            return std::round(*limit * 10'000) / 10'000;
        return limit ? qRound64(*limit) : 0;
    }
    case FieldKind::Choice:
        // A rule of the guard that is not named does as usual.
        return text.isEmpty() && field.name.contains(u".rules.") ? QJsonValue(QJsonValue::Undefined) : text;
    default:
        return isWritten(field) ? typed : text;
    }
}

RepositoryDraft::Request RepositoryDraft::request(const QList<RepositorySection> &sections) const
{
    Request made;
    QJsonObject object = m_base;
    for (const RepositorySection &section : sections)
        for (const RepositoryField &field : section.fields) {
            // What is fixed, or not asked for, or a secret that nobody typed, stays as it is on the worker.
            const bool stays = !field.lockedBy.isEmpty() || !isAsked(field.name)
                || (isWritten(field) && value(field).trimmed().isEmpty()) || !m_typed.contains(field.name);
            if (!stays)
                setValueAt(object, field.name, parsed(field, made.errors));
        }
    if (simpleValue("clone_url").isEmpty())
        made.errors.insert(QStringLiteral("clone_url"), tr("A repository needs an address to be cloned from."));
    if (simpleValue("alias").isEmpty())
        made.errors.insert(QStringLiteral("alias"), tr("A repository needs an alias."));
    if (auto request = fromJson<api::RepositoryRequest>(object))
        made.request = std::move(*request);
    else
        made.errors.insert(QString(), request.error().message);
    return made;
}

QList<RepositoryDraft::Difference> RepositoryDraft::differences(
    const api::RepositoryView &theirs, const QList<RepositorySection> &sections) const
{
    const RepositoryDraft other(theirs);
    QList<Difference> found;
    for (const RepositorySection &section : sections)
        for (const RepositoryField &field : section.fields)
            if (!isWritten(field) && other.value(field).trimmed() != value(field).trimmed())
                found << Difference{field.label, other.value(field).trimmed(), value(field).trimmed()};
    return found;
}

QString RepositoryDraft::aliasOf(const QString &address)
{
    static const QRegularExpression end(QStringLiteral("(/+|\\.git/*)$"));
    static const QRegularExpression strange(QStringLiteral("[^a-z0-9._-]+"));
    static const QRegularExpression begin(QStringLiteral("^[^a-z0-9]+"));
    static const QRegularExpression parts(QStringLiteral("[/:]"));
    return QString(address.trimmed())
        .remove(end)
        .split(parts)
        .last()
        .toLower()
        .replace(strange, QStringLiteral("-"))
        .remove(begin)
        .left(64);
}

} // namespace mergeloom
