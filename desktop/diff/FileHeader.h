#pragma once

#include "shared/diff/FileDiff.h"

#include <QWidget>

class QCheckBox;
class QLabel;

namespace mergeloom {

/// What happened to the file that is shown: its name and former name, mode, counts, and what cannot be shown as lines.
class FileHeader : public QWidget
{
    Q_OBJECT
public:
    explicit FileHeader(QWidget *parent = nullptr);

    void show(const FileDiff &file, Qt::CheckState viewed);
    void setViewed(Qt::CheckState viewed);
    /// Lines under a whitespace mode, when it is not all that counts.
    void setCounts(qsizetype added, qsizetype removed);
    /// All that it says, as text.
    QString text() const;

Q_SIGNALS:
    void viewedToggled();

private:
    QLabel *m_status;
    QLabel *m_path;
    QLabel *m_added;
    QLabel *m_removed;
    QCheckBox *m_viewed;
    QLabel *m_remarks;
};

/// What is to be said of a file beside its lines: its new mode, that it is binary, how alike, which encoding.
QStringList remarksOn(const FileDiff &file);

} // namespace mergeloom
