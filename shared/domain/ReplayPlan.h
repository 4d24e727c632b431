#pragma once

#include "shared/domain/Ids.h"
#include "shared/domain/Recording.h"
#include "shared/domain/Repository.h"

#include <optional>

namespace mergeloom {

/// A tool call after which the workspace was another one.
struct RecordedStep {
    QString call; ///< name of the tool
    QString tree;

    static constexpr auto jsonName = "RecordedStep";
    static constexpr auto fields()
    {
        return fieldList(required("call", &RecordedStep::call), required("tree", &RecordedStep::tree));
    }
};

/// The change after an attempt, or as it was to be published.
struct RecordedChange {
    QString tree;
    QString patch; ///< unified diff with git headers
    bool isCut = false;

    static constexpr auto jsonName = "RecordedChange";
    static constexpr auto fields()
    {
        return fieldList(required("tree", &RecordedChange::tree), required("patch", &RecordedChange::patch),
            optional("is_cut", &RecordedChange::isCut));
    }
};

/// What is on record of a run that is needed to do it again, and to say whether the same came out.
struct ReplayPlan {
    RunId run;
    QString title;
    QString body;
    QString base; ///< commit that the run began with
    Recording recording;
    QList<RecordedStep> steps;                  ///< until the first merge with the default branch
    QList<RecordedChange> changes;              ///< the same
    std::optional<RepositorySettings> settings; ///< none: a release before this was recorded made the run

    static constexpr auto jsonName = "ReplayPlan";
    static constexpr auto fields()
    {
        return fieldList(required("run", &ReplayPlan::run), required("title", &ReplayPlan::title),
            required("body", &ReplayPlan::body), required("base", &ReplayPlan::base),
            required("recording", &ReplayPlan::recording), required("steps", &ReplayPlan::steps),
            required("changes", &ReplayPlan::changes), optional("settings", &ReplayPlan::settings));
    }
};

/// `data` of replay.compared.
struct ReplayComparison {
    RunId run; ///< that was done again
    bool isSame = false;
    QString text;         ///< in one or two sentences
    QString tree;         ///< that came out now; empty: nothing was changed
    QString recordedTree; ///< that is on record
    QStringList files;    ///< that are not the same; empty with different trees: the record of them is cut

    static constexpr auto jsonName = "ReplayComparison";
    static constexpr auto fields()
    {
        return fieldList(required("run", &ReplayComparison::run, "The run that was done again"),
            required("is_same", &ReplayComparison::isSame, "The same tree after each step and at the end"),
            required("text", &ReplayComparison::text, "In one or two sentences"),
            required("tree", &ReplayComparison::tree, "That came out now; empty: nothing was changed"),
            required("recorded_tree", &ReplayComparison::recordedTree, "That is on record"),
            required("files", &ReplayComparison::files, "Files that are not the same"));
    }
};

/// `now` is what is on record of the replay. It may have gone further than a run that was ended early.
ReplayComparison compareReplay(const ReplayPlan &recorded, const ReplayPlan &now);

} // namespace mergeloom
