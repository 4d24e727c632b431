#include "service/platform/ShellLine.h"

#include "service/platform/ShellLineCheck.h"

namespace mergeloom {

AllowList::AllowList(QStringList programs) : m_programs(std::move(programs)) {}

Result<void> AllowList::check(const QString &line, const ShellPlace &place) const
{
    return ShellLineCheck::run(line, ShellPrograms(m_programs, place.root), place);
}

QString AllowList::adviceOn(const QStringList &programs)
{
    QStringList running;
    for (const QString &program : programs)
        if (isInterpreter(program))
            running << program;
    if (running.isEmpty())
        return {};
    return QStringLiteral(
        "%1 on the list can start any program that the sandbox shows (%2), so the list is advice and the "
        "sandbox is the border.")
        .arg(running.size() == 1 ? QStringLiteral("A shell or interpreter") : QStringLiteral("Shells and interpreters"),
            running.join(QLatin1String(", ")));
}

} // namespace mergeloom
