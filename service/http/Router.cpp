#include "service/http/Router.h"

#include <algorithm>

namespace mergeloom {

namespace {

/// Ranks a template by its literal segments from the left, so that `/runs/summary` goes before `/runs/{id}`.
struct Candidate {
    const Route *route = nullptr;
    QMap<QString, QString> parameters;
    QByteArray shape; ///< `0` literal, `1` parameter, one a segment
};

bool isParameter(QStringView segment)
{
    return segment.size() > 2 && segment.front() == u'{' && segment.back() == u'}';
}

/// Nothing when the bytes behind the escapes are no UTF-8.
std::optional<QString> decodeSegment(QStringView segment)
{
    const QByteArray bytes = QByteArray::fromPercentEncoding(segment.toUtf8());
    if (!bytes.isValidUtf8())
        return std::nullopt;
    return QString::fromUtf8(bytes);
}

std::optional<Candidate> matchTemplate(const Route &route, const QList<QStringView> &segments)
{
    const QList<QStringView> wanted = QStringView(route.path).split(u'/');
    if (wanted.size() != segments.size())
        return std::nullopt;
    Candidate candidate{&route, {}, {}};
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const std::optional<QString> actual = decodeSegment(segments[i]);
        if (!actual)
            return std::nullopt;
        if (!isParameter(wanted[i])) {
            if (*actual != wanted[i])
                return std::nullopt;
            candidate.shape += '0';
            continue;
        }
        if (actual->isEmpty())
            return std::nullopt;
        candidate.parameters.insert(wanted[i].sliced(1, wanted[i].size() - 2).toString(), *actual);
        candidate.shape += '1';
    }
    return candidate;
}

} // namespace

void Router::add(QList<Route> routes)
{
    for (Route &route : routes) {
        Q_ASSERT_X(std::none_of(m_routes.cbegin(), m_routes.cend(),
                       [&](const Route &other) { return other.method == route.method && other.path == route.path; }),
            "Router::add", qPrintable(route.path));
        m_routes.append(std::move(route));
    }
}

RouteMatch Router::match(QByteArrayView method, QStringView path) const
{
    const QByteArrayView wanted = method == "HEAD" ? QByteArrayView("GET") : method;
    const QList<QStringView> segments = path.split(u'/');
    RouteMatch match;
    std::optional<Candidate> best;
    for (const Route &route : m_routes) {
        std::optional<Candidate> candidate = matchTemplate(route, segments);
        if (!candidate)
            continue;
        for (const QByteArray &name : route.method == "GET" ? QList<QByteArray>{"GET", "HEAD"} : QList{route.method})
            if (!match.allowed.contains(name))
                match.allowed.append(name);
        if (route.method == wanted && (!best || candidate->shape < best->shape))
            best = std::move(candidate);
    }
    if (best) {
        match.route = best->route;
        match.parameters = std::move(best->parameters);
    }
    return match;
}

} // namespace mergeloom
