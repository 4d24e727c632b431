#pragma once

#include "shared/core/Json.h"

#include <QDir>

namespace mergeloom {

/// What somebody has begun to write, kept in a file until it is sent: nothing is lost when the app ends or saving fails. One file for
/// each worker and kind. Written by the caller when typing rests; small.
class Drafts
{
public:
    /// `folder`: where the files are; made when needed.
    explicit Drafts(QString folder) : m_folder(std::move(folder)) {}
    static Drafts ofUser();

    void keep(const QString &name, const QJsonObject &draft) const;
    /// Empty: there is none.
    QJsonObject find(const QString &name) const;
    void forget(const QString &name) const;

private:
    QString pathOf(const QString &name) const;
    QString m_folder;
};

} // namespace mergeloom
