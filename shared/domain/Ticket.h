#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// A work item as a run sees it.
struct Ticket {
    QString source = QStringLiteral("local"); ///< `local`, `github_issues`, …
    QString key;                              ///< e.g. `LOCAL-12`
    QString title;
    QString body;
    QStringList labels;
    QString url;
    QString requester;

    static constexpr auto jsonName = "Ticket";
    static constexpr auto fields()
    {
        return fieldList(required("source", &Ticket::source, "Where the ticket lives"),
            required("key", &Ticket::key, "Unique in its source, e.g. LOCAL-12"), required("title", &Ticket::title),
            required("body", &Ticket::body, "Markdown"), optional("labels", &Ticket::labels),
            optional("url", &Ticket::url), optional("requester", &Ticket::requester));
    }
};

/// The branch of a ticket: `tickets/<key>`, lower case, other characters than letters, digits, `.`, `_` become `-`.
QString ticketBranch(const QString &key);

} // namespace mergeloom
