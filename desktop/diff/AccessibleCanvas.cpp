#include "desktop/diff/AccessibleCanvas.h"

#include "desktop/diff/DiffCanvas.h"

#include <QAccessibleWidget>

namespace mergeloom {

namespace {

/// A canvas is read as a text of one line: that of the caret.
class AccessibleCanvas : public QAccessibleWidget
{
public:
    explicit AccessibleCanvas(DiffCanvas *canvas) : QAccessibleWidget(canvas, QAccessible::Document) {}

    QString text(QAccessible::Text which) const override
    {
        const auto *canvas = static_cast<const DiffCanvas *>(widget());
        if (which == QAccessible::Value)
            return canvas->spokenLine();
        if (which == QAccessible::Help)
            return DiffCanvas::tr("Arrow keys move line by line, F8 goes to the next change, [ and ] choose the side.");
        return QAccessibleWidget::text(which);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        return state;
    }
};

QAccessibleInterface *accessibleCanvas(const QString &, QObject *object)
{
    auto *canvas = qobject_cast<DiffCanvas *>(object);
    return canvas ? new AccessibleCanvas(canvas) : nullptr;
}

} // namespace

void installAccessibleCanvas()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(accessibleCanvas);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

} // namespace mergeloom
