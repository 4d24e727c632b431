#pragma once

#include "desktop/pages/Page.h"

namespace mergeloom {

enum class RailPlace { Work, Setup, Palette, None };

/// A page as the shell knows it.
struct PageRow {
    const char *id;
    const char *title; ///< English; translated in the context `PageRegistry`
    const char *icon;  ///< of resources/icons/icons.txt
    RailPlace rail;    ///< Palette: found there alone; None: it is gone to from other pages, with an argument

    bool isInRail() const { return rail == RailPlace::Work || rail == RailPlace::Setup; }
    Page *(*make)(Worker &worker, QWidget *parent);

    QString shownTitle() const;
};

/// In the order of the rail; those in the rail have the shortcuts Ctrl 1 … Ctrl 9. The first is where a start goes.
const QList<PageRow> &pageRows();
const PageRow *pageRow(const QString &id);

} // namespace mergeloom
