#pragma once

#include "desktop/pages/RepositoryFields.h"

#include <functional>

class QWidget;

namespace mergeloom {

/// What a field is typed into. `onTyped` comes with each change that a person makes, not with setRepositoryInput().
QWidget *makeRepositoryInput(const RepositoryField &field, const QString &value, const QString &placeholder,
    const std::function<void(const QString &)> &onTyped, QWidget *parent);
void setRepositoryInput(QWidget *input, const QString &value);

} // namespace mergeloom
