#include "shared/domain/Repository.h"

namespace mergeloom {

bool isRepositoryAlias(QStringView text)
{
    const auto isLetterOrDigit = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'); };
    if (text.isEmpty() || text.size() > 64 || !isLetterOrDigit(text.front()))
        return false;
    for (const QChar c : text)
        if (!isLetterOrDigit(c) && c != u'.' && c != u'_' && c != u'-')
            return false;
    return true;
}

} // namespace mergeloom
