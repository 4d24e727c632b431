// The syntax tree of a shell line as shfmt gives it, with the line itself: the check of the allow-list goes through all of it.
#include "service/platform/ShellLineCheck.h"
#include "tests/fuzz/Fuzz.h"

#include <QJsonDocument>

using namespace mergeloom;

MERGELOOM_FUZZER(input)
{
    const qsizetype end = input.indexOf('\0');
    if (end < 0)
        return;
    const QByteArray source = input.first(end).toByteArray();
    const QJsonDocument tree = QJsonDocument::fromJson(input.sliced(end + 1).toByteArray());
    if (!tree.isObject())
        return;
    static const ShellPrograms programs({QStringLiteral("git"), QStringLiteral("env"), QStringLiteral("find")}, {});
    static const ShellPrograms none({}, {});
    const auto checked = ShellLineCheck::runTree(tree.object(), source, programs);
    fuzz::demand(checked || !checked.error().message.isEmpty(), "a refusal says why");
    fuzz::demand(checked || !ShellLineCheck::runTree(tree.object(), source, none), "a longer list allows no less");
}
