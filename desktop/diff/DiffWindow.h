#pragma once

#include "desktop/diff/DiffView.h"

#include <QMainWindow>

namespace mergeloom {

/// A diff in a window of its own, without any worker.
class DiffWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit DiffWindow(std::shared_ptr<ViewedMarks> marks, QWidget *parent = nullptr);

    DiffView *view() const { return m_view; }

private:
    DiffView *m_view;
};

} // namespace mergeloom
