#include "shared/core/Ulid.h"

#include "shared/core/Timestamp.h"

#include <QMutex>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

struct Last {
    quint64 milliseconds = 0;
    quint16 high = 0;
    quint64 low = 0;
};

} // namespace

QString makeUlid()
{
    static QMutex mutex;
    static Last last;
    QMutexLocker lock(&mutex);
    const auto now = quint64(Timestamp::now().microseconds / 1000);
    if (now > last.milliseconds) {
        last.milliseconds = now;
        last.high = quint16(QRandomGenerator::system()->generate());
        last.low = QRandomGenerator::system()->generate64();
    } else if (++last.low == 0) {
        ++last.high;
    }
    static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::array<char, 26> text;
    for (int i = 0; i < 10; ++i)
        text[size_t(9 - i)] = alphabet[(last.milliseconds >> (5 * i)) & 31];
    // 80 random bits, as 16 groups of five from the lowest up.
    for (int i = 0; i < 16; ++i) {
        const int bit = 5 * i;
        quint64 group = bit < 64 ? last.low >> bit : quint64(last.high) >> (bit - 64);
        if (bit < 64 && bit + 5 > 64)
            group |= quint64(last.high) << (64 - bit);
        text[size_t(25 - i)] = alphabet[group & 31];
    }
    return QString::fromLatin1(text.data(), qsizetype(text.size()));
}

bool isPlainId(const QString &text)
{
    return !text.isEmpty() && text.size() <= 64 && std::ranges::all_of(text, [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'-' || c == u'_');
    });
}

} // namespace mergeloom
