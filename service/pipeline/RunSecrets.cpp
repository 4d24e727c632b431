#include "service/pipeline/RunSecrets.h"

#include "service/platform/CloneUrl.h"
#include "shared/core/Log.h"

namespace mergeloom {

Redactor redactorFor(const RunOrder &order, Redactor known)
{
    const auto add = [&](const QByteArray &value, const char *name) {
        if (value.trimmed().isEmpty() || known.addSecret(value, QString::fromLatin1(name)))
            return;
        log::warning(
            QStringLiteral(
                "A secret is too short or too common to be hidden in records. Set a longer one, of 12 random characters or more."),
            {{"secret", QString::fromLatin1(name)}});
    };
    add(order.provider.secret, "provider key");
    // Of two words each is a secret: a key, and the token of its session behind it.
    if (const QByteArrayList words = order.provider.secret.simplified().split(' '); words.size() == 2)
        for (const QByteArray &word : words)
            add(word, "provider key");
    for (const JobRepository &repository : order.job.repositories) {
        add(repository.credential.password.toUtf8(), "git password");
        add(repository.credential.sshKey.toUtf8(), "ssh key");
        if (const auto url = CloneUrl::parse(repository.cloneUrl))
            add(url->password.toUtf8(), "git password");
    }
    return known;
}

} // namespace mergeloom
