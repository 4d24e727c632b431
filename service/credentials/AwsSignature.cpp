#include "service/credentials/AwsSignature.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <map>

namespace mergeloom {

namespace {

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray keyedHash(const QByteArray &key, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

/// Each segment is encoded again, as every service but S3 wants it; empty and dotted segments are resolved.
QByteArray canonicalPath(const QByteArray &path)
{
    QByteArrayList segments;
    for (const QByteArray &segment : path.split('/')) {
        if (segment == ".." && !segments.isEmpty())
            segments.removeLast();
        else if (!segment.isEmpty() && segment != "." && segment != "..")
            segments.append(segment.toPercentEncoding());
    }
    const bool endsInSlash = path.endsWith('/') && !segments.isEmpty();
    return '/' + segments.join('/') + (endsInSlash ? "/" : "");
}

QByteArray canonicalQuery(const QByteArray &query)
{
    QList<std::pair<QByteArray, QByteArray>> parameters;
    for (const QByteArray &parameter : query.split('&')) {
        if (parameter.isEmpty())
            continue;
        const qsizetype equals = parameter.indexOf('=');
        const QByteArray name = equals < 0 ? parameter : parameter.left(equals);
        const QByteArray value = equals < 0 ? QByteArray() : parameter.mid(equals + 1);
        parameters.append({QByteArray::fromPercentEncoding(name).toPercentEncoding(),
            QByteArray::fromPercentEncoding(value).toPercentEncoding()});
    }
    std::sort(parameters.begin(), parameters.end());
    QByteArrayList joined;
    for (const auto &[name, value] : parameters)
        joined.append(name + '=' + value);
    return joined.join('&');
}

/// Sorted; values of one name are joined in the order in which they are sent.
std::map<QByteArray, QByteArray> canonicalHeaders(const HttpHeaders &headers)
{
    std::map<QByteArray, QByteArray> result;
    for (const auto &[name, value] : headers) {
        const auto [place, isNew] = result.try_emplace(name.toLower(), value.simplified());
        if (!isNew)
            place->second += ',' + value.simplified();
    }
    return result;
}

QByteArray signedNames(const std::map<QByteArray, QByteArray> &headers)
{
    QByteArrayList names;
    for (const auto &[name, value] : headers)
        names.append(name);
    return names.join(';');
}

bool isSigned(const QByteArray &name)
{
    const QByteArray lower = name.toLower();
    return lower == "content-type" || lower.startsWith("x-amz-");
}

} // namespace

QByteArray AwsSignature::canonicalRequest(const Request &request)
{
    const auto headers = canonicalHeaders(request.headers);
    QByteArray text = request.method + '\n' + canonicalPath(request.path) + '\n' + canonicalQuery(request.query) + '\n';
    for (const auto &[name, value] : headers)
        text += name + ':' + value + '\n';
    return text + '\n' + signedNames(headers) + '\n' + sha256(request.body);
}

QByteArray AwsSignature::authorization(const Request &request, const AwsKeys &keys, const AwsScope &scope)
{
    const auto headers = canonicalHeaders(request.headers);
    const auto date = headers.find("x-amz-date");
    const QByteArray time = date == headers.end() ? QByteArray() : date->second;
    const QByteArray day = time.left(8);
    const QByteArray reach = day + '/' + scope.region + '/' + scope.service + "/aws4_request";
    const QByteArray text = "AWS4-HMAC-SHA256\n" + time + '\n' + reach + '\n' + sha256(canonicalRequest(request));

    QByteArray key = keyedHash("AWS4" + keys.secretKey, day);
    for (const QByteArray &part : {scope.region, scope.service, QByteArray("aws4_request")})
        key = keyedHash(key, part);
    return "AWS4-HMAC-SHA256 Credential=" + keys.accessKeyId + '/' + reach + ", SignedHeaders=" + signedNames(headers)
        + ", Signature=" + keyedHash(key, text).toHex();
}

void AwsSignature::sign(HttpRequest &request, const AwsKeys &keys, const AwsScope &scope, Timestamp now)
{
    QByteArray time = now.toString().left(19).toLatin1(); // 2026-01-31T12:00:00
    request.headers.emplaceBack("x-amz-date", time.replace("-", "").replace(":", "") + 'Z');
    if (!keys.sessionToken.isEmpty())
        request.headers.emplaceBack("x-amz-security-token", keys.sessionToken);

    Request wire{.method = request.method,
        .path = request.url.path(QUrl::FullyEncoded).toLatin1(),
        .query = request.url.query(QUrl::FullyEncoded).toLatin1(),
        .body = request.body};
    QUrl host = request.url;
    host.setUserInfo({});
    wire.headers.emplaceBack("host", host.authority(QUrl::FullyEncoded).toLatin1());
    for (const auto &[name, value] : request.headers)
        if (isSigned(name))
            wire.headers.emplaceBack(name, value);
    request.headers.emplaceBack("authorization", authorization(wire, keys, scope));
}

} // namespace mergeloom
