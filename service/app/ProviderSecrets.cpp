#include "service/app/ProviderSecrets.h"

#include "service/platform/ProcessEnvironment.h"
#include "service/providers/Provider.h"

#include <QFile>

namespace mergeloom {

Result<void> checkKeyFiles()
{
    for (const ProviderKind &kind : ProviderRegistry::kinds())
        for (const ProviderField &field : kind.form)
            if (field.kind == u"secret" && field.lockedBy.endsWith(u"_FILE")) {
                QFile file(environment::text(field.lockedBy));
                if (!file.open(QIODevice::ReadOnly) || file.readAll().trimmed().isEmpty())
                    return failure(ErrorCode::InvalidInput,
                        QStringLiteral("%1 names %2, which cannot be read or is empty: %3.")
                            .arg(field.lockedBy, file.fileName(), file.errorString()));
            }
    return {};
}

} // namespace mergeloom
