#include "service/models/UserParts.h"

#include <QStringList>

namespace mergeloom {

UserParts UserParts::of(const Message &message)
{
    UserParts parts;
    QStringList texts;
    for (const ContentPart &part : message.content) {
        if (part.type == u"tool_result")
            parts.results << ToolResult{part.id, part.isError ? QStringLiteral("Error: ") + part.text : part.text};
        else if (part.type == u"text" && !part.text.isEmpty())
            texts << part.text;
    }
    parts.text = texts.join(QStringLiteral("\n\n"));
    return parts;
}

} // namespace mergeloom
