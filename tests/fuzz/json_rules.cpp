// Trees of JSON that others made: words of a shell line as shfmt gives them, results of models checked by a schema, and
// what services say when they refuse.
#include "service/models/RetryPolicy.h"
#include "service/platform/ShellSyntax.h"
#include "service/tools/JsonSchemaCheck.h"
#include "tests/fuzz/Fuzz.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace mergeloom;

MERGELOOM_FUZZER(input)
{
    if (input.isEmpty())
        return;
    const QByteArray text = input.sliced(1).toByteArray();
    if (uchar(input[0]) % 3 == 0) {
        const QList<QByteArray> parts = text.split('\0');
        HttpHeaders headers;
        for (const QByteArray &part : parts.mid(1))
            headers.append({part.left(part.indexOf(':')).toLower(), part.mid(part.indexOf(':') + 1)});
        const CallFailure failure = CallFailure::ofBody(429, headers, parts.first());
        const auto wait = RetryPolicy::askedWait(failure, *Timestamp::parse(u"2026-01-01T00:00:00Z"));
        fuzz::demand(!wait || wait->count() >= 0, "no wait is below nothing");
        (void)RetryPolicy::errorOf(failure, QStringLiteral("service"), 1);
        return;
    }
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (uchar(input[0]) % 3 == 1) {
        (void)literalOf(object);
        return;
    }
    (void)schemaFaults(object.value(QStringLiteral("schema")).toObject(), object.value(QStringLiteral("value")));
}
