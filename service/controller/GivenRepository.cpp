#include "service/controller/GivenRepository.h"

#include "service/controller/HiddenCredential.h"
#include "service/storage/SealedStore.h"

#include <chrono>

namespace mergeloom {

namespace {

/// Far longer than a run, so that only one that was forgotten finds its credential ended.
constexpr std::chrono::hours credentialTime{24};

} // namespace

Result<JobRepository> givenRepository(const SecretBox &box, const StoredRepository &repository, const QString &role)
{
    const api::RepositoryView &view = repository.view;
    JobRepository given{view.id, view.alias, role, view.cloneUrl, view.defaultBranch, {}, view.settings};
    if (!repository.sealedCredential.isEmpty()) {
        const auto json = box.unseal(repository.sealedCredential, sealedPlace("repository", view.id.text()));
        if (!json)
            return failure(ErrorCode::Corrupt,
                QStringLiteral(
                    "The credential of %1 cannot be opened with this key. Enter it again in the repository's settings.")
                    .arg(view.alias));
        MERGELOOM_TRY(given.credential, parseJsonAs<JobCredential>(*json));
        hideFromLog(given.credential);
        given.credential.endsAt =
            Timestamp{Timestamp::now().microseconds + std::chrono::microseconds(credentialTime).count()};
    }
    return given;
}

} // namespace mergeloom
