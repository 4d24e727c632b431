#pragma once

#include "desktop/diff/DiffCanvas.h"
#include "desktop/diff/DiffView.h"
#include "desktop/diff/FileContent.h"

#include <QStandardPaths>
#include <QtTest>

namespace mergeloom {

/// A diff that is there already.
class GivenDocument : public DiffSource
{
public:
    explicit GivenDocument(DiffDocument document) : m_document(std::move(document)) {}
    QString title() const override { return m_document.title; }
    Result<DiffDocument> load(std::stop_token) const override { return m_document; }

private:
    DiffDocument m_document;
};

inline FileDiff changedFile(const QString &path, const QByteArray &before, const QByteArray &after)
{
    return differenceOf(
        FileContent{path, 0100644, before, before.size()}, FileContent{path, 0100644, after, after.size()});
}

inline DiffDocument documentOf(const QList<FileDiff> &files)
{
    DiffDocument document;
    document.title = QStringLiteral("Test");
    document.files = files;
    return document;
}

/// Numbered lines, each of them with `text`.
inline QByteArray numberedLines(int count, const QByteArray &text = "line")
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += text + ' ' + QByteArray::number(i) + '\n';
    return lines;
}

/// A view of a diff in a window, loaded and laid out.
class ShownView
{
public:
    explicit ShownView(QSize size = QSize(1400, 800)) : view(marks)
    {
        view.resize(size);
        view.show();
        view.activateWindow();
    }

    bool open(std::shared_ptr<const DiffSource> source)
    {
        view.open(std::move(source));
        return settle();
    }
    bool open(const QList<FileDiff> &files) { return open(std::make_shared<GivenDocument>(documentOf(files))); }
    bool settle()
    {
        QCoreApplication::processEvents();
        return QTest::qWaitFor([this] { return view.isIdle(); }, 20000);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        view.canvas()->setFocus();
        QTest::keyClick(view.canvas(), Qt::Key(key), modifiers);
        settle();
    }

    std::shared_ptr<ViewedMarks> marks = std::make_shared<ViewedMarks>();
    DiffView view;
};

} // namespace mergeloom
