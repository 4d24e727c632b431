#include "service/platform/MirrorRefs.h"

#include "service/platform/GitObjects.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qsizetype longestRefName = 300;
constexpr qsizetype shortestId = 4;

using GitReferenceIterator = std::unique_ptr<git_reference_iterator, GitFree<git_reference_iterator_free>>;

/// Null: the reference does not stand for a commit that is here.
GitCommit commitOf(const git_reference *reference)
{
    git_object *peeled = nullptr;
    if (git_reference_peel(&peeled, reference, GIT_OBJECT_COMMIT) < 0)
        return nullptr;
    return GitCommit(reinterpret_cast<git_commit *>(peeled));
}

bool isHex(const QString &text)
{
    return std::all_of(text.begin(), text.end(),
        [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'); });
}

Unexpected unreadableName(const QString &name)
{
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("\"%1\" is no name of a branch, a tag or a commit. Give one of these, without ^, ~, : or @{…}.")
            .arg(name.left(longestRefName)));
}

bool isControl(QChar c) { return c < u' ' || c == QChar(0x7f); }

bool canBeName(const QString &name)
{
    int isValid = 0;
    return !name.isEmpty() && std::none_of(name.begin(), name.end(), isControl) && name.size() <= longestRefName
        && !name.startsWith(u'-')
        && git_reference_name_is_valid(&isValid, ("refs/heads/" + name.toUtf8()).constData()) == 0 && isValid;
}

/// The commit of a reference with this full name; empty: there is no such reference.
Result<QString> commitOfRef(git_repository *repository, const QString &fullName)
{
    git_reference *found = nullptr;
    const int code = git_reference_lookup(&found, repository, fullName.toUtf8().constData());
    if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
        return QString();
    if (code < 0)
        return gitFailure(code, QStringLiteral("%1 of the mirror cannot be read").arg(fullName));
    const GitReference reference(found);
    const GitCommit commit = commitOf(found);
    if (!commit)
        return failure(ErrorCode::Unsupported,
            QStringLiteral("%1 does not name a commit. Choose another branch, tag or commit.").arg(fullName));
    return objectIdText(*git_commit_id(commit.get()));
}

/// Empty: no commit begins so.
Result<QString> commitOfPrefix(git_repository *repository, const QString &prefix)
{
    git_oid id;
    const QByteArray digits = prefix.toLatin1().toLower();
    git_oid_fromstrn(&id, digits.constData(), size_t(digits.size()));
    git_object *found = nullptr;
    const int code = git_object_lookup_prefix(&found, repository, &id, size_t(digits.size()), GIT_OBJECT_ANY);
    if (code == GIT_EAMBIGUOUS)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("Several objects of the repository begin with %1. Give more digits of the commit.")
                .arg(prefix));
    if (code == GIT_ENOTFOUND)
        return QString();
    if (code < 0)
        return gitFailure(code, QStringLiteral("The commit %1 cannot be read").arg(prefix));
    const GitObject object(found);
    git_object *peeled = nullptr;
    if (git_object_peel(&peeled, found, GIT_OBJECT_COMMIT) < 0)
        return failure(ErrorCode::Unsupported,
            QStringLiteral("%1 is not a commit. Choose a branch, a tag or a commit.").arg(prefix));
    const GitObject commit(peeled);
    return objectIdText(*git_object_id(peeled));
}

} // namespace

Result<QList<MirrorRef>> mirrorRefs(const QString &mirrorPath, const QString &search, qsizetype most)
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    git_reference_iterator *made = nullptr;
    if (const int code = git_reference_iterator_new(&made, repository.get()); code < 0)
        return gitFailure(code, QStringLiteral("The branches of the mirror cannot be read"));
    const GitReferenceIterator each(made);
    QList<MirrorRef> refs;
    for (git_reference *next = nullptr; git_reference_next(&next, made) == 0;) {
        const GitReference reference(next);
        const bool isTag = git_reference_is_tag(next);
        if (!isTag && !git_reference_is_branch(next))
            continue;
        MirrorRef ref{QString::fromUtf8(git_reference_shorthand(next)),
            isTag ? MirrorRef::Kind::Tag : MirrorRef::Kind::Branch, {}, {}, 0};
        if (!ref.name.contains(search, Qt::CaseInsensitive))
            continue;
        const GitCommit commit = commitOf(next);
        if (!commit)
            continue;
        ref.commit = objectIdText(*git_commit_id(commit.get()));
        ref.subject = QString::fromUtf8(git_commit_summary(commit.get()));
        ref.at = git_commit_time(commit.get());
        refs.append(std::move(ref));
    }
    std::stable_sort(
        refs.begin(), refs.end(), [](const MirrorRef &one, const MirrorRef &other) { return one.at > other.at; });
    if (refs.size() > most)
        refs.resize(most);
    return refs;
}

Result<QString> mirrorDefaultBranch(const QString &mirrorPath)
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    QStringList names;
    git_reference *found = nullptr;
    if (git_reference_lookup(&found, repository.get(), "HEAD") == 0) {
        const GitReference head(found);
        if (const char *target = git_reference_symbolic_target(found))
            names << QString::fromUtf8(target);
    }
    names << QStringLiteral("refs/heads/main") << QStringLiteral("refs/heads/master"); // not fetched since HEAD is kept
    for (const QString &name : std::as_const(names)) {
        const auto commit = commitOfRef(repository.get(), name);
        if (name.startsWith(u"refs/heads/") && commit && !commit->isEmpty())
            return name.mid(11);
    }
    return QString();
}

Result<QString> mirrorCommit(const QString &mirrorPath, const QString &name)
{
    startGitLibrary();
    if (!canBeName(name))
        return unreadableName(name);
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    // In git's order: a whole id, then tags, then branches, then the beginning of an id.
    if (name.size() != GIT_OID_HEXSZ || !isHex(name)) {
        QStringList fullNames{QStringLiteral("refs/tags/") + name, QStringLiteral("refs/heads/") + name};
        if (name.startsWith(u"heads/") || name.startsWith(u"tags/"))
            fullNames.prepend(QStringLiteral("refs/") + name);
        if (name.startsWith(u"refs/heads/") || name.startsWith(u"refs/tags/"))
            fullNames.prepend(name);
        for (const QString &fullName : std::as_const(fullNames)) {
            MERGELOOM_TRY(const QString commit, commitOfRef(repository.get(), fullName));
            if (!commit.isEmpty())
                return commit;
        }
    }
    if (name.size() >= shortestId && name.size() <= GIT_OID_HEXSZ && isHex(name)) {
        MERGELOOM_TRY(const QString commit, commitOfPrefix(repository.get(), name));
        if (!commit.isEmpty())
            return commit;
    }
    return failure(ErrorCode::NotFound,
        QStringLiteral(
            "The mirror here has no branch, tag or commit \"%1\". If it is new, fetch the repository and try "
            "again.")
            .arg(name));
}

} // namespace mergeloom
