#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Event.h"
#include "shared/domain/RunView.h"

namespace mergeloom::api {

struct EventView {
    qint64 id = 0; ///< place in the whole stream; the cursor of /events and /stream
    QString runId; ///< empty: controller or gateway
    Event event;

    static constexpr auto jsonName = "EventEntry";
    static constexpr auto pageName = "EventPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &EventView::id), required("run_id", &EventView::runId),
            required("event", &EventView::event));
    }
};

struct PatchView {
    QString base;
    QString tree;
    QString patch; ///< unified diff
    bool isCut = false;
    QList<ChangedFileView> files;

    static constexpr auto jsonName = "Patch";
    static constexpr auto fields()
    {
        return fieldList(required("base", &PatchView::base), required("tree", &PatchView::tree),
            required("patch", &PatchView::patch, "Unified diff with git headers"),
            required("is_cut", &PatchView::isCut), required("files", &PatchView::files));
    }
};

/// GET /api/v1/runs/{id}/files/{side}: a file that the run changed, whole. GET /api/v1/repositories/{alias}/files: one of a commit.
struct FileContent {
    QString path;
    QString side; ///< `before` or `after`; empty: of a commit
    QString base64;

    QByteArray bytes() const { return QByteArray::fromBase64(base64.toLatin1()); }

    static constexpr auto jsonName = "FileContent";
    static constexpr auto fields()
    {
        return fieldList(required("path", &FileContent::path),
            required("side", &FileContent::side, "before or after a run; empty: in a commit"),
            required("base64", &FileContent::base64, "The bytes of the file"));
    }
};

struct RunPage {
    QList<RunSummary> items;
    std::optional<QString> nextCursor;
    static constexpr auto jsonName = "RunPage";
    static constexpr auto fields()
    {
        return fieldList(required("items", &RunPage::items), optional("next_cursor", &RunPage::nextCursor));
    }
};

/// GET /api/v1/runs/choices: what the list of runs can be filtered by.
struct RunChoices {
    QStringList reasons;
    QStringList repositories;
    QStringList requesters;
    QStringList providers;
    QStringList models;

    static constexpr auto jsonName = "RunChoices";
    static constexpr auto fields()
    {
        return fieldList(required("reasons", &RunChoices::reasons), required("repositories", &RunChoices::repositories),
            required("requesters", &RunChoices::requesters), required("providers", &RunChoices::providers),
            required("models", &RunChoices::models));
    }
};

} // namespace mergeloom::api
