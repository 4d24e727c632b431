#include "desktop/diff/FileHeader.h"

#include "desktop/diff/FileTreeItems.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMimeDatabase>

namespace mergeloom {

namespace {

constexpr quint32 typeMask = 0170000;

QString kindOf(quint32 mode)
{
    switch (mode & typeMask) {
    case 0120000:
        return FileHeader::tr("symbolic link");
    case 0160000:
        return FileHeader::tr("submodule");
    default:
        break;
    }
    return (mode & 0111) ? FileHeader::tr("executable file") : FileHeader::tr("plain file");
}

QString encodingName(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Utf16Le:
        return QStringLiteral("UTF-16 LE");
    case Encoding::Utf16Be:
        return QStringLiteral("UTF-16 BE");
    case Encoding::Latin1:
        return QStringLiteral("Latin-1");
    case Encoding::Utf8:
        break;
    }
    return QStringLiteral("UTF-8");
}

QString sizeText(qint64 size)
{
    return size < 0 ? FileHeader::tr("size not known") : QLocale().formattedDataSize(size);
}

/// How most lines of a text end.
LineEnd usualEnd(const Text &text)
{
    for (qsizetype line = 0; line < std::min<qsizetype>(text.count(), 20); ++line)
        if (text.end(line) == LineEnd::CrLf)
            return LineEnd::CrLf;
    return LineEnd::Lf;
}

/// "PNG image": by the content where it is known, else by the name.
QString contentKind(const FileDiff &file)
{
    const bool isGone = file.status == FileStatus::Deleted;
    const QMimeDatabase kinds;
    const QMimeType kind = kinds.mimeTypeForFileNameAndData(
        isGone ? file.beforePath : file.afterPath, isGone ? file.beforeBytes : file.afterBytes);
    return kind.isDefault() ? QString() : kind.comment();
}

QStringList binaryRemarks(const FileDiff &file)
{
    QStringList remarks{FileHeader::tr("binary")};
    if (const QString kind = contentKind(file); !kind.isEmpty())
        remarks.append(kind);
    if (file.status == FileStatus::Added)
        remarks.append(sizeText(file.afterSize));
    else if (file.status == FileStatus::Deleted)
        remarks.append(sizeText(file.beforeSize));
    else if (file.beforeSize >= 0 || file.afterSize >= 0)
        remarks.append(FileHeader::tr("%1, was %2").arg(sizeText(file.afterSize), sizeText(file.beforeSize)));
    return remarks;
}

} // namespace

QStringList remarksOn(const FileDiff &file)
{
    QStringList remarks;
    if (file.similarity >= 0 && file.status != FileStatus::Modified)
        remarks.append(FileHeader::tr("%1 % alike").arg(file.similarity));
    if (file.beforeMode != file.afterMode && file.beforeMode != 0 && file.afterMode != 0) {
        remarks.append(FileHeader::tr("mode %1 → %2")
                           .arg(QString::number(file.beforeMode, 8), QString::number(file.afterMode, 8)));
        if (kindOf(file.beforeMode) != kindOf(file.afterMode))
            remarks.append(FileHeader::tr("%1 became %2").arg(kindOf(file.beforeMode), kindOf(file.afterMode)));
    } else if (const quint32 mode = file.afterMode ? file.afterMode : file.beforeMode; mode != 0 && mode != 0100644) {
        remarks.append(kindOf(mode));
    }
    if (file.isBinary)
        return remarks + binaryRemarks(file);
    const bool hasBoth = file.before->count() > 0 && file.after->count() > 0;
    if (hasBoth && file.before->encoding() != file.after->encoding())
        remarks.append(FileHeader::tr("%1 became %2")
                           .arg(encodingName(file.before->encoding()), encodingName(file.after->encoding())));
    else if (const Encoding encoding = (file.after->count() > 0 ? file.after : file.before)->encoding();
             encoding != Encoding::Utf8)
        remarks.append(encodingName(encoding));
    if (hasBoth && usualEnd(*file.before) != usualEnd(*file.after))
        remarks.append(usualEnd(*file.after) == LineEnd::CrLf ? FileHeader::tr("line ends became CRLF")
                                                              : FileHeader::tr("line ends became LF"));
    const auto lacksEnd = [](const Text &text) {
        return text.count() > 0 && text.end(text.count() - 1) == LineEnd::None;
    };
    if (lacksEnd(*file.after))
        remarks.append(FileHeader::tr("no newline at the end"));
    else if (lacksEnd(*file.before) && hasBoth)
        remarks.append(FileHeader::tr("had no newline at the end"));
    if (file.changes.isEmpty() && remarks.isEmpty()) {
        const bool isEmpty = file.before->count() == 0 && file.after->count() == 0;
        remarks.append(isEmpty ? FileHeader::tr("empty") : FileHeader::tr("no line changed"));
    }
    return remarks;
}

FileHeader::FileHeader(QWidget *parent)
    : QWidget(parent), m_status(new QLabel(this)), m_path(new QLabel(this)), m_added(new QLabel(this)),
      m_removed(new QLabel(this)), m_viewed(new QCheckBox(tr("Viewed"), this)), m_remarks(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(10);
    for (QLabel *label : {m_path, m_status, m_remarks, m_added, m_removed})
        label->setTextFormat(Qt::PlainText);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_remarks->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    QFont strong = m_path->font();
    strong.setWeight(QFont::DemiBold);
    m_path->setFont(strong);
    setLook(m_status, "soft");
    setLook(m_remarks, "soft");
    row->addWidget(m_path, 1);
    row->addWidget(m_remarks);
    row->addWidget(m_status);
    row->addWidget(m_added);
    row->addWidget(m_removed);
    row->addWidget(m_viewed);
    m_viewed->setToolTip(tr("Mark as viewed (Ctrl+M)"));
    connect(m_viewed, &QCheckBox::clicked, this, &FileHeader::viewedToggled);
}

void FileHeader::show(const FileDiff &file, Qt::CheckState viewed)
{
    const QString path = shownLine(file.afterPath.isEmpty() ? file.beforePath : file.afterPath);
    const bool isOther = !file.beforePath.isEmpty() && file.beforePath != file.afterPath && !file.afterPath.isEmpty();
    m_path->setText(isOther ? tr("%1  ←  %2").arg(path, shownLine(file.beforePath)) : path);
    m_path->setToolTip(shownToolTip(m_path->text()));
    m_status->setText(statusWord(file.status));
    m_remarks->setText(remarksOn(file).join(QStringLiteral("  ·  ")));
    m_remarks->setVisible(!m_remarks->text().isEmpty());
    setCounts(file.added(), file.removed());
    setViewed(viewed);
    QWidget::show();
}

void FileHeader::setCounts(qsizetype added, qsizetype removed)
{
    const Colours &colours = coloursOf(palette());
    const auto paint = [](QLabel *label, const QColor &colour) {
        QPalette own = label->palette();
        own.setColor(QPalette::WindowText, colour);
        label->setPalette(own);
    };
    paint(m_added, colours.completed);
    paint(m_removed, colours.failed);
    m_added->setText(QStringLiteral("+%1").arg(locale().toString(qlonglong(added))));
    m_removed->setText(QStringLiteral("−%1").arg(locale().toString(qlonglong(removed))));
    m_added->setVisible(added > 0);
    m_removed->setVisible(removed > 0);
    setAccessibleName(text());
}

void FileHeader::setViewed(Qt::CheckState viewed) { m_viewed->setCheckState(viewed); }

QString FileHeader::text() const
{
    QStringList parts{m_path->text(), m_status->text()};
    for (const QLabel *label : {m_remarks, m_added, m_removed})
        if (!label->isHidden())
            parts.append(label->text());
    return parts.join(QStringLiteral(", "));
}

} // namespace mergeloom
