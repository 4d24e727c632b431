#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Directives.h"
#include "shared/domain/Job.h"
#include "shared/domain/RunView.h"

#include <QString>

#include <functional>

namespace mergeloom {

/// What an agent is told of a job, with where each part came from and what it weighs.
struct Brief {
    QString text; ///< Markdown
    QList<ContextSourceView> sources;
    qint64 tokens = 0; ///< estimated
    QStringList warnings;
};

/// How the brief looks into the checkout: read-only, beneath its root.
struct BriefFiles {
    std::function<Result<QByteArray>(const QString &path)> read;
    std::function<Result<QStringList>(const QString &folder)> list; ///< files below, relative to the root
};

struct BriefOrder {
    Ticket ticket;
    Directives directives;
    QString ticketText; ///< the body without the directives
    JobRepository repository;
    qint64 tokenBudget = 60'000;
};

/// Puts the brief together: the ticket always and whole, then what directives name, then guidance files in their order
/// (MERGELOOM.md, AGENTS.md, CLAUDE.md, CODEX.md), then the repository's own files, each cut or left out when the budget is
/// used up. Error `invalid_input` when a directive names what is not there; `rejected` when the ticket alone is
/// over the budget.
Result<Brief> assembleBrief(const BriefOrder &order, const BriefFiles &files);

/// A rough count that errs on the high side: a token for each 3.5 bytes of UTF-8.
qint64 estimateTokens(const QString &text);

} // namespace mergeloom
