#pragma once

#include "desktop/pages/Page.h"

#include <QApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

namespace mergeloom {

/// A page that shows a form: what is typed into it stays when somebody goes elsewhere on the page, and Back asks before it goes.
/// `button`: finds one by its text; `kept` is called while it stays.
template <class P, class Button>
void staysUntilDiscarded(
    P &page, QLineEdit *edit, const QString &place, const Button &button, const std::function<void()> &kept = [] {})
{
    edit->setText(QStringLiteral("not-saved"));
    QSignalSpy elsewhere(&page, &Page::argumentChanged);
    page.open({}); // as the rail does
    QVERIFY(page.form());
    QCOMPARE(elsewhere.last().first().toString(), place);
    QCOMPARE(edit->text(), QStringLiteral("not-saved"));
    kept();
    for (const char *answer : {"Keep editing", "Discard them"}) {
        QTimer::singleShot(0, &page, [&, answer] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            button(*box, QLatin1StringView(answer))->click();
        });
        QVERIFY(page.form());
        button(page, QStringLiteral("Back"))->click();
    }
    QVERIFY(!page.form());
}

} // namespace mergeloom
