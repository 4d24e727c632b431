#include "shared/domain/ReplayPlan.h"

#include <QMap>

#include <algorithm>

namespace mergeloom {

namespace {

/// The part of each file, by its `diff --git` line. A line of a file's text begins with a sign, never with that word.
QMap<QString, QString> partsOf(const QString &patch)
{
    QMap<QString, QString> parts;
    static const QString head = QStringLiteral("diff --git ");
    for (qsizetype at = patch.startsWith(head) ? 0 : -1; at >= 0;) {
        const qsizetype next = patch.indexOf(u'\n' + head, at);
        const QString part = next < 0 ? patch.mid(at) : patch.mid(at, next + 1 - at);
        parts.insert(part.section(u'\n', 0, 0).mid(head.size()), part);
        at = next < 0 ? -1 : next + 1;
    }
    return parts;
}

/// `a/PATH b/PATH`, or two paths in quotes; of a renamed file the new one.
QString pathIn(const QString &head)
{
    if (head.endsWith(u'"')) {
        const qsizetype begin = head.lastIndexOf(QStringLiteral(" \"b/"));
        return begin < 0 ? head : head.mid(begin + 4).chopped(1);
    }
    const qsizetype half = head.size() / 2;
    if (head.size() % 2 == 1 && head.at(half) == u' ' && head.mid(2, half - 2) == head.mid(half + 3))
        return head.mid(half + 3);
    return head.mid(head.indexOf(QStringLiteral(" b/")) + 3);
}

QStringList differentFiles(const RecordedChange &recorded, const RecordedChange &now)
{
    if (recorded.isCut || now.isCut)
        return {};
    const auto before = partsOf(recorded.patch);
    const auto after = partsOf(now.patch);
    QStringList files;
    for (const QString &head : before.keys() + after.keys())
        if (const QString path = pathIn(head); before.value(head) != after.value(head) && !files.contains(path))
            files << path;
    std::sort(files.begin(), files.end());
    return files;
}

/// The first place where two lists do not have the same tree, as far as `recorded` goes; -1: there is none.
template <class T>
qsizetype firstDifference(const QList<T> &recorded, const QList<T> &now)
{
    for (qsizetype i = 0; i < recorded.size(); ++i)
        if (i >= now.size() || recorded.at(i).tree != now.at(i).tree)
            return i;
    return -1;
}

QString lastTree(const ReplayPlan &plan)
{
    if (!plan.changes.isEmpty())
        return plan.changes.last().tree;
    return plan.steps.isEmpty() ? QString() : plan.steps.last().tree;
}

QString stepText(const ReplayPlan &recorded, const ReplayPlan &now, qsizetype step)
{
    const QString place =
        QStringLiteral("From the %1. change of the workspace on (%2)").arg(step + 1).arg(recorded.steps.at(step).call);
    return step < now.steps.size() ? place + QStringLiteral(" the files are not the same.")
                                   : place + QStringLiteral(" nothing was done any more.");
}

} // namespace

ReplayComparison compareReplay(const ReplayPlan &recorded, const ReplayPlan &now)
{
    ReplayComparison comparison;
    comparison.run = recorded.run;
    comparison.recordedTree = lastTree(recorded);
    const qsizetype step = firstDifference(recorded.steps, now.steps);
    const qsizetype change = firstDifference(recorded.changes, now.changes);
    const bool isEmpty = recorded.changes.isEmpty() && recorded.steps.isEmpty();
    const bool isMore = isEmpty && !(now.changes.isEmpty() && now.steps.isEmpty());
    comparison.isSame = step < 0 && change < 0 && !isMore;
    if (comparison.isSame) {
        comparison.tree = comparison.recordedTree;
        comparison.text = isEmpty
            ? QStringLiteral("No file was changed, as in the recorded run.")
            : QStringLiteral("The same tree as in the recorded run, after each of %1 changes of the workspace.")
                  .arg(std::max(recorded.steps.size(), qsizetype(1)));
        return comparison;
    }
    comparison.tree = lastTree(now);
    if (!recorded.changes.isEmpty() && !now.changes.isEmpty()) {
        // Of attempts that went apart the last ones say what came of it.
        const qsizetype at = std::min(recorded.changes.size(), now.changes.size()) - 1;
        comparison.tree = now.changes.at(at).tree;
        comparison.files = differentFiles(recorded.changes.last(), now.changes.at(at));
    }
    QStringList text;
    if (isMore)
        text << QStringLiteral("The recorded run changed no file, and the replay did.");
    else if (comparison.tree == comparison.recordedTree)
        text << QStringLiteral("The same tree at the end, by another way.");
    else
        text << QStringLiteral("Another tree than in the recorded run.");
    if (step >= 0)
        text << stepText(recorded, now, step);
    comparison.text = text.join(u' ');
    return comparison;
}

} // namespace mergeloom
