#pragma once

#include "desktop/diff/DiffSource.h"

namespace mergeloom {

/// Two files, or pipes.
class TwoFiles : public DiffSource
{
public:
    TwoFiles(QString before, QString after) : m_before(std::move(before)), m_after(std::move(after)) {}
    QString title() const override;
    Result<DiffDocument> load(std::stop_token stop) const override;

private:
    QString m_before;
    QString m_after;
};

/// Two folders with all that is in them, but `.git`; links to files are followed, as `git difftool --dir-diff` needs it.
class TwoFolders : public DiffSource
{
public:
    TwoFolders(QString before, QString after) : m_before(std::move(before)), m_after(std::move(after)) {}
    QString title() const override;
    Result<DiffDocument> load(std::stop_token stop) const override;

private:
    QString m_before;
    QString m_after;
};

/// A unified diff: a file, standard input (`-`), or bytes that are there already.
class PatchText : public DiffSource
{
public:
    static PatchText fromFile(QString file) { return PatchText(std::move(file), {}, {}); }
    static PatchText fromBytes(QString title, QByteArray bytes)
    {
        return PatchText({}, std::move(title), std::move(bytes));
    }
    QString title() const override;
    Result<DiffDocument> load(std::stop_token stop) const override;

private:
    PatchText(QString file, QString title, QByteArray bytes)
        : m_file(std::move(file)), m_title(std::move(title)), m_bytes(std::move(bytes))
    {
    }
    QString m_file;
    QString m_title;
    QByteArray m_bytes;
};

} // namespace mergeloom
