#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QString>

/// What the headers of a request say of where it comes from.
namespace mergeloom {

/// What a browser calls itself, by its product and system only: `Firefox on Linux`.
QString browserName(const QByteArray &userAgent);
/// Of a Cookie header; empty when it is not there.
QByteArray cookieValue(const QByteArray &cookies, QByteArrayView name);
/// The token of an Authorization header; empty when it is of another scheme.
QByteArray bearerOf(const QByteArray &authorization);
/// Of a Host header, without the port; an IPv6 address without its brackets.
QString hostName(const QByteArray &host);
/// An IPv4 address in its own form also when it is written as an IPv6 one.
QHostAddress plainAddress(const QHostAddress &address);
/// Pages of other sites, and of other ports of this host, must not act with the cookie that the browser adds.
bool isFromOwnPage(const QByteArray &origin, const QByteArray &fetchSite, const QByteArray &host);

} // namespace mergeloom
