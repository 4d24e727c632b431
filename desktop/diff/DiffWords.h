#pragma once

#include <QCoreApplication>

namespace mergeloom {

/// Translates the words of what is no QObject here.
struct DiffWords {
    Q_DECLARE_TR_FUNCTIONS(DiffWords)
};

} // namespace mergeloom
