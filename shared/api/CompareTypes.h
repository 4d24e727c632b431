#pragma once

#include "shared/core/Json.h"
#include "shared/domain/DiffGuard.h"
#include "shared/domain/Ids.h"

namespace mergeloom::api {

/// A branch or tag of the mirror that a worker has of a repository.
struct RefView {
    QString name;
    QString kind; ///< `branch` or `tag`
    QString commit;
    QString subject;
    Timestamp at;

    static constexpr auto jsonName = "Ref";
    static constexpr auto fields()
    {
        return fieldList(required("name", &RefView::name), required("kind", &RefView::kind, "branch or tag"),
            required("commit", &RefView::commit, "40 hex digits"),
            required("subject", &RefView::subject, "First line of the commit's message"),
            required("at", &RefView::at, "When it was committed"));
    }
};

struct RefsView {
    QList<RefView> items;
    QString defaultBranch;              ///< empty: there is no telling
    std::optional<Timestamp> fetchedAt; ///< none: there is no telling

    static constexpr auto jsonName = "Refs";
    static constexpr auto fields()
    {
        return fieldList(required("items", &RefsView::items, "Newest first, at most 500"),
            required("default_branch", &RefsView::defaultBranch, "Empty: there is no telling"),
            optional("fetched_at", &RefsView::fetchedAt, "When the mirror was brought up to date last"));
    }
};

struct ComparedCommit {
    QString id;
    QString subject;
    QString author;
    Timestamp at;
    std::optional<RunId> run;      ///< none: no run of this worker made it
    std::optional<QString> ticket; ///< key of the run's

    static constexpr auto jsonName = "ComparedCommit";
    static constexpr auto fields()
    {
        return fieldList(required("id", &ComparedCommit::id, "40 hex digits"),
            required("subject", &ComparedCommit::subject), required("author", &ComparedCommit::author),
            required("at", &ComparedCommit::at, "When it was committed"),
            optional("run", &ComparedCommit::run, "The run that made it; absent: no run that is known here"),
            optional("ticket", &ComparedCommit::ticket, "Key of the run's ticket"));
    }
};

/// Lines of a file after the change that a run wrote.
struct AttributedLines {
    QString path;
    int first = 0;
    int last = 0;
    RunId run;
    QString ticket;

    static constexpr auto jsonName = "AttributedLines";
    static constexpr auto fields()
    {
        return fieldList(required("path", &AttributedLines::path, "As it is after the change"),
            required("first", &AttributedLines::first, "From 1"), required("last", &AttributedLines::last),
            required("run", &AttributedLines::run), required("ticket", &AttributedLines::ticket, "Key"));
    }
};

/// GET /api/v1/repositories/{alias}/compare
struct CompareView {
    QString range;
    QString from; ///< 40 hex digits; empty: a root commit, against nothing
    QString to;
    QString patch; ///< unified diff
    bool isCut = false;
    QList<ChangedFileView> files;
    QList<ComparedCommit> commits;
    bool commitsCut = false;
    QList<AttributedLines> lines;
    bool attributionCut = false;

    static constexpr auto jsonName = "Comparison";
    static constexpr auto fields()
    {
        return fieldList(required("range", &CompareView::range, "As it was asked for"),
            required("from", &CompareView::from, "40 hex digits; empty: a root commit, against nothing"),
            required("to", &CompareView::to, "40 hex digits"),
            required("patch", &CompareView::patch, "Unified diff with git headers"),
            required("is_cut", &CompareView::isCut), required("files", &CompareView::files),
            required("commits", &CompareView::commits, "Newest first, at most 200"),
            required("commits_cut", &CompareView::commitsCut),
            required(
                "lines", &CompareView::lines, "Lines that runs wrote, as blame tells; lines of others are not listed"),
            required("attribution_cut", &CompareView::attributionCut, "There may be more such lines"));
    }
};

} // namespace mergeloom::api
